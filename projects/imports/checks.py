"""What is asked of a ledger 年度改造计划 before it may be applied. Each check reads the whole ledger once."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from communities.duplicates import Place
from communities.models import Compound
from communities.naming import name_key
from communities.selectors.duplicates import near
from core.errors import DomainError
from core.imports.layout import Context, LedgerRow, Problem, Severity
from divisions.models import Level
from projects import categories, policies
from projects.imports.ledger import Line, PlanLedger
from projects.selectors.listings import listings_of

# 卫滨 292 元/㎡, 攀枝花 1.58 万元/户, 南寨 805 元/㎡ (domain.md 2.2): beyond these a unit was probably mistaken.
COST_PER_SQM = (Decimal(20), Decimal(3_000))
SQM_PER_HOUSEHOLD = (Decimal(20), Decimal(400))

LedgerCheck = Callable[[PlanLedger], Iterator[Problem]]


def all_checks(rows: Sequence[LedgerRow], context: Context) -> Iterator[Problem]:
    """Every check over one reading of the ledger."""
    ledger = PlanLedger.read(rows, context)
    for check in CHECKS:
        yield from check(ledger)


def street_is_in_the_programme(ledger: PlanLedger) -> Iterator[Problem]:
    """The street exists and lies in the programme's division, and so in the territory of whoever imports."""
    for line in ledger.lines:
        if line.street is None:
            sentence = (
                f"{ledger.programme.division}没有这个街道，请填写全称，如“南桥街道”；其他区县的小区不能列入本计划。"
            )
            yield line.row.problem("street", line.unclear or sentence)


def compound_stands_once(ledger: PlanLedger) -> Iterator[Problem]:
    """The same compound twice in one file, also under two spellings or under its old and its new name."""
    first: dict[object, Line] = {}
    for line in ledger.lines:
        who = line.compound.pk if line.compound else (line.street, name_key(line.name))
        if line.street and (before := first.setdefault(who, line)) is not line:
            where = f"{before.row.sheet}第{before.row.number}行“{before.name}”"
            yield line.row.problem("name", f"与{where}是同一小区，请删去一行，或把两行合并。")


def compound_is_clear(ledger: PlanLedger) -> Iterator[Problem]:
    for line in ledger.lines:
        if len(line.meant) > 1:
            names = "、".join(f"“{compound}”" for compound in line.meant)
            sentence = f"可能是已有的{names}中的一个，分不清。请改为与系统一致的名称，或先处理疑似重复。"
            yield line.row.problem("name", sentence)


def compound_is_not_listed_elsewhere(ledger: PlanLedger) -> Iterator[Problem]:
    """杜绝重复申报: in another programme only with a reason in 再次纳入理由 (F14)."""
    known = [line for line in ledger.lines if line.compound]
    listings = listings_of([line.compound.pk for line in known], apart_from=ledger.programme.pk)
    for line in known:
        try:
            policies.check_not_repeated(
                name=line.name,
                year=ledger.programme.year,
                listings=listings.get(line.compound.pk, []),
                buildings=_buildings_of(line),
                justification=_justification(line),
            )
        except policies.AlreadyListed as refusal:
            yield line.row.problem("name", str(refusal))


def compound_is_not_another_spelling(ledger: PlanLedger) -> Iterator[Problem]:
    """A warning for a compound that looks like another one on file, with the reason."""
    among = Compound.objects.within(ledger.programme.prefix)
    lines = {index: line for index, line in enumerate(ledger.lines) if line.street and not line.meant}
    rows = [_place(index, line) for index, line in lines.items()]
    alike = near(rows, among=among) if rows else []
    listings = listings_of([pair.other.ref for pair in alike], apart_from=ledger.programme.pk)
    for pair in alike:
        listed = f"，后者已列入{listings[pair.other.ref][0]}" if listings.get(pair.other.ref) else ""
        sentence = (
            f"疑似与已有小区“{pair.other.name}”是同一小区（{pair.reason}）{listed}。"
            "导入后会新建小区；如是同一小区，请改为原名称。"
        )
        yield lines[pair.one.ref].row.problem("name", sentence, Severity.WARNING)


def categories_are_known(ledger: PlanLedger) -> Iterator[Problem]:
    for line in ledger.lines:
        try:
            categories.read(line.row.values.get("categories") or "")
        except DomainError as refusal:
            yield line.row.problem("categories", str(refusal))


def batch_exists(ledger: PlanLedger) -> Iterator[Problem]:
    for line in ledger.lines:
        text = line.row.values.get("batch")
        if text and ledger.batch_named(text) is None:
            yield line.row.problem("batch", f"本计划没有批次“{text}”。请先在计划的“批次”页新建，或改正名称。")


def figures_are_plausible(ledger: PlanLedger) -> Iterator[Problem]:
    """Figures that hint at a mistaken unit, 元 for 万元 or ㎡ for 万㎡: a warning, since there are odd compounds."""
    for line in ledger.lines:
        area, money, households = (line.row.values.get(key) for key in ("floor_area", "investment", "households"))
        if area and money and not COST_PER_SQM[0] <= money / area <= COST_PER_SQM[1]:
            sentence = f"每平方米投资 {money / area:,.2f} 元，请核对计划投资和建筑面积的单位。"
            yield line.row.problem("investment", sentence, Severity.WARNING)
        if area and households and not SQM_PER_HOUSEHOLD[0] <= area / households <= SQM_PER_HOUSEHOLD[1]:
            sentence = f"户均建筑面积 {area / households:,.2f} ㎡，请核对建筑面积的单位和户数。"
            yield line.row.problem("floor_area", sentence, Severity.WARNING)


def compound_facts_agree(ledger: PlanLedger) -> Iterator[Problem]:
    """坐落 and 建成年份 belong to the compound: the plan does not change them, and says so where it differs."""
    for line in ledger.lines:
        for key, title in (("address", "坐落"), ("built_year", "建成年份")):
            here, there = line.row.values.get(key), getattr(line.compound, key, None)
            if here and there and here != there:
                sentence = f"小区台账中{title}为“{there}”，本表不改小区台账；需要更正时请到小区页修改。"
                yield line.row.problem(key, sentence, Severity.WARNING)


CHECKS: tuple[LedgerCheck, ...] = (
    street_is_in_the_programme,
    compound_stands_once,
    compound_is_clear,
    compound_is_not_listed_elsewhere,
    compound_is_not_another_spelling,
    categories_are_known,
    batch_exists,
    figures_are_plausible,
    compound_facts_agree,
)


def _place(index: int, line: Line) -> Place:
    district = line.street[: Level.COUNTY]
    return Place(ref=index, district=district, name=line.name, address=line.row.values.get("address") or "")


def _justification(line: Line) -> str:
    """What the file says, else what is already on file."""
    return line.row.values.get("justification") or (line.entry.justification if line.entry else "")


def _buildings_of(line: Line) -> list[str]:
    return [building.name for building in line.entry.only_buildings.all()] if line.entry else []

"""What is asked of a ledger 小区基本信息台账 before it may be applied: one reading, then one function per question."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from communities.duplicates import Place
from communities.imports.reading import Line, lines_of
from communities.models import Compound
from communities.naming import name_key
from communities.selectors.duplicates import near
from communities.services.surveys import refusals_of
from core.imports.layout import Context, LedgerRow, Problem, Severity
from divisions.models import Level

# 卫滨's 27 compounds have 89 ㎡ a household (W二); far beyond, an area is in 万㎡ or a count is wrong.
SQM_PER_HOUSEHOLD = (Decimal(20), Decimal(400))
HOUSEHOLDS_PER_BUILDING = 400
BATCH = 4_000  # rows compared with the register at once; SQLite takes no more names in one query

LineCheck = Callable[[Sequence[Line], Context], Iterator[Problem]]


def all_checks(rows: Sequence[LedgerRow], context: Context) -> Iterator[Problem]:
    """Every check over one reading of the ledger."""
    placed = [row for row in rows if row.values.get("name") and row.values.get("street")]
    read: list[Line] = []
    for start in range(0, len(placed), BATCH):
        lines = lines_of(placed[start : start + BATCH], context)
        read += lines
        for check in CHECKS:
            yield from check(lines, context)
    yield from compound_stands_once(read)


def place_is_known(lines: Sequence[Line], context: Context) -> Iterator[Problem]:
    """The street exists and lies in the territory of whoever imports; an unknown community is pointed out."""
    sentence = "没有找到这个街道，或它不在您的管辖范围内。请填写全称，如“南桥街道”。"
    for line in lines:
        if line.division_id is None:
            yield line.row.problem("street", line.unclear or sentence)
        elif line.community_unknown:
            text = "该街道下没有登记这个社区，小区将记在街道名下。如需登记社区，请联系系统管理员。"
            yield line.row.problem("community", text, Severity.WARNING)


def compound_is_clear(lines: Sequence[Line], context: Context) -> Iterator[Problem]:
    for line in lines:
        if len(line.meant) > 1:
            names = "、".join(f"“{compound}”" for compound in line.meant)
            yield line.row.problem(
                "name", f"可能是已有的{names}中的一个，分不清。请改为与系统一致的名称，或先处理疑似重复。"
            )


def compound_is_not_another_spelling(lines: Sequence[Line], context: Context) -> Iterator[Problem]:
    """A warning, with the reason, where a new name looks like a compound on file."""
    new = {index: line for index, line in enumerate(lines) if line.division_id and not line.meant}
    if not new:
        return
    for pair in near([_place(*item) for item in new.items()], among=Compound.objects.for_user(context.by)):
        alike = f"疑似与已有小区“{pair.other.name}”是同一小区（{pair.reason}）。"
        sentence = f"{alike}导入后会新建小区；如是同一小区，请改为原名称。"
        yield new[pair.one.ref].row.problem("name", sentence, Severity.WARNING)


def compound_keeps_its_name(lines: Sequence[Line], context: Context) -> Iterator[Problem]:
    """Recognised under another spelling or an old name: said, so that nobody wonders where the row went."""
    for line in lines:
        if line.compound and line.compound.name != line.name:
            sentence = f"已识别为现有小区“{line.compound}”，名称不改。需要更名时请到小区页修改。"
            yield line.row.problem("name", sentence, Severity.WARNING)


def figures_are_plausible(lines: Sequence[Line], context: Context) -> Iterator[Problem]:
    for line in lines:
        facts = line.facts
        area, households, buildings = (facts.get(key) for key in ("floor_area", "households", "buildings_count"))
        if facts.get("built_year", 0) > context.today.year:
            yield line.row.problem("built_year", f"建成年份在今年（{context.today.year} 年）之后，请核对。")
        if buildings and households and buildings > households:
            yield line.row.problem("buildings_count", f"楼栋数 {buildings} 多于居民户数 {households}，请核对是否填反。")
        elif buildings and households and households > buildings * HOUSEHOLDS_PER_BUILDING:
            sentence = f"平均每栋 {households // buildings} 户，请核对楼栋数和户数。"
            yield line.row.problem("households", sentence, Severity.WARNING)
        if area and households and not SQM_PER_HOUSEHOLD[0] <= area / households <= SQM_PER_HOUSEHOLD[1]:
            sentence = f"户均建筑面积 {area / households:,.2f} ㎡，请核对建筑面积的单位和户数。"
            yield line.row.problem("floor_area", sentence, Severity.WARNING)


def survey_is_possible(lines: Sequence[Line], context: Context) -> Iterator[Problem]:
    for line in lines:
        if line.findings:
            for key, sentence in refusals_of(line.findings, today=context.today):
                yield line.row.problem(key, sentence)


def compound_stands_once(lines: Sequence[Line]) -> Iterator[Problem]:
    """The same compound twice in one file, also under two spellings or under its old and its new name."""
    first: dict[object, Line] = {}
    for line in lines:
        who = line.compound.pk if line.compound else ((line.division_id or "")[: Level.STREET], name_key(line.name))
        before = first.setdefault(who, line)
        if line.division_id and before is not line:
            where = f"{before.row.sheet}第{before.row.number}行“{before.name}”"
            yield line.row.problem("name", f"与{where}是同一小区，请删去一行，或把两行合并。")


CHECKS: tuple[LineCheck, ...] = (
    place_is_known,
    compound_is_clear,
    compound_is_not_another_spelling,
    compound_keeps_its_name,
    figures_are_plausible,
    survey_is_possible,
)


def _place(index: int, line: Line) -> Place:
    return Place(
        ref=index,
        district=(line.division_id or "")[: Level.COUNTY],
        name=line.name,
        former_names=line.former_names,
        address=line.row.values.get("address") or "",
    )

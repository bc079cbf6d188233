"""卫滨's money: the programme of 2023 as it was spent, and this year's around today. Amounts and numbers say 示例."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.units import rounded
from divisions.models import Division
from funding.choices import ContractKind, GivenAs, Recipients, RequestKind, ShareMethod, Use
from funding.demo import past
from funding.demo.acts import Treasury, yuan
from funding.demo.past import Spent
from funding.models import Allotment, ContractPart, WeightTable
from funding.services import contributions, shares, simulations
from projects.choices import Source
from projects.demo.cast import Company
from projects.models import Programme, Project

NANQIAO = "410703008000"
CODED: dict[str, Any] = {"budget_code": "2210108"}  # 老旧小区改造
OF_2023 = (  # together the 8,529.62 万元 of the plan
    ("示例财预〔2023〕15号", Source.CENTRAL_SUBSIDY, "4620.62", "2210108"),
    ("示例发改投资〔2023〕31号", Source.CENTRAL_BUDGET, "2210", "2210108"),
    ("示例财综〔2023〕9号", Source.PROVINCE, "849", "2210108"),
    ("示例区财〔2023〕7号", Source.DISTRICT, "850", ""),
)
SPENT_2023 = Spent(allotted_on=date(2023, 4, 3), signed_on=date(2023, 4, 20), paid_on=date(2023, 12, 15), behind=2)
BUILT = (0, 1, 2, 3, 6)  # of this year's projects those under construction: they have contracts


def load(company: Company, *, today: date) -> None:
    treasury = Treasury(company, today)
    _of_2023(treasury)
    year = Programme.objects.get(division=company.division, year=today.year)
    projects = list(Project.objects.filter(programme=year).select_related("division", "implementer").order_by("number"))
    _this_year(treasury, projects)


def _of_2023(treasury: Treasury) -> None:
    programme = Programme.objects.get(division=treasury.company.division, year=2023)
    projects = Project.objects.filter(programme=programme).prefetch_related("sites").order_by("number")
    roots = [
        treasury.document(number, source, wan, date(2023, 3, 10), budget_code=code, remarks="示例")
        for number, source, wan, code in OF_2023
    ]
    past.spend(
        projects=list(projects),
        roots=roots,
        went=SPENT_2023,
        drawer=treasury.company.office,
        by=treasury.finance,
        today=treasury.today,
    )


def _this_year(treasury: Treasury, projects: list[Project]) -> None:
    """Money reaches six of eight projects; of an older document some is left past its day."""
    ago, built = _ago(treasury.today), [projects[place] for place in BUILT]
    central = treasury.document("示例财预〔2026〕12号", Source.CENTRAL_SUBSIDY, 900, ago(230), use_by=ago(-35), **CODED)
    budget = treasury.document(
        "示例发改投资〔2026〕8号", Source.CENTRAL_BUDGET, 560, ago(210), use_by=ago(-300), **CODED
    )
    province = treasury.document("示例财综〔2026〕5号", Source.PROVINCE, 180, ago(190), **CODED)
    district = treasury.document("示例区财〔2026〕3号", Source.DISTRICT, "66.80", ago(180))
    treasury.document(
        "示例财预〔2025〕40号", Source.CENTRAL_SUBSIDY, "82.50", ago(520), use_by=ago(20), remarks="示例：上年结转"
    )
    for project in projects[:7]:
        is_waiting = project == projects[5]
        treasury.budget(project, _of(project, "1.06"), None if is_waiting else _of(project, "0.98"), ago(155))
    of_central = treasury.allot(central, {project: _of(project, "0.45") for project in built}, ago(150))
    of_budget = treasury.allot(budget, {project: _of(project, "0.30") for project in built}, ago(148))
    street = Division.objects.get(pk=NANQIAO)
    passed = treasury.allot(province, {street: 120}, ago(146))
    of_province = treasury.allot(passed[street], {project: _of(project, "0.06") for project in built[:3]}, ago(144))
    treasury.take_back(of_central[built[3]], 15, ago(60), "示例：招标后价款减少，收回结余")
    parts = _contracts(treasury, built, ago)
    _requests(treasury, parts, of_central, of_budget, of_province, ago)
    _given(treasury, built[0], ago)
    _lift_shared(treasury, built[0], ago(100))
    _simulated(treasury, district, built[0].programme)


def _of(project: Project, share: str) -> str:
    """A share of the project's planned investment, 万元."""
    return str(rounded(project.investment * Decimal(share) / 10_000))


def _contracts(treasury: Treasury, projects: list[Project], ago) -> list[ContractPart]:
    """The first project has three; the second's changes took it above its budget."""
    rates: dict[str, Any] = {"advance_rate": Decimal(20), "progress_rate": Decimal(80), "retention_rate": Decimal(3)}
    parts = [treasury.contract(project, _of(project, "0.90"), ago(130), **rates) for project in projects]
    for kind, share in ((ContractKind.DESIGN, "0.03"), (ContractKind.SUPERVISION, "0.02")):
        treasury.contract(projects[0], _of(projects[0], share), ago(140), kind=kind, progress_rate=Decimal(80))
    treasury.vary(parts[1], _of(projects[1], "0.12"), ago(70), "示例：增加雨污分流管道 320 米")
    for part in parts:
        part.refresh_from_db()
    return parts


def _requests(
    treasury: Treasury,
    parts: list[ContractPart],
    central: dict[Project, Allotment],
    budget: dict[Project, Allotment],
    province: dict[Project, Allotment],
    ago,
) -> None:
    """One in every state: paid, reversed, approved, submitted, returned, being drawn up."""
    first, second, third, fourth, fifth = parts
    pots = {part: central[part.project] for part in parts}

    def asks(part: ContractPart, share: str, done: str = "", physical: int = 0) -> dict[str, Any]:
        """So much of the planned investment, at so much work done, and its progress in per cent."""
        facts: dict[str, Any] = {"done": _of(part.project, done), "physical": Decimal(physical)} if done else {}
        return {"wan": _of(part.project, share)} | facts

    infrastructure = {"use": Use.INFRASTRUCTURE}
    treasury.paid(first, pots[first], **asks(first, "0.15"), kind=RequestKind.ADVANCE, on=ago(125))
    treasury.paid(first, pots[first], **asks(first, "0.20", "0.50", 52), on=ago(80))
    treasury.paid(first, budget[first.project], **asks(first, "0.12", "0.62", 66), on=ago(40), **infrastructure)
    treasury.submitted(first, province[first.project], **asks(first, "0.05", "0.72", 78), on=ago(2))
    treasury.paid(second, pots[second], **asks(second, "0.40", "0.55", 28), on=ago(55))
    treasury.asked(second, budget[second.project], **asks(second, "0.08", "0.65", 34), **infrastructure)
    wrong = treasury.paid(third, pots[third], **asks(third, "0.28", "0.36", 40), on=ago(50))
    treasury.reversed(wrong, ago(48), "示例：收款账户填错，银行退回")
    treasury.paid(third, pots[third], **asks(third, "0.28", "0.36", 40), on=ago(45))
    treasury.approved(fourth, pots[fourth], **asks(fourth, "0.18", "0.30", 35), on=ago(3))
    reason = "示例：缺监理签认的工程量清单，请补充后重新提交。"
    treasury.returned(fifth, pots[fifth], **asks(fifth, "0.15", "0.25", 20), reason=reason, on=ago(6))


def _given(treasury: Treasury, project: Project, ago) -> None:
    """What others bring to the first project: money, goods and work."""
    drawer = treasury.drawer(project)
    promised = (
        (Source.UTILITIES, GivenAs.MONEY, "示例供水有限公司", "18", "示例出资协议", "12"),
        (Source.ORIGINAL_OWNERS, GivenAs.GOODS, "示例纺织厂", "3.20", "示例捐物清单", "3.20"),
        (Source.RESIDENTS, GivenAs.WORK, "1号楼居民", "0.60", "示例居民会议记录", "0.40"),
    )
    for source, given_as, giver, wan, basis, received in promised:
        row = contributions.promise(
            project=project,
            source=source,
            given_as=given_as,
            giver=giver,
            promised=yuan(wan),
            basis=basis,
            by=drawer,
        )
        contributions.receive(
            contribution=row,
            amount=yuan(received),
            on=ago(90),
            number="示例-001",
            note="",
            **treasury.entering(drawer),
        )


def _lift_shared(treasury: Treasury, project: Project, on: date) -> None:
    """The lifts of its first building, paid by floor: nothing below the third, a fifth more on every floor above."""
    site = project.sites.get()
    groups = [
        shares.Group(households=6, floor=floor, coefficient=Decimal(0) if floor < 3 else 1 + Decimal(floor - 3) / 5)
        for floor in range(1, 7)
    ]
    shares.draw_up(
        site=site,
        title="加装电梯",
        method=ShareMethod.BY_FLOOR,
        total=yuan("9.60"),
        document="示例居民会议决议",
        decided_on=on,
        groups=groups,
        by=treasury.drawer(project),
        today=treasury.today,
    )


def _simulated(treasury: Treasury, root: Allotment, programme: Programme) -> None:
    """The district's own money is not decided on yet: two formulas lie side by side."""
    tables = WeightTable.objects.for_user(treasury.finance).filter(document__startswith="财综").order_by("since")
    for weights in {bool(each.performance): each for each in tables}.values():
        simulations.create(
            allotment=root,
            name="含绩效因素" if weights.performance else "不含绩效因素",
            recipients=Recipients.PROJECTS,
            programme=programme,
            weights=weights,
            amount=root.left,
            by=treasury.finance,
            today=treasury.today,
        )


def _ago(today: date):
    return lambda days: today - timedelta(days=days)

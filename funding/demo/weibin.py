"""卫滨's money: the programme of 2023 as it was spent, and this year's around today. Amounts and numbers say 示例."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

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
BUDGETS = ((330, 312), (298, 285), (320, 301), (305, 296), (288, 270), (410, 395), (260, None))  # 万元: sent, approved


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
    ago = _ago(treasury.today)
    central = treasury.document("示例财预〔2026〕12号", Source.CENTRAL_SUBSIDY, 900, ago(230), use_by=ago(-35), **CODED)
    budget = treasury.document(
        "示例发改投资〔2026〕8号", Source.CENTRAL_BUDGET, 560, ago(210), use_by=ago(-300), **CODED
    )
    province = treasury.document("示例财综〔2026〕5号", Source.PROVINCE, 180, ago(190), **CODED)
    district = treasury.document("示例区财〔2026〕3号", Source.DISTRICT, "66.80", ago(180))
    treasury.document(
        "示例财预〔2025〕40号", Source.CENTRAL_SUBSIDY, "82.50", ago(520), use_by=ago(20), remarks="示例：上年结转"
    )
    for place, (submitted, approved) in enumerate(BUDGETS):
        treasury.budget(projects[place], submitted, approved, ago(150))
    of_central = treasury.allot(central, dict(zip(projects[:5], (230, 200, 150, 140, 110), strict=True)), ago(170))
    of_budget = treasury.allot(budget, dict(zip(projects[:4], (80, 110, 120, 120), strict=True)), ago(165))
    street = Division.objects.get(pk=NANQIAO)
    passed = treasury.allot(province, {street: 120}, ago(160))
    of_province = treasury.allot(passed[street], {projects[0]: 45, projects[4]: 40}, ago(158))
    treasury.take_back(of_central[projects[3]], 15, ago(60), "示例：招标后价款减少，收回结余")
    parts = _contracts(treasury, projects, ago)
    _requests(treasury, parts, of_central, of_budget, of_province, ago)
    _given(treasury, projects[0], ago)
    _lift_shared(treasury, projects[0], ago(100))
    _simulated(treasury, district, projects[0].programme)


def _contracts(treasury: Treasury, projects: list[Project], ago) -> list[ContractPart]:
    """The first project has three; the second's changes took it above its budget."""
    rates: dict[str, Any] = {"advance_rate": Decimal(20), "progress_rate": Decimal(80), "retention_rate": Decimal(3)}
    sums = (270, 262, 280, 255, 240)
    parts = [treasury.contract(project, wan, ago(130), **rates) for project, wan in zip(projects, sums, strict=False)]
    for kind, wan in ((ContractKind.DESIGN, "9.80"), (ContractKind.SUPERVISION, "6.20")):
        treasury.contract(projects[0], wan, ago(140), kind=kind, progress_rate=Decimal(80))
    treasury.vary(parts[1], "27.60", ago(70), "示例：增加雨污分流管道 320 米")
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
    infrastructure = {"use": Use.INFRASTRUCTURE}
    treasury.paid(first, pots[first], 50, kind=RequestKind.ADVANCE, on=ago(125))
    treasury.paid(first, pots[first], 60, done=150, physical=Decimal(52), on=ago(80))
    treasury.paid(first, budget[first.project], 40, done=200, physical=Decimal(70), on=ago(40), **infrastructure)
    treasury.submitted(first, province[first.project], 20, done=225, physical=Decimal(80))
    treasury.paid(second, pots[second], 120, done=160, physical=Decimal(28), on=ago(55))
    treasury.asked(second, budget[second.project], 30, done=170, physical=Decimal(31), **infrastructure)
    wrong = treasury.paid(third, pots[third], "64.80", done=110, physical=Decimal(40), on=ago(50))
    treasury.reversed(wrong, ago(48), "示例：收款账户填错，银行退回")
    treasury.paid(third, pots[third], "64.80", done=110, physical=Decimal(40), on=ago(45))
    treasury.approved(fourth, pots[fourth], 42, done=90, physical=Decimal(35), on=ago(3))
    reason = "示例：缺监理签认的工程量清单，请补充后重新提交。"
    treasury.returned(fifth, pots[fifth], 36, done=70, physical=Decimal(30), reason=reason, on=ago(6))


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
        )


def _ago(today: date):
    return lambda days: today - timedelta(days=days)

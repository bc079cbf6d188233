"""湛河's two subsidies (Z五) on three invented compounds of 马庄: what the street bore, and the property fee after."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from communities.models import Compound
from divisions.models import Division
from funding.choices import RequestKind, Use
from funding.demo.acts import Treasury, yuan
from funding.services import contracts, rewards, subsidies
from projects.choices import Source
from projects.demo import past, renewal
from projects.demo.cast import DOCUMENT, Company
from projects.demo.past import Course
from projects.models import Programme, ProgrammeEntry, Project
from projects.services import entries, programmes

MAZHUANG = "410411001000"
HANDED_OVER = Course(4, begun=True)  # accepted, and being handed to the property company
PLANNED = (180, 150, 160)  # 万元
BUDGETS = ((182, 176), (150, 147), (164, 158))  # 万元: sent, approved
PAID = (  # 万元: by central money, by the province, by the street, of that beyond the scheme
    ("82", "20", "56.40", "3.40"),
    ("70", "15", "52", "0"),
    ("76", "18", "49.20", "1.20"),
)


def load(company: Company, *, today: date) -> None:
    year = today.year - 1
    treasury = Treasury(company, today)
    programme = _programme(company, year)
    made = renewal.drawn_up(programme, renewal.entries_of(programme), company, on=date(year, 3, 1))
    renewal.planned(made, programme, company, on=date(year, 3, 1))
    projects = list(Project.objects.filter(programme=programme).select_related("division", "implementer"))
    _spent(treasury, projects, year)
    past.enter(projects, {each.pk: HANDED_OVER for each in projects}, by=company.office, today=today)
    street = Division.objects.get(pk=MAZHUANG)
    as_at = date(year, 12, 31)
    reward = rewards.draw_up(division=street, year=year, as_at=as_at, by=treasury.finance, today=today)
    decided_on = as_at + timedelta(days=20)
    if decided_on <= today:
        document = f"示例区财〔{year + 1}〕6号"
        rewards.decide(reward=reward, document=document, on=decided_on, by=treasury.finance, today=today)
    if today >= date(year + 1, 1, 20):
        _property_fee(treasury, programme, year)


def _programme(company: Company, year: int) -> Programme:
    programme = programmes.create(
        division=company.division,
        year=year,
        title=f"{year}年湛河区老旧小区改造提质计划（示例）",
        document=f"示例〔{year}〕2号",
        targets={MAZHUANG: {"compounds": len(PLANNED)}},
        by=company.office,
    )
    found = Compound.objects.in_division(MAZHUANG).filter(name__startswith="湛河示例").order_by("pk")[: len(PLANNED)]
    listed = [
        ProgrammeEntry(
            compound=compound,
            number=number,
            buildings=compound.buildings_count,
            households=compound.households,
            floor_area=compound.floor_area,
            investment=yuan(planned),
            categories="basic,improvement",
        )
        for number, (compound, planned) in enumerate(zip(found, PLANNED, strict=True), start=1)
    ]
    entries.create_many(programme=programme, entries=listed, by=company.office, reason=DOCUMENT)
    programmes.issue(programme=programme, by=company.office)
    return programme


def _spent(treasury: Treasury, projects: list[Project], year: int) -> None:
    """Central and provincial money first; what remains is the street's own."""
    street = Division.objects.get(pk=MAZHUANG)
    central = treasury.document(f"示例豫财综〔{year}〕18号", Source.CENTRAL_SUBSIDY, 240, date(year, 3, 15))
    province = treasury.document(f"示例豫财综〔{year}〕27号", Source.PROVINCE, 60, date(year, 4, 1))
    own = treasury.document(f"示例街道自筹〔{year}〕1号", Source.STREET, 170, date(year, 4, 10), division=street)
    columns = list(zip(*PAID, strict=True))
    given = [
        treasury.allot(root, dict(zip(projects, sums, strict=True)), date(year, 4, 20))
        for root, sums in zip((central, province, own), columns[:3], strict=True)
    ]
    for project, (sent, approved), sums in zip(projects, BUDGETS, PAID, strict=True):
        treasury.budget(project, sent, approved, date(year, 4, 25))
        total = sum((Decimal(each) for each in sums[:3]), Decimal(0))
        part = treasury.contract(project, str(total), date(year, 5, 10), retention_rate=Decimal(0))
        contracts.settle(
            part=part,
            amount=total * 10_000,
            on=date(year, 11, 20),
            document="示例结算审核报告",
            key=uuid4(),
            by=treasury.drawer(project),
            today=treasury.today,
        )
        part.refresh_from_db()
        _pay(treasury, part, [pots[project] for pots in given], sums, year)


def _pay(treasury: Treasury, part, pots: list, sums: tuple[str, ...], year: int) -> None:
    *parts, beyond = sums
    for number, (pot, wan) in enumerate(zip(pots, parts, strict=True), start=1):
        treasury.paid(
            part,
            pot,
            wan,
            kind=RequestKind.SETTLEMENT,
            use=Use.INFRASTRUCTURE,
            physical=Decimal(100),
            out_of_scope=Decimal(beyond) * 10_000 if number == len(pots) else Decimal(0),
            on=date(year, 12, number),
        )


def _property_fee(treasury: Treasury, programme: Programme, year: int) -> None:
    """Two compounds have a property company since the new year; the first year of one is paid."""
    root = treasury.document(f"示例区财〔{year + 1}〕2号", Source.DISTRICT, 40, date(year + 1, 1, 8))
    sites = [project.sites.get() for project in programme.projects.order_by("number")[:2]]
    made = [
        subsidies.create(
            site=site,
            company="示例物业服务有限公司",
            floor_area=site.floor_area,
            rate=Decimal("0.30"),
            first_month=date(year + 1, 1, 1),
            months=36,
            document=f"示例区财〔{year + 1}〕2号",
            by=treasury.finance,
        )
        for site in sites
    ]
    subsidies.pay(
        instalment=made[0].instalments.order_by("year").first(),
        allotment=root,
        voucher="示例-物业-001",
        on=date(year + 1, 1, 20),
        key=uuid4(),
        by=treasury.finance,
        today=treasury.today,
    )

"""卫滨区 as its plan of 2023 has it: compounds of two streets, and a programme drawn up by the office."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, User
from communities.models import Building, Compound
from projects.models import Programme, ProgrammeEntry, Project, ProjectSite, Scheme, SchemeItem, WorkItem
from projects.services import entries, programmes, scheme_items, schemes

NANQIAO, JIANKANG = "410703008000", "410703004000"


@pytest.fixture
def compound(divisions):
    """Make a compound: compound("中州小区", "南桥街道")."""

    def make(name: str, street: str = "南桥街道", *, buildings: tuple[str, ...] = (), **facts) -> Compound:
        made = Compound.objects.create(name=name, division=divisions[street], name_key=name, **facts)
        Building.objects.bulk_create(Building(compound=made, division=made.division, name=b) for b in buildings)
        return made

    return make


@pytest.fixture
def programme(divisions, office) -> Programme:
    """卫滨区 2023, being drawn up, with targets for two streets."""
    return programmes.create(
        division=divisions["卫滨区"],
        year=2023,
        title="2023年卫滨区老旧小区改造计划",
        targets={
            NANQIAO: {"compounds": 2, "households": 197, "investment": Decimal("5033800")},
            JIANKANG: {"compounds": 1, "households": 103, "investment": Decimal("2590800")},
        },
        by=office,
    )


@pytest.fixture
def listed(programme, compound, office) -> dict[str, ProgrammeEntry]:
    """Three compounds listed exactly as the targets say, by name."""
    rows = [
        ("中州小区", "南桥街道", 3, 76, "1887700"),
        ("新运23号院", "南桥街道", 3, 121, "3146100"),
        ("健康路195号院", "健康路街道", 4, 103, "2590800"),
    ]
    return {
        name: entries.add(
            programme=programme,
            compound=compound(name, street),
            buildings=buildings,
            households=households,
            investment=Decimal(investment),
            categories="basic,improvement",
            by=office,
        )
        for name, street, buildings, households, investment in rows
    }


@pytest.fixture
def street_office(clerk) -> Organisation:
    """南桥街道办事处."""
    return clerk.organisation


@pytest.fixture
def project(listed, street_office, office) -> Project:
    """中州小区 as a project of one site, implemented by its street."""
    return a_project(listed["中州小区"], implementer=street_office, by=office)


def a_project(entry: ProgrammeEntry, *, implementer: Organisation, by: User) -> Project:
    """A project of one site as the programme lists it, planned and without phases."""
    made = Project.objects.create(
        programme=entry.programme,
        division=entry.division,
        number=f"2023-410703-{entry.pk:03}",
        name=f"{entry.compound}改造项目",
        investment=entry.investment,
        implementer=implementer,
        status_since=date(2023, 3, 1),
        created_by=by,
    )
    ProjectSite.objects.create(
        project=made,
        compound=entry.compound,
        entry=entry,
        division=entry.division,
        buildings=entry.buildings,
        households=entry.households,
        floor_area=entry.floor_area,
        investment=entry.investment,
    )
    return made


@pytest.fixture
def counted():
    """The queries asked inside: with counted() as asked: …; len(asked)."""
    return lambda: CaptureQueriesContext(connection)


@pytest.fixture
def items(divisions) -> dict[str, WorkItem]:
    """Three items of the district's catalogue, one of each category, and one that is retired, by name."""
    rows = [
        ("J01", "外墙", "basic", "㎡", None),
        ("W01", "围墙", "improvement", "m", None),
        ("T01", "养老设施", "upgrade", "处", None),
        ("J99", "旧管道", "basic", "m", date(2022, 1, 1)),
    ]
    made = [
        WorkItem(division=divisions["卫滨区"], code=code, name=name, category=kind, unit=unit, retired_on=retired)
        for code, name, kind, unit, retired in rows
    ]
    return {item.name: item for item in WorkItem.objects.bulk_create(made)}


@pytest.fixture
def scheme(project, clerk) -> Scheme:
    """The first version of 中州小区's scheme, still empty, drawn up by the clerk of its street."""
    return schemes.start(project=project, by=clerk)


@pytest.fixture
def line(items, clerk):
    """Add a line to a scheme: line(scheme, "外墙", 100, "85.50")."""

    def make(scheme: Scheme, item: str, quantity, price=None, *, site=None, by: User = clerk, **facts) -> SchemeItem:
        return scheme_items.add(
            scheme=scheme,
            site=site or scheme.project.sites.first(),
            item=items[item],
            quantity=Decimal(quantity),
            unit_price=None if price is None else Decimal(price),
            by=by,
            **facts,
        )

    return make


@pytest.fixture
def approved(scheme, line, clerk, office) -> Scheme:
    """The first version in force since 2023-03-20: 外墙 100 ㎡ × 85.50 and 围墙 12.5 m × 300, paid by the district."""
    line(scheme, "外墙", 100, "85.50")
    line(scheme, "围墙", "12.5", "300")
    schemes.set_funds(scheme=scheme, version=1, funds={"district": Decimal("12300.00")}, by=clerk)
    schemes.submit(scheme=scheme, by=clerk, now=datetime(2023, 3, 15, tzinfo=UTC))
    day = date(2023, 3, 20)
    return schemes.approve(scheme=scheme, document="卫旧改办〔2023〕1号", on=day, by=office, today=day)

"""卫滨区 2023: the targets as the document gives them, and the district's own workbook imported unedited.

The names are the plan's; the figures of single compounds are invented and say 示例.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from accounts.permissions import Role
from communities.choices import Condition, Facility
from communities.models import Compound
from communities.services import buildings, compounds, surveys
from communities.services.surveys import Findings
from core.imports.applying import apply
from core.imports.previewing import preview
from core.imports.receiving import receive
from projects.demo.cast import Company
from projects.imports.plan import LAYOUT
from projects.models import Programme
from projects.services import programmes

WORKBOOK = Path(__file__).with_name("weibin-2023-plan.xlsx")
MEASURES = ("compounds", "buildings", "households", "floor_area", "investment")
TARGETS = {  # 卫政办〔2023〕2号 二: compounds, buildings, households, 万㎡, 万元
    "410703000000": (27, 87, 3279, "29.19", "8529.62"),
    "410703008000": (12, 33, 1403, "11.9", "3649.4"),
    "410703004000": (6, 25, 930, "6.5", "2418"),
    "410703001000": (3, 11, 331, "3.39", "862.43"),
    "410703007000": (3, 5, 158, "1.64", "411.59"),
    "410703002000": (3, 13, 457, "5.76", "1188.2"),
}


def targets() -> dict[str, dict]:
    """As the database keeps them, in ㎡ and 元."""
    return {
        code: dict(zip(MEASURES, (*counts, Decimal(wan_sqm) * 10_000, Decimal(wan_yuan) * 10_000), strict=True))
        for code, (*counts, wan_sqm, wan_yuan) in TARGETS.items()
    }


def load(company: Company, *, today: date) -> None:
    programme = programmes.create(
        division=company.division,
        year=2023,
        title="2023年卫滨区城镇老旧小区改造计划（分小区数字为示例）",
        document="卫政办〔2023〕2号",
        targets=targets(),
        by=company.office,
    )
    import_workbook(programme, company, today=today)
    programmes.issue(programme=programme, by=company.office)
    _find_communities(company)
    _survey(company, today=today)
    _build(company)


def import_workbook(programme: Programme, company: Company, *, today: date) -> None:
    """What a person does in the browser: hand over the file, look at the preview, apply it."""
    by, now = company.office, timezone.now()
    options = {"programme": programme.pk}
    source = receive(
        layout=LAYOUT,
        data=WORKBOOK.read_bytes(),
        name=WORKBOOK.name,
        by=by,
        now=now,
        options=options,
        options_text=str(programme),
    )
    preview(import_id=source.pk, by=by, today=today)
    apply(import_id=source.pk, by=by, now=now)


def _find_communities(company: Company) -> None:
    """The plan names streets alone; two of 南桥's compounds are put into the community whose worker is in the demo."""
    community = company.people[Role.COMMUNITY_WORKER].division_id
    facts, reason = {"division_id": community}, "示例：明确所属社区"
    for compound in Compound.objects.within(company.division.prefix).filter(name__in=("中州小区", "华青小区")):
        compounds.change(compound=compound, facts=facts, by=company.office, reason=reason)


def _survey(company: Company, *, today: date) -> None:
    """Street clerks' visits before the plan was drawn up; residents agree on the later management (五(三)5)."""
    visits = Compound.objects.within(company.division.prefix).order_by("pk")[:9]
    for number, compound in enumerate(visits):
        found = Findings(
            surveyed_on=date(2023, 1, 5 + number),
            facts={
                "built_year": 1984 + number,
                "households_visited": compound.households,
                "willingness": Decimal(96 - number),
                "elderly_share": Decimal(22 + number),
                "hazards_count": number % 4,
                "illegal_structures": number % 3,
                "management_agreed": True,
                "wishes": "示例：下水道经常堵塞，希望先修排水。",
            },
            facilities={
                Facility.WATER: (Condition.WORN, ""),
                Facility.DRAINAGE: (Condition.POOR, "示例：管径偏小"),
                Facility.ROAD: (Condition.POOR, ""),
                Facility.FIRE: (Condition.MISSING if number % 2 else Condition.WORN, ""),
                Facility.LIGHTING: (Condition.GOOD, ""),
            },
        )
        surveys.record(compound=compound, findings=found, by=company.office, today=today)


def _build(company: Company) -> None:
    """The three buildings of 中州小区 with their units."""
    compound = Compound.objects.within(company.division.prefix).get(name="中州小区")
    for number, households in enumerate((30, 24, 22), start=1):
        facts = {"name": f"{number}号楼", "built_year": 1984, "storeys": 6, "households": households}
        building = buildings.add(compound=compound, facts=facts, by=company.office)
        for unit in (1, 2):
            buildings.add_unit(
                building=building, facts={"name": f"{unit}单元", "households": households // 2}, by=company.office
            )

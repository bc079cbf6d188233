"""象山区 2020: 87 compounds in four batches, each with its own dates (象政〔2020〕8号 五).

Names and figures of the compounds are invented.
"""

from datetime import date

from communities.models import Compound
from communities.services import compounds
from divisions.models import Division
from projects.demo.cast import DOCUMENT, Company
from projects.demo.spread import area_of, spread
from projects.models import ProgrammeEntry
from projects.services import batches, entries, programmes
from projects.services.batches import Window

BATCHES = {"第一期": 15, "第二期": 18, "第三期": 27, "第四期": 27}
DESIGN_DUE = {"第一期": date(2020, 6, 30)}
STREETS = {"450304001000": 26, "450304002000": 24, "450304003000": 21, "450304200000": 16}
HOUSEHOLDS = 8_640


def windows(batch: str) -> list[Window]:
    """The six stages; the first batch's designs are due two months before the others'."""
    return [
        Window("项目申报及前期调查", date(2020, 1, 1), date(2020, 3, 20)),
        Window("方案设计和审查", date(2020, 3, 20), DESIGN_DUE.get(batch, date(2020, 8, 31))),
        Window("概（预）算评审", date(2020, 6, 30), date(2020, 9, 30)),
        Window("项目工程招投标", date(2020, 7, 31), date(2020, 10, 31)),
        Window("项目改造实施", date(2020, 8, 31), date(2020, 12, 31)),
        Window("项目竣工及验收", date(2020, 11, 30), date(2021, 1, 31)),
    ]


def load(company: Company) -> None:
    by = company.office
    programme = programmes.create(
        division=company.division,
        year=2020,
        title="2020年象山区老旧小区基础设施改造计划（小区为示例）",
        document="象政〔2020〕8号",
        targets={company.division.code: {"compounds": sum(BATCHES.values())}},
        by=by,
    )
    made = [
        batches.add(programme=programme, number=number, name=name, compounds=count, windows=windows(name), by=by)
        for number, (name, count) in enumerate(BATCHES.items(), start=1)
    ]
    places = [batch for batch in made for _ in range(batch.compounds)]
    listed = [
        ProgrammeEntry(
            compound=compound,
            batch=batch,
            number=number,
            buildings=compound.buildings_count,
            households=compound.households,
            floor_area=compound.floor_area,
            categories="basic",
        )
        for number, (compound, batch) in enumerate(zip(_compounds(company), places, strict=True), start=1)
    ]
    entries.create_many(programme=programme, entries=listed, by=by, reason=DOCUMENT)
    programmes.issue(programme=programme, by=by)


def _compounds(company: Company) -> list[Compound]:
    names = Division.objects.in_bulk(STREETS)
    households = iter(spread(HOUSEHOLDS, sum(STREETS.values())))
    facts = []
    for code, count in STREETS.items():
        for number in range(1, count + 1):
            living = next(households)
            facts.append(
                {
                    "division_id": code,
                    "name": f"{names[code].name.removesuffix('街道')}示例{number}号院",
                    "built_year": 1978 + number,
                    "households": living,
                    "buildings_count": max(1, living // 36),
                    "floor_area": area_of(living),
                }
            )
    # By number first, so that every batch has compounds of every street.
    facts.sort(key=lambda each: (each["built_year"], each["division_id"]))
    return compounds.create_many(facts=facts, by=company.office, reason=DOCUMENT)

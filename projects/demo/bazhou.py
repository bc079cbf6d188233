"""巴州 2020 and 2021 over its counties: 156 compounds, 1.94万户, and 192, 2.15万户 (B三).

The plan gives the totals alone; the counties' shares and all compounds are invented, and say 示例.
"""

from communities.services import compounds
from divisions.models import Division
from projects.demo.cast import DOCUMENT, Company
from projects.demo.spread import area_of, spread
from projects.models import ProgrammeEntry
from projects.services import entries, programmes

PAPER = "自治州全面推进城镇老旧小区改造工作实施方案（2021-06-18）"
TARGETS = {2020: {"compounds": 156, "households": 19_400}, 2021: {"compounds": 192, "households": 21_500}}
HOUSEHOLDS = {2020: 19_386, 2021: 21_514}  # what 1.94万户 and 2.15万户 may stand for
SHARES = {  # compounds by county in 2020 and in 2021
    "652801000000": (52, 60),
    "652822000000": (14, 18),
    "652823000000": (12, 15),
    "652824000000": (9, 11),
    "652825000000": (8, 10),
    "652826000000": (18, 24),
    "652827000000": (19, 25),
    "652828000000": (11, 14),
    "652829000000": (8, 9),
    "652871000000": (5, 6),
}


def load(company: Company) -> None:
    for position, (year, targets) in enumerate(TARGETS.items()):
        counts = {code: shares[position] for code, shares in SHARES.items()}
        households = iter(spread(HOUSEHOLDS[year], sum(counts.values())))
        for county in Division.objects.filter(pk__in=counts):
            begin = 1 + sum(SHARES[county.code][:position])
            living = [next(households) for _ in range(counts[county.code])]
            _list_county(company, county, year=year, begin=begin, living=living)
        whole = programmes.create(
            division=company.division,
            year=year,
            title=f"{year}年巴州城镇老旧小区改造计划（分县市为示例）",
            document=PAPER,
            households_in_wan=True,
            targets={company.division.code: targets},
            by=company.office,
        )
        programmes.issue(programme=whole, by=company.office)


def _list_county(company: Company, county: Division, *, year: int, begin: int, living: list[int]) -> None:
    """A county's own programme with its compounds, numbered on from the year before."""
    facts = [
        {
            "division_id": county.prefix + "099000",
            "name": f"{county}示例{number}号院",
            "built_year": 1980 + number % 20,
            "households": households,
            "buildings_count": max(1, households // 36),
            "floor_area": area_of(households),
        }
        for number, households in enumerate(living, start=begin)
    ]
    programme = programmes.create(
        division=county, year=year, title=f"{year}年{county}城镇老旧小区改造计划（示例）", by=company.office
    )
    listed = [
        ProgrammeEntry(
            compound=compound,
            number=number,
            buildings=compound.buildings_count,
            households=compound.households,
            floor_area=compound.floor_area,
            categories="basic,improvement",
        )
        for number, compound in enumerate(
            compounds.create_many(facts=facts, by=company.office, reason=DOCUMENT), start=1
        )
    ]
    entries.create_many(programme=programme, entries=listed, by=company.office, reason=DOCUMENT)

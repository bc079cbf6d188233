"""湛河区: invented compounds that show each condition of 平湛政办〔2020〕10号 二, a pool, a plan and a duplicate."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from communities.choices import Condition, Facility, Programme, Safety, Test
from communities.models import Compound
from communities.services import compounds, eligibility, plans, pool, surveys
from communities.services.surveys import Findings
from projects.demo.cast import DOCUMENT, Company
from projects.demo.spread import area_of, spread

SURVEYED_ON = date(2020, 6, 15)
POOLED_ON = date(2020, 7, 1)

# What each compound shows, and what sets it apart from one that may be renovated.
CASES: dict[str, dict[str, Any]] = {
    "示例符合条件家属院": {},
    "示例建成较晚小区": {"built_year": 2004},
    "示例郊区小区": {"near_centre": False},
    "示例设施完好小区": {"facilities": (Condition.GOOD, Condition.GOOD)},
    "示例危房家属楼": {"safety": Safety.DANGEROUS},
    "示例棚改片区": {"other_programme": Programme.SHANTYTOWN},
    "示例拆建片区": {"other_programme": Programme.DEMOLITION},
    "示例自建房片区": {"other_programme": Programme.SELF_BUILT},
    "示例城中村": {"other_programme": Programme.URBAN_VILLAGE},
    "示例三供一业家属院": {"other_programme": Programme.UTILITY_HANDOVER},
    "示例例外准予小区": {"built_year": 2001},
    "示例年份不详小区": {"built_year": None},
    "示例未鉴定小区": {"safety": Safety.UNKNOWN},
    "示例未调查小区": {"surveyed": False},
}
EXCEPTION = "示例例外准予小区"
POOL = 24  # further compounds that may be renovated and wait for their year
BUDGETS = {2021: 1_500, 2022: 1_200, 2023: 1_200, 2024: 900, 2025: 600}  # 万元, invented
ESTIMATE = 26_000  # 元 a household, as in 卫滨's plan


def load(company: Company, *, today: date) -> None:
    by = company.office
    cases = _enter(CASES.items(), company, begin=1)
    _survey(cases, company, today=today)
    waiting = _enter(((f"湛河示例{number}号院", _variety(number)) for number in range(1, POOL + 1)), company, begin=40)
    _survey(waiting, company, today=today)
    excepted = next(compound for compound, _ in cases if compound.name == EXCEPTION)
    reason = "示例：与北侧同院楼栋一并改造，经领导小组办公室研究同意。"
    eligibility.grant(compound=excepted, test=Test.BUILT_BY, reason=reason, by=by, on=POOLED_ON)
    for compound, _ in waiting:
        estimate = Decimal(compound.households * ESTIMATE)
        pool.enter(compound=compound, reason="示例：征求业主意见后申报", estimate=estimate, by=by, on=POOLED_ON)
    plan = plans.create(
        division=company.division,
        first_year=min(BUDGETS),
        budgets={year: Decimal(wan) * 10_000 for year, wan in BUDGETS.items()},
        by=by,
    )
    plans.fill(plan=plan, by=by)
    _duplicate(company)


def _variety(number: int) -> dict[str, Any]:
    return {
        "built_year": 1975 + number,
        "willingness": Decimal(99 - number),
        "elderly_share": Decimal(15 + (number * 7) % 25),
        "hazards_count": number % 5,
    }


def _enter(
    cases: Iterable[tuple[str, dict[str, Any]]], company: Company, *, begin: int
) -> list[tuple[Compound, dict[str, Any]]]:
    """The compounds with what their case says; addresses are numbered along an invented road."""
    cases = list(cases)
    living = spread(90 * len(cases), len(cases))
    facts = []
    for position, (name, case) in enumerate(cases):
        usual = {
            "division_id": f"{company.division.prefix}{1 + position % 9:03}000",
            "name": name,
            "address": f"示例路{begin + position}号",
            "built_year": 1988,
            "near_centre": True,
            "safety": Safety.SAFE,
            "other_programme": Programme.NONE,
            "households": living[position],
            "buildings_count": max(1, living[position] // 36),
            "floor_area": area_of(living[position]),
            "remarks": DOCUMENT,
        }
        facts.append(usual | {key: value for key, value in case.items() if key in usual})
    made = compounds.create_many(facts=facts, by=company.office, reason=DOCUMENT)
    return list(zip(made, (case for _, case in cases), strict=True))


def _survey(cases: list[tuple[Compound, dict[str, Any]]], company: Company, *, today: date) -> None:
    for compound, case in cases:
        if not case.get("surveyed", True):
            continue
        water, drainage = case.get("facilities", (Condition.POOR, Condition.MISSING))
        found = Findings(
            surveyed_on=SURVEYED_ON,
            facts={
                "households_visited": compound.households,
                "willingness": case.get("willingness", Decimal(93)),
                "elderly_share": case.get("elderly_share", Decimal(28)),
                "hazards_count": case.get("hazards_count", 2),
                "remarks": DOCUMENT,
            },
            facilities={
                Facility.WATER: (water, ""),
                Facility.DRAINAGE: (drainage, ""),
                Facility.LIGHTING: (Condition.GOOD, ""),
            },
        )
        surveys.record(compound=compound, findings=found, by=company.office, today=today)


def _duplicate(company: Company) -> None:
    """One compound entered twice under two spellings, at one address."""
    street = f"{company.division.prefix}005000"
    facts = [
        {"division_id": street, "name": name, "address": "示例路88号", "households": households, "remarks": DOCUMENT}
        for name, households in (("示例机械厂家属院", 96), ("示例机械厂家属楼", 95))
    ]
    compounds.create_many(facts=facts, by=company.office, reason=DOCUMENT)

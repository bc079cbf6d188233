"""What can be counted from the returns, declared once: report, ranking, changes and statistics tables read MEASURES.

"Of the plan" is what belongs to the programme of the month's own year; sites carried over from earlier years are
counted apart, so that a rate divides like by like (users-ask.md: own count and superior's count by definition).
Where sites are listed one by one, each is its own plan, those carried over too, and the total is that of the list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.units import (
    BUILDINGS,
    COMPOUNDS,
    HOUSEHOLDS,
    KILOMETRES,
    LIFTS,
    PARKING_SPACES,
    PEOPLE,
    PERCENT,
    SQM,
    WAN_SQM,
    WAN_YUAN,
    YI_YUAN,
    YUAN,
    Unit,
    rounded,
)

Value = int | Decimal | None

SITES = (COMPOUNDS,)
DOORS = (HOUSEHOLDS, Unit("万户", Decimal(10_000)))
MONEY = (YUAN, WAN_YUAN, YI_YUAN)
AREA = (SQM, WAN_SQM)
LENGTH = (KILOMETRES, Unit("米", Decimal("0.001")))
PLACES = {"money": 2, "area": 2, "length": 3, "rate": 2, "percent": 2}  # of the base unit; a count has none


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One figure of a street, county or site. The first of `units` is the one its value is kept in.

    kind: count, money, area, length; rate (numerator over denominator, in per cent, may exceed 100); percent (a mean).
    `of_site` stands for the numerator where sites are listed: a site's plan is for all its years.
    """

    key: str
    label: str
    kind: str
    units: tuple[Unit, ...]
    numerator: str = ""
    denominator: str = ""
    of_site: str = ""

    def divided(self, *, site: bool) -> str:
        """What is divided by the denominator."""
        return self.of_site if site and self.of_site else self.numerator

    @property
    def places(self) -> int:
        return PLACES.get(self.kind, 0)


def _count(key: str, label: str, units: tuple[Unit, ...] = SITES) -> Measure:
    return Measure(key=key, label=label, kind="count", units=units)


def _money(key: str, label: str) -> Measure:
    return Measure(key=key, label=label, kind="money", units=MONEY)


def _area(key: str, label: str) -> Measure:
    return Measure(key=key, label=label, kind="area", units=AREA)


def _rate(key: str, label: str, numerator: str, denominator: str, of_site: str = "") -> Measure:
    parts = {"numerator": numerator, "denominator": denominator, "of_site": of_site}
    return Measure(key=key, label=label, kind="rate", units=(PERCENT,), **parts)


SPANS = {"month": "本月", "year": "本年累计", "total": "开工以来累计"}
PIPES = {
    "water_km": "供水管道",
    "drain_km": "排水管道",
    "gas_km": "供气管道",
    "heat_km": "供热管道",
    "cable_km": "电力通信线路",
}
BUILT = {"lifts": ("加装电梯", (LIFTS,)), "parking": ("新增停车位", (PARKING_SPACES,))}


def _spans(key: str, label: str, kind: str, units: tuple[Unit, ...]) -> list[Measure]:
    return [
        Measure(key=f"{key}_{span}", label=f"{words}{label}", kind=kind, units=units) for span, words in SPANS.items()
    ]


ALL = (
    _count("planned_compounds", "计划小区数"),
    _count("planned_buildings", "计划楼栋数", (BUILDINGS,)),
    _count("planned_households", "计划户数", DOORS),
    _area("planned_area", "计划建筑面积"),
    _money("planned_investment", "计划投资"),
    _count("sites", "填报小区数"),
    _count("carried_sites", "往年续建小区数"),
    _count("started", "累计开工小区数"),
    _count("started_buildings", "累计开工楼栋数", (BUILDINGS,)),
    _count("started_households", "累计开工户数", DOORS),
    _area("started_area", "累计开工建筑面积"),
    _count("started_this_month", "本月新开工小区数"),
    _count("finished", "累计完工小区数"),
    _count("finished_buildings", "累计完工楼栋数", (BUILDINGS,)),
    _count("finished_households", "累计完工户数", DOORS),
    _area("finished_area", "累计完工建筑面积"),
    _count("finished_this_month", "本月新完工小区数"),
    _count("carried_finished", "往年续建已完工小区数"),
    _count("under_construction", "在建小区数"),
    _rate("start_rate", "开工率", "started", "planned_compounds"),
    _rate("finish_rate", "完工率", "finished", "planned_compounds"),
    _rate("start_household_rate", "开工户数占计划", "started_households", "planned_households"),
    _rate("finish_household_rate", "完工户数占计划", "finished_households", "planned_households"),
    *_spans("invested", "完成投资", "money", MONEY),
    _money("plan_invested", "本年计划小区本年完成投资"),
    _rate("investment_rate", "投资完成率", "plan_invested", "planned_investment", "invested_total"),
    *_spans("paid", "拨付资金", "money", MONEY),
    _rate("pay_rate", "累计拨付占累计完成投资", "paid_total", "invested_total"),
    Measure(key="physical", label="总体形象进度", kind="percent", units=(PERCENT,)),
    _count("workers", "现场人数", (PEOPLE,)),
    *(measure for key, label in PIPES.items() for measure in _spans(key, label, "length", LENGTH)),
    *(measure for key, (label, units) in BUILT.items() for measure in _spans(key, label, "count", units)),
    _count("problems", "存在问题的小区数"),
    _count("overdue_starts", "逾期未开工小区数"),
    _count("overdue_finishes", "逾期未完工小区数"),
)
MEASURES: Mapping[str, Measure] = {measure.key: measure for measure in ALL}
RATES = tuple(measure for measure in ALL if measure.kind == "rate")


def rate(part: Value, whole: Value) -> Decimal | None:
    """Per cent to two places, half up; none where there is nothing to divide by. Above 100 is legal (domain.md 2.3)."""
    return rounded(Decimal(part or 0) * 100 / Decimal(whole)) if whole else None


def with_rates(values: dict[str, Value], *, site: bool = False) -> dict[str, Value]:
    """The figures with the rates that follow from them."""
    rates = {each.key: rate(values.get(each.divided(site=site)), values.get(each.denominator)) for each in RATES}
    return {**values, **rates}

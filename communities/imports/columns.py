"""What the ledger holds beyond the facts of the compound: the findings of a survey, dated."""

from communities.choices import Condition, Facility
from communities.columns import COMPOUND_COLUMNS
from core import units
from core.columns import Column, Kind


def condition_key(facility: Facility) -> str:
    """Of the condition of the lifts, say, whose number has a column too."""
    return f"{facility.value}_condition"


def _condition(facility: Facility) -> Column:
    """供水现状; ledgers often say just 供水. The word 电梯 alone is a number of lifts."""
    also = () if facility is Facility.LIFTS else (facility.label, f"{facility.label}设施", f"{facility.label}状况")
    return Column(
        key=condition_key(facility),
        title=f"{facility.label}现状",
        kind=Kind.CHOICE,
        choices=Condition,
        also=also,
        width=14,
    )


SURVEY_FACTS = (
    Column(key="surveyed_on", title="调查日期", kind=Kind.DATE, also=("摸底日期", "填报日期", "调查时间")),
    Column(
        key="households_visited",
        title="入户户数",
        kind=Kind.INTEGER,
        unit=units.HOUSEHOLDS,
        also=("入户调查户数",),
        most=30_000,
    ),
    Column(key="management_agreed", title="长效管理达成共识", kind=Kind.YESNO, also=("长效管理共识",), width=16),
    Column(
        key="residents_in_need",
        title="困难居民",
        kind=Kind.INTEGER,
        unit=units.PEOPLE,
        also=("困难群众",),
        most=100_000,
    ),
    Column(key="hazards", title="隐患情况", long=True, most=1_000, also=("安全隐患情况", "隐患描述"), width=24),
    Column(
        key="illegal_area", title="违建面积", kind=Kind.AREA, unit=units.SQM, also=("违法建设面积",), most=1_000_000
    ),
)
CONDITIONS = tuple(_condition(facility) for facility in Facility)
LEDGER_COLUMNS = (*COMPOUND_COLUMNS[:-3], *SURVEY_FACTS, *CONDITIONS, *COMPOUND_COLUMNS[-3:])

PLACE_KEYS = frozenset({"street", "community"})
FACT_KEYS = tuple(column.key for column in COMPOUND_COLUMNS if column.importable and column.key not in PLACE_KEYS)
SURVEY_KEYS = tuple(column.key for column in SURVEY_FACTS if column.key != "surveyed_on")
CONDITION_KEYS = {condition_key(facility): facility.value for facility in Facility}

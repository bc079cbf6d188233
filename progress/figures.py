"""The figures of a line, declared once: entry sheet, checks, workbook, printed sheet and reports read this tuple."""

from dataclasses import dataclass
from enum import Enum

from core.units import KILOMETRES, LIFTS, PARKING_SPACES, PEOPLE, PERCENT, WAN_YUAN, Unit
from projects.choices import Category

LONGEST_TEXT = 300


class Nature(Enum):
    """How a figure behaves from month to month."""

    DAY = "day"  # a fact with a date: carried on, and changed only with a reason
    LEVEL = "level"  # how far it is, cumulative: carried on, and never falls without a reason
    FLOW = "flow"  # what this month adds; a negative one corrects and needs a reason
    STATE = "state"  # as it is on the as-at date
    WORDS = "words"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One column of the entry sheet. `group` is its upper head.

    In `unit`: more than `most` is refused, more than `doubtful` in one month at one site is asked about.
    """

    key: str  # the attribute of ReturnLine, and of Tally for a flow
    title: str
    group: str
    nature: Nature
    unit: Unit | None = None
    places: int = 0  # decimals shown and taken, in the unit
    most: int | None = None
    doubtful: int | None = None
    category: str = ""  # a site without works of this category leaves the cell empty
    width: int = 8  # characters

    @property
    def heading(self) -> str:
        return f"{self.title}（{self.unit.symbol}）" if self.unit else self.title


def _level(category: Category) -> Figure:
    return Figure(
        key=category.value,
        title=category.label,
        group="形象进度",
        nature=Nature.LEVEL,
        unit=PERCENT,
        places=2,
        most=100,
        category=category.value,
    )


def _money(key: str, title: str) -> Figure:
    # 一亿元 in one month at one site: more is a slip of the unit.
    return Figure(key=key, title=title, group="资金", nature=Nature.FLOW, unit=WAN_YUAN, places=2, most=10_000)


def _pipe(key: str, title: str) -> Figure:
    # A compound has some hundred metres: three kilometres in a month are most often metres.
    return Figure(
        key=key,
        title=title,
        group="管线和设施",
        nature=Nature.FLOW,
        unit=KILOMETRES,
        places=3,
        most=100,
        doubtful=3,
    )


def _built(key: str, title: str, unit: Unit, *, doubtful: int) -> Figure:
    return Figure(
        key=key, title=title, group="管线和设施", nature=Nature.FLOW, unit=unit, most=1_000, doubtful=doubtful
    )


FIGURES = (
    Figure(key="started_on", title="开工日期", group="开竣工", nature=Nature.DAY, width=11),
    Figure(key="completed_on", title="完工日期", group="开竣工", nature=Nature.DAY, width=11),
    *(_level(category) for category in Category),
    _money("invested", "本月完成投资"),
    _money("paid", "本月拨付资金"),
    Figure(key="workers", title="现场人数", group="现场", nature=Nature.STATE, unit=PEOPLE, most=5_000, doubtful=500),
    _pipe("water_km", "供水管道"),
    _pipe("drain_km", "排水管道"),
    _pipe("gas_km", "供气管道"),
    _pipe("heat_km", "供热管道"),
    _pipe("cable_km", "电力通信线路"),
    _built("lifts", "加装电梯", LIFTS, doubtful=20),
    _built("parking", "新增停车位", PARKING_SPACES, doubtful=300),
    Figure(key="problems", title="存在问题", group="说明", nature=Nature.WORDS, width=24),
    Figure(key="next_steps", title="下月计划", group="说明", nature=Nature.WORDS, width=24),
)
BY_KEY = {figure.key: figure for figure in FIGURES}
FLOWS = tuple(figure for figure in FIGURES if figure.nature is Nature.FLOW)

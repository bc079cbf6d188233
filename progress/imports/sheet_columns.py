"""The columns of the entry sheet as a workbook: what names a line, its figures of the month, why one falls."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.columns import Column, Kind
from core.units import rounded
from progress.figures import FIGURES, LONGEST_TEXT, Figure, Nature
from progress.reading import column_of

ALSO = {
    "started_on": ("实际开工日期", "实际开工时间", "开工时间"),
    "completed_on": ("实际完工日期", "完工时间", "竣工日期", "竣工时间"),
    "basic": ("基础类形象进度", "基础类进度", "基础类改造"),
    "improvement": ("完善类形象进度", "完善类进度", "完善类改造"),
    "upgrade": ("提升类形象进度", "提升类进度", "提升类改造"),
    "invested": ("本月完成投资额", "当月完成投资", "当月完成投资额"),
    "paid": ("本月拨付", "本月拨付金额", "当月拨付资金"),
    "workers": ("现场施工人数", "施工人数", "在场人数"),
    "water_km": ("供水管网", "供水", "给水管道"),
    "drain_km": ("排水管网", "排水", "雨污水管道"),
    "gas_km": ("供气管网", "燃气管道", "供气"),
    "heat_km": ("供热管网", "热力管道", "供热"),
    "cable_km": ("电力通信管线", "弱电线路", "线缆"),
    "lifts": ("电梯", "新增电梯"),
    "parking": ("停车位", "新增车位"),
    "problems": ("问题", "存在的问题", "主要问题"),
    "next_steps": ("下步计划", "下一步计划", "下月工作计划", "下步打算"),
}
REASON = "reason"


def _column(figure: Figure) -> Column:
    """Per cent stands without its sign in the head, so that 0.85, which Excel makes of a typed 85%, is read as 85."""
    unit = None if figure.nature is Nature.LEVEL else figure.unit
    return replace(column_of(figure), unit=unit, also=ALSO.get(figure.key, ()), width=max(figure.width, 11))


def _known(figure: Figure) -> list[Column]:
    """What stands in grey before a figure: last month's level, or what money came to so far."""
    if figure.nature is Nature.LEVEL:
        return [Column(key=f"last_{figure.key}", title=f"上月{figure.title}", importable=False, width=10)]
    if figure.key in ("invested", "paid"):
        title = f"截至上月累计{figure.title.removeprefix('本月')}"
        return [Column(key=f"total_{figure.key}", title=title, importable=False, width=14)]
    return []


PROJECT = Column(key="project", title="项目", also=("项目名称", "改造项目"), width=24)
COMPOUND = Column(
    key="compound",
    title="小区",
    also=("小区名称", "改造小区", "老旧小区名称", "小区（楼院）名称"),
    required=True,
    most=100,
    width=22,
)
COLUMNS = (
    PROJECT,
    COMPOUND,
    *(column for figure in FIGURES for column in (*_known(figure), _column(figure))),
    Column(
        key=REASON,
        title="情况说明",
        kind=Kind.TEXT,
        also=("更正原因", "变动原因", "减少原因"),
        most=LONGEST_TEXT,
        long=True,
        width=24,
    ),
)


def kept_places(figure: Figure, value: Any) -> Any:
    """The value with as many decimals as the figure keeps in its unit, rounded half up."""
    if not isinstance(value, Decimal):
        return value
    unit = figure.unit
    seen = rounded(unit.from_base(value) if unit else value, figure.places)
    return unit.to_base(seen) if unit else seen

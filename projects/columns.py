"""Columns of the programme lists. Those of the entries are also the ledger 年度改造计划 that comes in and goes out."""

from core.columns import Column, Kind
from core.units import BUILDINGS, COMPOUNDS, HOUSEHOLDS, WAN_SQM, WAN_YUAN
from divisions.models import Level
from projects import categories
from projects.choices import ProgrammeStatus
from projects.models import ProgrammeEntry


def street_of(entry: ProgrammeEntry) -> str:
    """The street as ledgers write it, also where the compound lies in a community below it."""
    division = entry.division
    return division.parent.name if division.level == Level.COMMUNITY else division.name


NAME = Column(
    key="name",
    title="小区名称",
    value=lambda entry: entry.compound.name,
    link=lambda entry: entry.get_absolute_url(),
    order_by="compound__name",
    also=("小区", "项目名称", "小区（楼院）名称", "老旧小区名称", "改造小区"),
    required=True,
    most=100,
    width=24,
)
NUMBER = Column(
    key="number", title="序号", kind=Kind.INTEGER, order_by="programme,number", least=1, most=99_999, width=6
)
STREET = Column(
    key="street",
    title="街道",
    value=street_of,
    order_by="division,number",
    also=("街道办事处", "所属街道", "镇街", "镇（街道）", "街道（乡镇）", "办事处", "县市", "县（市、区）"),
    required=True,
    width=18,
)
BATCH = Column(
    key="batch",
    title="批次",
    value=lambda entry: entry.batch.name if entry.batch else None,
    order_by="batch__number",
    also=("期次", "改造批次", "所属批次"),
)
FIGURES = (
    Column(
        key="buildings",
        title="楼栋数",
        kind=Kind.INTEGER,
        unit=BUILDINGS,
        order_by="buildings",
        total="buildings",
        also=("栋数", "楼栋", "楼数", "楼栋数量"),
        least=0,
        most=999,
    ),
    Column(
        key="households",
        title="居民户数",
        kind=Kind.INTEGER,
        unit=HOUSEHOLDS,
        order_by="households",
        total="households",
        also=("户数", "居民", "涉及户数", "改造户数", "涉及居民户数"),
        least=0,
        most=99_999,
    ),
    Column(
        key="floor_area",
        title="建筑面积",
        kind=Kind.AREA,
        unit=WAN_SQM,
        order_by="floor_area",
        total="floor_area",
        also=("总建筑面积", "改造面积", "房屋建筑面积", "住宅建筑面积"),
        least=0,
        most=10_000_000,
    ),
    Column(
        key="investment",
        title="计划投资",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="investment",
        total="investment",
        also=("总投资", "计划总投资", "投资", "投资额", "计划投资额", "预计投资"),
        least=0,
        most=10_000_000_000,
    ),
)
CATEGORIES = Column(
    key="categories",
    title="改造类别",
    value=lambda entry: categories.shown(entry.categories),
    also=("改造类型", "类别"),
    width=24,
)
CONTENTS = Column(
    key="contents", title="改造内容", also=("主要改造内容", "建设内容"), long=True, most=500, shown=False, width=40
)
JUSTIFICATION = Column(key="justification", title="再次纳入理由", long=True, most=300, shown=False, width=24)
REMARKS = Column(key="remarks", title="备注", also=("说明",), long=True, most=300, width=24)
ADDRESS = Column(
    key="address",
    title="坐落",
    value=lambda entry: entry.compound.address,
    also=("地址", "小区地址", "详细地址", "位置"),
    shown=False,
    width=28,
)
BUILT_YEAR = Column(
    key="built_year",
    title="建成年份",
    kind=Kind.YEAR,
    value=lambda entry: entry.compound.built_year,
    order_by="compound__built_year",
    also=("建成年代", "建设年份", "建成时间", "竣工年份"),
    shown=False,
)

# As on paper: the order of the blank template.
LEDGER = (
    NUMBER,
    STREET,
    NAME,
    *FIGURES,
    CATEGORIES,
    CONTENTS,
    BATCH,
    ADDRESS,
    BUILT_YEAR,
    JUSTIFICATION,
    REMARKS,
)
# On the screen the name comes first: that column stays in sight.
ENTRIES = (
    NAME,
    NUMBER,
    STREET,
    BATCH,
    *FIGURES,
    CATEGORIES,
    REMARKS,
    CONTENTS,
    ADDRESS,
    BUILT_YEAR,
    JUSTIFICATION,
    Column(key="programme", title="年度计划", value=lambda entry: entry.programme.title, importable=False, shown=False),
    Column(
        key="year",
        title="年度",
        kind=Kind.YEAR,
        value=lambda entry: entry.programme.year,
        order_by="programme__year",
        importable=False,
        shown=False,
    ),
)

PROGRAMMES = (
    Column(key="title", title="名称", link=lambda programme: programme.get_absolute_url(), order_by="title", width=36),
    Column(key="year", title="年度", kind=Kind.YEAR, order_by="year"),
    Column(key="division", title="区划", value=lambda programme: programme.division.name, order_by="division"),
    Column(key="document", title="文号", order_by="document", width=24),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=ProgrammeStatus, order_by="status"),
    Column(key="entries_count", title="已列入小区", kind=Kind.INTEGER, unit=COMPOUNDS, order_by="entries_count"),
    Column(key="households_sum", title="居民户数", kind=Kind.INTEGER, unit=HOUSEHOLDS, order_by="households_sum"),
    Column(key="floor_area_sum", title="建筑面积", kind=Kind.AREA, unit=WAN_SQM, order_by="floor_area_sum"),
    Column(key="investment_sum", title="计划投资", kind=Kind.MONEY, unit=WAN_YUAN, order_by="investment_sum"),
)

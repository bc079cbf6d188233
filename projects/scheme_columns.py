"""Columns of a scheme's lines. They are the list, and the workbook 方案内容表 that comes in and goes out."""

from core.columns import Column, Kind
from core.units import YUAN
from projects.choices import Category, SchemeStatus

ITEM = Column(
    key="item",
    title="改造内容",
    value=lambda line: line.item.name,
    link=lambda line: line.scheme.get_absolute_url(),
    order_by="item__position,item__code",
    also=("改造项目", "工程内容", "项目名称", "分项工程", "内容"),
    required=True,
    most=60,
    width=24,
)
SITE = Column(
    key="site",
    title="小区",
    value=lambda line: line.site.compound.name,
    order_by="site,building__name,unit__name,item__position",
    also=("小区名称", "改造小区", "小区（楼院）名称"),
    required=True,
    most=100,
    width=24,
)
BUILDING = Column(
    key="building",
    title="楼栋",
    value=lambda line: line.building.name if line.building else None,
    also=("楼号", "栋号", "楼栋号"),
    most=40,
)
UNIT = Column(
    key="unit",
    title="单元",
    value=lambda line: line.unit.name if line.unit else None,
    also=("单元号",),
    most=20,
)
PART = Column(key="part", title="部位规格", also=("部位", "规格", "部位、规格", "做法", "规格型号"), most=100, width=24)
QUANTITY = Column(
    key="quantity",
    title="数量",
    kind=Kind.DECIMAL,
    order_by="quantity",
    also=("工程量", "工程数量"),
    required=True,
    least=0,
    most=9_999_999_999,
)
MEASURE = Column(key="measure", title="计量单位", value=lambda line: line.item.unit, also=("单位",), most=10)
UNIT_PRICE = Column(
    key="unit_price",
    title="单价",
    kind=Kind.MONEY,
    unit=YUAN,
    order_by="unit_price",
    also=("综合单价", "预算单价"),
    least=0,
    most=9_999_999_999,
)
AMOUNT = Column(
    key="amount",
    title="金额",
    kind=Kind.MONEY,
    unit=YUAN,
    order_by="amount",
    total="amount",
    also=("合价", "合计金额", "预算金额", "投资"),
    least=0,
    width=16,
)
REMARKS = Column(key="remarks", title="备注", also=("说明",), most=200, width=24)

LEDGER = (SITE, BUILDING, UNIT, ITEM, PART, QUANTITY, MEASURE, UNIT_PRICE, AMOUNT, REMARKS)
LIST = (
    ITEM,
    SITE,
    BUILDING,
    UNIT,
    PART,
    QUANTITY,
    MEASURE,
    UNIT_PRICE,
    AMOUNT,
    REMARKS,
    Column(
        key="category",
        title="改造类别",
        kind=Kind.CHOICE,
        choices=Category,
        value=lambda line: line.item.category,
        importable=False,
    ),
    Column(
        key="project",
        title="项目",
        value=lambda line: line.scheme.project.name,
        order_by="scheme__project__number,site,building__name,unit__name,item__position",
        importable=False,
        width=30,
    ),
    Column(
        key="number",
        title="版本",
        kind=Kind.INTEGER,
        value=lambda line: line.scheme.number,
        importable=False,
        shown=False,
    ),
    Column(
        key="status",
        title="方案状态",
        kind=Kind.CHOICE,
        choices=SchemeStatus,
        value=lambda line: line.scheme.status,
        importable=False,
        shown=False,
    ),
)

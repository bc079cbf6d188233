"""The columns of a plan as a district might declare them, for tests of what reads and writes them."""

from django.db import models

from core import units
from core.columns import Column, Kind


class Structure(models.TextChoices):
    BRICK = "brick", "砖混结构"
    FRAME = "frame", "框架结构"
    FRAME_WALL = "frame_wall", "框架剪力墙"


STREET = Column(key="street", title="街道", also=("街道办事处",), required=True)
NAME = Column(key="name", title="小区名称", also=("小区",), required=True)
BUILDINGS = Column(key="buildings", title="楼栋数", kind=Kind.INTEGER, unit=units.BUILDINGS)
HOUSEHOLDS = Column(
    key="households", title="户数", also=("居民户数",), kind=Kind.INTEGER, unit=units.HOUSEHOLDS, most=50_000
)
AREA = Column(key="area", title="建筑面积", kind=Kind.AREA, unit=units.SQM)
INVESTMENT = Column(key="investment", title="计划投资", also=("总投资",), kind=Kind.MONEY, unit=units.WAN_YUAN)
CENTRAL = Column(key="central", title="中央资金", also=("总投资>中央",), kind=Kind.MONEY, unit=units.WAN_YUAN)
CONSENT = Column(key="consent", title="同意率", kind=Kind.PERCENT, unit=units.PERCENT)
YEAR = Column(key="year", title="建成年份", kind=Kind.YEAR)
START = Column(key="start", title="计划开工", kind=Kind.DATE)
STRUCTURE = Column(key="structure", title="结构", kind=Kind.CHOICE, choices=Structure)
COMMITTEE = Column(key="committee", title="业委会", kind=Kind.YESNO)
FEE = Column(key="fee", title="物业费", kind=Kind.DECIMAL, unit=units.MONTHLY_FEE)
REMARKS = Column(key="remarks", title="备注", long=True)

PLAN = (STREET, NAME, BUILDINGS, HOUSEHOLDS, AREA, INVESTMENT, REMARKS)
ALL = (*PLAN, CENTRAL, CONSENT, YEAR, START, STRUCTURE, COMMITTEE, FEE)

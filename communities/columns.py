"""Columns of the ledger 小区基本信息台账: the list of compounds, its export, its blank template, and what is imported.

In the order of the paper form (domain.md 3), but for the name, which leads a list. Keys are field names of Compound,
except street and community.
"""

from functools import partial
from typing import Any

from communities.choices import ManagementMode, Programme, PropertyKind, Result, Safety, Structure
from communities.models import Compound
from core import units
from core.columns import Column, Kind
from divisions.models import Level

STOREYS = units.Unit("层")
LIFTS = units.Unit("部", also=("台", "个"))
SPACES = units.Unit("个")

# What streets call a column in ledgers of their own.
ALSO = {
    "name": "小区 名称 小区名 改造小区 小区（楼院）名称 老旧小区名称 院落名称 楼院名称",
    "street": "街道（乡镇） 所属街道 街道办事处 办事处 街道名称 乡镇 镇（街道） 所在街道",
    "community": "所属社区 社区居委会 所在社区 居委会 社区名称",
    "former_names": "原名 原名称 别名",
    "address": "地址 详细地址 具体位置 坐落位置 小区地址",
    "built_year": "建成年代 建设年代 竣工年份 建成时间 建造年份",
    "property_kind": "产权性质 房屋类型 小区性质",
    "original_owner": "产权单位 原单位",
    "buildings_count": "栋数 楼栋 幢数 楼幢数 楼栋数量",
    "units_count": "单元 单元数量",
    "households": "户数 总户数 居民户 涉及户数",
    "population": "人数 居住人口 常住人口 居民人数",
    "land_area": "用地面积",
    "floor_area": "总建筑面积 住宅建筑面积 建筑总面积",
    "structure": "结构类型 房屋结构 建筑结构",
    "storeys": "楼层 楼层数",
    "safety": "房屋安全 安全状况 结构安全状况",
    "other_programme": "是否纳入其他改造 其他改造计划",
    "management_mode": "物业管理模式 管理方式 物业情况 物业管理",
    "management_fee": "物业费标准 物业服务费",
    "has_owners_committee": "业主委员会 有无业委会 是否成立业委会",
    "maintenance_fund": "维修资金 住宅专项维修资金",
    "parking_places": "车位数 停车位数 停车泊位",
    "lifts": "电梯数 已有电梯 现有电梯",
    "lifts_addable": "可加装 加装电梯",
    "hazards_count": "隐患数 安全隐患数",
    "illegal_structures": "违章建筑 违法建设 两违 私搭乱建",
    "willingness": "居民意愿 改造意愿 同意改造比例 意愿率",
    "elderly_share": "老年人占比 60岁以上比例",
    "near_centre": "中心城区 是否中心城区",
    "remarks": "说明",
}


MODES_ALSO = {
    "无": ManagementMode.NONE,
    "没有": ManagementMode.NONE,
    "无物业": ManagementMode.NONE,
    "自管": ManagementMode.UNIT,
    "有": ManagementMode.PROFESSIONAL,
    "有物业": ManagementMode.PROFESSIONAL,
    "居民自治": ManagementMode.SELF_GOVERNED,
    "自治": ManagementMode.SELF_GOVERNED,
}


def street_of(compound: Compound) -> str:
    """The street as ledgers write it, also where the compound lies in a community below it."""
    division = compound.division
    return division.parent.name if division.level == Level.COMMUNITY else division.name


def county_of(compound: Compound) -> str:
    """The county of the street, by which a prefecture tells streets of one name apart."""
    street = compound.division.parent if compound.division.level == Level.COMMUNITY else compound.division
    return str(street.parent or "")


def community_of(compound: Compound) -> str:
    return compound.division.name if compound.division.level == Level.COMMUNITY else ""


def result_of(compound: Compound) -> str:
    """How it stands by its district's rules; nothing where it has not been assessed."""
    outcome = getattr(compound, "outcome", None)
    return outcome.result if outcome else ""


def responsible_for(compound: Compound) -> str:
    return str(compound.assigned_to or "")


def _fact(key: str, title: str, **rest: Any) -> Column:
    """A column of one field: sorted by it, under all its names, hidden until the column chooser shows it."""
    return Column(key=key, title=title, also=tuple(ALSO[key].split()), **{"order_by": key, "shown": False, **rest})


def _count(key: str, title: str, unit: units.Unit, most: int, **rest: Any) -> Column:
    return _fact(key, title, kind=Kind.INTEGER, unit=unit, most=most, total=key, **rest)


_choice = partial(_fact, kind=Kind.CHOICE, width=14)
_area = partial(_fact, kind=Kind.AREA, unit=units.SQM, most=10_000_000, width=14)
_share = partial(_fact, kind=Kind.PERCENT, unit=units.PERCENT)
_yes_no = partial(_fact, kind=Kind.YESNO)

NAME = _fact("name", "小区名称", link=Compound.get_absolute_url, required=True, shown=True, most=100, width=24)
STREET = _fact(
    "street", "街道", value=street_of, order_by="division_id,name", required=True, shown=True, most=60, width=16
)
COMMUNITY = _fact("community", "社区", value=community_of, order_by="", most=60, width=16)
HOUSEHOLDS = _count("households", "居民户数", units.HOUSEHOLDS, 30_000, shown=True)

# The facts of a compound under the headings of the paper form, for its page and its form.
SECTIONS = (
    ("基本情况", "former_names address built_year property_kind original_owner"),
    ("规模", "buildings_count units_count households population land_area floor_area structure storeys"),
    (
        "物业与配套",
        "management_mode management_fee has_owners_committee maintenance_fund parking_places lifts lifts_addable",
    ),
    ("改造条件", "safety other_programme near_centre hazards_count illegal_structures willingness elderly_share"),
)

COMPOUND_COLUMNS = (
    NAME,
    STREET,
    Column(
        key="county", title="县（市、区）", value=county_of, order_by="division_id,name", importable=False, shown=False
    ),
    COMMUNITY,
    _fact("former_names", "曾用名", order_by="", most=200, width=20),
    _fact("address", "坐落", shown=True, most=200, width=28),
    _fact("built_year", "建成年份", kind=Kind.YEAR, shown=True),
    _choice("property_kind", "房屋性质", choices=PropertyKind),
    _fact("original_owner", "原产权单位", most=100, width=20),
    _count("buildings_count", "楼栋数", units.BUILDINGS, 1_000, shown=True),
    _count("units_count", "单元数", units.UNITS, 5_000),
    HOUSEHOLDS,
    _count("population", "人口", units.PEOPLE, 100_000),
    _area("land_area", "占地面积", total="land_area"),
    _area("floor_area", "建筑面积", total="floor_area", shown=True),
    _choice("structure", "结构", choices=Structure),
    _fact("storeys", "层数", kind=Kind.INTEGER, unit=STOREYS, most=60),
    _choice("safety", "结构安全", choices=Safety),
    _choice("other_programme", "纳入其他改造", choices=Programme),
    _choice("management_mode", "物业管理方式", choices=ManagementMode, choice_also=MODES_ALSO, shown=True),
    _fact("management_fee", "物业费", kind=Kind.DECIMAL, unit=units.MONTHLY_FEE, most=50),
    _yes_no("has_owners_committee", "业委会"),
    _fact("maintenance_fund", "维修资金余额", kind=Kind.MONEY, unit=units.WAN_YUAN, total="maintenance_fund", width=16),
    _count("parking_places", "停车位", SPACES, 20_000),
    _count("lifts", "电梯", LIFTS, 2_000),
    _count("lifts_addable", "可加装电梯", LIFTS, 2_000),
    _count("hazards_count", "安全隐患", units.PLACES, 10_000),
    _count("illegal_structures", "违建", units.PLACES, 10_000),
    _share("willingness", "居民改造意愿", shown=True),
    _share("elderly_share", "老年人比例"),
    _yes_no("near_centre", "位于中心城区"),
    _fact("remarks", "备注", order_by="", most=500, long=True, width=30),
    Column(
        key="result", title="是否符合", kind=Kind.CHOICE, choices=Result, value=result_of, importable=False, width=12
    ),
    Column(key="assigned_to", title="负责人", value=responsible_for, importable=False, shown=False),
)

BY_KEY = {column.key: column for column in COMPOUND_COLUMNS}
SURVEY_UNITS = {"illegal_area": units.SQM, "households_visited": units.HOUSEHOLDS, "residents_in_need": units.PEOPLE}


def unit_of(key: str) -> units.Unit | None:
    """The unit of a fact, the same in compound, building and survey."""
    return BY_KEY[key].unit if key in BY_KEY else SURVEY_UNITS.get(key)


def sections() -> list[tuple[str, list[Column]]]:
    """The columns under each heading of the paper form."""
    return [(title, [BY_KEY[key] for key in keys.split()]) for title, keys in SECTIONS]

"""Words of the survey forms and plans."""

from django.db.models import TextChoices


class PropertyKind(TextChoices):
    """房屋性质, as the survey forms list it (domain.md 3)."""

    COMMERCIAL = "commercial", "商品住宅"
    PUBLIC = "public", "公房"
    REFORMED = "reformed", "房改房"
    AFFORDABLE = "affordable", "经济适用房"
    CAPPED = "capped", "两限房"
    RESETTLEMENT = "resettlement", "安置房"
    SINGLE = "single", "单栋住宅楼"
    SELF_BUILT = "self_built", "自建房"
    OTHER = "other", "其他"


class Structure(TextChoices):
    BRICK_CONCRETE = "brick_concrete", "砖混"
    FRAME = "frame", "框架"
    SHEAR_WALL = "shear_wall", "剪力墙"
    BRICK_WOOD = "brick_wood", "砖木"
    OTHER = "other", "其他"


class ManagementMode(TextChoices):
    """物业管理方式."""

    PROFESSIONAL = "professional", "专业化物业"
    BUNDLED = "bundled", "捆绑打包"
    ITEMISED = "itemised", "分项委托"
    SELF_GOVERNED = "self_governed", "业主自治"
    COMMUNITY = "community", "社区保障性管理"
    UNIT = "unit", "单位自管"
    NONE = "none", "无物业管理"


class Programme(TextChoices):
    """Other programmes that take a compound out of this one (Z二). Blank: nobody has asked yet."""

    NONE = "none", "未纳入"
    SHANTYTOWN = "shantytown", "棚户区改造"
    DEMOLITION = "demolition", "拟拆除新建（改建、扩建、翻建）"
    URBAN_VILLAGE = "urban_village", "城中村"
    SELF_BUILT = "self_built", "居民自建住房为主"
    UTILITY_HANDOVER = "utility_handover", "已实施“三供一业”改造"


class Safety(TextChoices):
    """房屋结构安全."""

    SAFE = "safe", "安全较好"
    REPAIR = "repair", "需加固"
    DANGEROUS = "dangerous", "危险房屋"
    UNKNOWN = "unknown", "未鉴定"


class Facility(TextChoices):
    """The facilities whose condition a survey records, in the order of the paper form."""

    WATER = "water", "供水"
    DRAINAGE = "drainage", "排水"
    POWER = "power", "供电"
    GAS = "gas", "燃气"
    HEAT = "heat", "供热"
    TELECOM = "telecom", "通信"
    ROAD = "road", "道路"
    LIGHTING = "lighting", "照明"
    FIRE = "fire", "消防"
    SECURITY = "security", "安防"
    WASTE = "waste", "垃圾分类"
    PARKING = "parking", "停车"
    LIFTS = "lifts", "电梯"
    ACCESSIBILITY = "accessibility", "无障碍"
    ELDERLY = "elderly", "适老"


class Condition(TextChoices):
    GOOD = "good", "完好"
    WORN = "worn", "老化破损"
    POOR = "poor", "严重老化、须改造"
    MISSING = "missing", "缺失"
    NOT_APPLICABLE = "not_applicable", "不适用"


class CompoundStatus(TextChoices):
    ACTIVE = "active", "在册"
    REMOVED = "removed", "已移除"


class Test(TextChoices):
    """What a criterion asks of a compound; communities/eligibility.py holds one function for each."""

    BUILT_BY = "built_by", "建成年份"
    IN_CENTRE = "in_centre", "位于中心城区"
    NOT_IN_PROGRAMMES = "not_in_programmes", "未纳入其他改造"
    STRUCTURE_SAFE = "structure_safe", "房屋结构安全"
    FACILITIES_POOR = "facilities_poor", "设施明显老化缺失"
    WILLING = "willing", "居民改造意愿"
    MANAGEMENT_AGREED = "management_agreed", "长效管理形成共识"


class Result(TextChoices):
    ELIGIBLE = "eligible", "符合"
    EXCEPTED = "excepted", "例外准予"
    INCOMPLETE = "incomplete", "资料不全"
    INELIGIBLE = "ineligible", "不符合"
    NO_RULE = "no_rule", "未设规则"


MAY_BE_RENOVATED = (Result.ELIGIBLE, Result.EXCEPTED)


class State(TextChoices):
    """How one condition came out."""

    PASSED = "passed", "符合"
    EXCEPTED = "excepted", "例外准予"
    UNKNOWN = "unknown", "资料不全"
    FAILED = "failed", "不符合"


class Factor(TextChoices):
    """What raises a compound's priority (B四(六), X三(四)); communities/scoring.py holds one measure for each."""

    AGE = "age", "建成年限"
    WILLINGNESS = "willingness", "居民意愿"
    ELDERLY = "elderly", "老年人比例"
    HAZARDS = "hazards", "安全隐患"
    FACILITIES = "facilities", "设施老化缺失"
    NEAR_CENTRE = "near_centre", "位于中心城区"


class Verdict(TextChoices):
    DIFFERENT = "different", "不是同一小区"
    MERGED = "merged", "同一小区，已合并"

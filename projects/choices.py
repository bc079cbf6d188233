"""Words of the programme."""

from django.db.models import TextChoices


class ProgrammeStatus(TextChoices):
    DRAFT = "draft", "编制中"
    ISSUED = "issued", "已印发"


class Category(TextChoices):
    """改造类别 (W二(三), B附件3)."""

    BASIC = "basic", "基础类"
    IMPROVEMENT = "improvement", "完善类"
    UPGRADE = "upgrade", "提升类"


class ProjectStatus(TextChoices):
    """Where a project stands in its life; projects/life.py says what may follow what."""

    PLANNED = "planned", "已列计划"
    PREPARING = "preparing", "前期准备"
    TENDERING = "tendering", "招投标"
    UNDER_CONSTRUCTION = "under_construction", "施工中"
    COMPLETED = "completed", "已完工"
    ACCEPTED = "accepted", "已验收"
    HANDED_OVER = "handed_over", "已移交"
    CLOSED = "closed", "已办结"
    SUSPENDED = "suspended", "暂停"
    DEFERRED = "deferred", "转下一年度"
    CANCELLED = "cancelled", "已取消"


class SplitRule(TextChoices):
    """By what a project's one investment is shared out among its sites."""

    HOUSEHOLDS = "households", "按户数"
    FLOOR_AREA = "floor_area", "按建筑面积"
    BUILDINGS = "buildings", "按楼栋数"
    BY_HAND = "by_hand", "手工指定"


class Duty(TextChoices):
    """What must be done in a project's life. Says what a phase or gate is about, and so who owes it (F05)."""

    SURVEY = "survey", "前期调查与申报"
    SCHEME = "scheme", "改造方案编制"
    CONSENT = "consent", "居民表决、征求意见"
    NOTICE = "notice", "公示"
    FILING = "filing", "备案"
    REVIEW = "review", "联合审查"
    APPROVAL = "approval", "立项和手续办理"
    BUDGET = "budget", "概（预）算评审"
    TENDER = "tender", "招投标"
    UTILITIES = "utilities", "专营单位协调"
    WORKS = "works", "组织施工"
    QUALITY = "quality", "质量安全监督"
    DEMOLITION = "demolition", "违建拆除"
    ACCEPTANCE = "acceptance", "竣工验收"
    EVALUATION = "evaluation", "综合评价"
    MANAGEMENT = "management", "长效管理"
    HANDOVER = "handover", "移交接管"
    ACCOUNTS = "accounts", "决算评估"
    ARCHIVE = "archive", "资料存档"
    FUNDS = "funds", "资金筹措和监管"
    AUDIT = "audit", "审计监督"
    PUBLICITY = "publicity", "宣传发动"
    ITEMS = "items", "专项改造内容指导配合"
    COORDINATION = "coordination", "统筹协调和考核"


class SchemeStatus(TextChoices):
    """projects/life.py says what may follow what."""

    DRAFT = "draft", "编制中"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已批准"
    SUPERSEDED = "superseded", "已被变更替代"


class Source(TextChoices):
    """Where a scheme's money is planned to come from (F50); 中央财政补助 and 中央预算内 stay apart (W四(一)1)."""

    CENTRAL_SUBSIDY = "central_subsidy", "中央财政补助资金"
    CENTRAL_BUDGET = "central_budget", "中央预算内投资"
    PROVINCE = "province", "省（自治区）补助"
    PREFECTURE = "prefecture", "市（州）补助"
    DISTRICT = "district", "区（县市）财政"
    STREET = "street", "街道承担"
    SPECIAL_BONDS = "special_bonds", "专项债券"
    LOANS = "loans", "银行贷款"
    RESIDENTS = "residents", "居民出资"
    MAINTENANCE_FUND = "maintenance_fund", "住宅专项维修资金"
    PROVIDENT_FUND = "provident_fund", "住房公积金"
    PUBLIC_INCOME = "public_income", "让渡小区公共收益"
    UTILITIES = "utilities", "专营单位出资"
    ORIGINAL_OWNERS = "original_owners", "原产权单位出资"
    SOCIAL_CAPITAL = "social_capital", "社会资本"
    PPP = "ppp", "政府和社会资本合作（PPP）"
    DONATIONS = "donations", "捐资捐物"


class FileKind(TextChoices):
    DRAWING = "drawing", "设计图纸"
    BUDGET = "budget", "概（预）算书"
    MINUTES = "minutes", "会议纪要、意见"
    EVIDENCE = "evidence", "关口依据"
    OTHER = "other", "其他"


class SpotStage(TextChoices):
    BEFORE = "before", "改造前"
    DURING = "during", "改造中"
    AFTER = "after", "改造后"


class IllegalKind(TextChoices):
    """What is built or fenced in against the rules (X四(八), Z三(二))."""

    BUILDING = "building", "违章建筑物、构筑物"
    TEMPORARY = "temporary", "临时建筑"
    ENCROACHMENT = "encroachment", "乱圈乱占"
    SIGN = "sign", "违规户外广告、牌匾"
    LOCK = "lock", "地桩地锁"
    OTHER = "other", "其他"


class IllegalStatus(TextChoices):
    OUTSTANDING = "outstanding", "未拆除"
    DEMOLISHED = "demolished", "已拆除"
    RETAINED = "retained", "暂予保留"

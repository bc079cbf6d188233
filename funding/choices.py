"""Words of money. Sources are those of the schemes: projects.choices.Source."""

from django.db.models import TextChoices

from projects.choices import Source

# What is not given by a budget: it comes in for one project as it is collected.
COLLECTED = (
    Source.RESIDENTS,
    Source.MAINTENANCE_FUND,
    Source.PROVIDENT_FUND,
    Source.PUBLIC_INCOME,
    Source.UTILITIES,
    Source.ORIGINAL_OWNERS,
    Source.SOCIAL_CAPITAL,
    Source.PPP,
    Source.DONATIONS,
)


class DocumentKind(TextChoices):
    TRANSFER = "transfer", "指标文件"
    AGREEMENT = "agreement", "借款、债券、出资协议"
    COLLECTION = "collection", "项目收缴"  # opened by the system for what is collected for one project


class Use(TextChoices):
    """What money is spent on; a source's rule says which of them it may pay (W四(一)1)."""

    BUILDING = "building", "楼本体改造"
    INFRASTRUCTURE = "infrastructure", "小区配套基础设施"
    SERVICES = "services", "公共服务设施"
    LIFTS = "lifts", "加装电梯"
    PRELIMINARY = "preliminary", "设计、监理等前期及其他费用"
    MANAGEMENT = "management", "物业服务费用补贴"


class ActKind(TextChoices):
    """One act of a person: it writes one or several entries at once."""

    RECEIVE = "receive", "指标下达"
    COLLECT = "collect", "收缴到账"
    ALLOCATE = "allocate", "分配"
    TAKE_BACK = "take_back", "收回"
    MOVE = "move", "调剂"
    PAY = "pay", "拨付"
    REVERSE = "reverse", "冲销"


class EntryKind(TextChoices):
    RECEIPT = "receipt", "下达（到账）"
    ALLOCATION = "allocation", "分配"
    PAYMENT = "payment", "拨付"


class ReviewKind(TextChoices):
    ESTIMATE = "estimate", "概算"
    BUDGET = "budget", "预算"


class ReviewStatus(TextChoices):
    SUBMITTED = "submitted", "评审中"
    APPROVED = "approved", "已批复"
    RETURNED = "returned", "已退回"
    SUPERSEDED = "superseded", "已被新批复替代"


class ContractKind(TextChoices):
    CONSTRUCTION = "construction", "施工"
    DESIGN = "design", "勘察设计"
    SUPERVISION = "supervision", "监理"
    GOODS = "goods", "设备材料采购"
    OTHER = "other", "其他服务"


class ChangeKind(TextChoices):
    ORIGINAL = "original", "原合同价"
    VARIATION = "variation", "变更、补充协议"
    SETTLEMENT = "settlement", "结算调整"
    CORRECTION = "correction", "更正"


# What makes up the price as signed: what was entered, and what put right a slip of the pen in it.
AS_SIGNED = (ChangeKind.ORIGINAL, ChangeKind.CORRECTION)


class RequestKind(TextChoices):
    ADVANCE = "advance", "预付款"
    PROGRESS = "progress", "进度款"
    SETTLEMENT = "settlement", "结算款"
    RETENTION = "retention", "质保金"


class RequestStatus(TextChoices):
    """funding/flow.py says what may follow what."""

    DRAFT = "draft", "填写中"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    APPROVED = "approved", "已审核待拨付"
    PAID = "paid", "已拨付"
    REVERSED = "reversed", "拨付已冲销"
    CANCELLED = "cancelled", "已作废"


class Recipients(TextChoices):
    STREETS = "streets", "各街道"
    PROJECTS = "projects", "各项目"


class Factor(TextChoices):
    """The factors of an allocation formula (财综〔2019〕31号)."""

    AREA = "area", "改造面积"
    HOUSEHOLDS = "households", "改造户数"
    BUILDINGS = "buildings", "楼栋数"
    COMPOUNDS = "compounds", "小区个数"
    PERFORMANCE = "performance", "绩效评价"


class Criterion(TextChoices):
    """By what projects queue for money, the first that differs decides."""

    RANK = "rank", "人工排定的顺序"
    BATCH = "batch", "批次先后"
    STARTED = "started", "已开工的在前"
    APPROVED = "approved", "预算已批复的在前"
    GATES = "gates", "未过关口少的在前"
    HOUSEHOLDS = "households", "户数多的在前"
    NEED = "need", "缺口小的在前"
    NUMBER = "number", "项目编号"


class GivenAs(TextChoices):
    MONEY = "money", "出资"
    WORK = "work", "投劳"
    GOODS = "goods", "捐物"


class ShareMethod(TextChoices):
    SINGLE = "single", "单户承担"
    EVEN = "even", "平均分摊"
    BY_FLOOR = "by_floor", "按楼层梯次分摊"


class RewardStatus(TextChoices):
    DRAFT = "draft", "测算中"
    DECIDED = "decided", "已核定"


class WarningKind(TextChoices):
    AHEAD = "ahead", "拨付超前于进度"
    UNUSED = "unused", "资金长期未用"
    PAST_USE_BY = "past_use_by", "超过使用期限"
    OVER_BUDGET = "over_budget", "合同价超批复预算"
    OVER_ALLOTTED = "over_allotted", "分配超过批复预算"
    UNSETTLED = "unsettled", "验收后未按期结算"


class ReportTable(TextChoices):
    BY_SOURCE = "by-source", "资金来源汇总表"
    BY_DOCUMENT = "by-document", "指标文件执行情况表"
    BY_PROJECT = "by-project", "街道、项目资金情况表"
    PAYMENTS = "payments", "资金拨付明细表"
    RANKING = "ranking", "预算执行率排名表"
    CARD = "card", "项目资金卡"
    SELF_EVALUATION = "self-evaluation", "绩效自评表（资金部分）"


class MoneyUnit(TextChoices):
    YUAN = "yuan", "元"
    WAN = "wan", "万元"

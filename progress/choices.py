"""Words of the monthly return."""

from django.db.models import IntegerChoices, TextChoices


class ReturnStatus(TextChoices):
    """Where one version of a return stands; progress/flow.py says what may follow what."""

    DRAFT = "draft", "填报中"
    SUBMITTED = "submitted", "待负责人审核"
    SENT_BACK = "sent_back", "负责人退回"
    APPROVED = "approved", "待盖章上传"
    RECALLED = "recalled", "街道收回更正"
    SEALED = "sealed", "待办公室审核"
    RETURNED = "returned", "办公室退回"
    ACCEPTED = "accepted", "已审核通过"


class Correction(TextChoices):
    """Why there is a version after another one; values as in ReturnStatus."""

    RETURNED = "returned", "办公室退回"
    RECALLED = "recalled", "街道收回"


class InMonth(IntegerChoices):
    """In which month a day of a rule lies."""

    SAME = 0, "当月"
    NEXT = 1, "次月"


class Moves(TextChoices):
    """What happens to a date that falls on a day off (domain.md 2.3)."""

    NEVER = "never", "不顺延"
    HOLIDAYS = "holidays", "遇法定节假日顺延，遇普通周末不顺延"
    DAYS_OFF = "days_off", "遇节假日和周末均顺延"


class Span(TextChoices):
    """Over what a tally adds up; both include the month itself."""

    YEAR = "year", "本年累计"
    TOTAL = "total", "开工以来累计"


class NoteKind(TextChoices):
    """Why somebody wrote to a cell."""

    RETURN = "return", "退回意见"
    REASON = "reason", "情况说明"


class FoundBy(TextChoices):
    """How a sealed scan found its return."""

    QR = "qr", "扫描件上的二维码"
    CODE = "code", "人工输入的校验码"


class Punctuality(TextChoices):
    """How a street reported a month, by time stamps (W六(三))."""

    WAITING = "waiting", "未到期"
    ON_TIME = "on_time", "按时"
    LATE = "late", "迟报"
    OVERDUE = "overdue", "逾期未报"
    MISSING = "missing", "漏报"


class ContradictionRule(TextChoices):
    """What suggests that something is held back or wrong (瞒报); each names itself where it found something."""

    UNCHANGED = "unchanged", "在建项目连续数月数据无变化"
    BACKWARDS = "backwards", "累计数据倒退"
    PAID_OVER_BUILT = "paid_over_built", "拨付多于完成投资"
    EMPTY = "empty", "按时上报但内容空白"
    UNACCEPTED = "unaccepted", "填报完工但无验收记录"
    AHEAD = "ahead", "投资进度与形象进度明显不符"
    SAME_PHOTO = "same_photo", "同一张照片用于不同点位或阶段"

"""Words of reminders."""

from django.db.models import TextChoices


class Outcome(TextChoices):
    """How a deadline ended."""

    DONE = "done", "已完成"
    WITHDRAWN = "withdrawn", "已撤销"


class Channel(TextChoices):
    """Ways out of the house. In-app needs none: the digest itself is the message."""

    EMAIL = "email", "电子邮件"
    WECOM = "wecom", "企业微信群"
    DINGTALK = "dingtalk", "钉钉群"
    SMS = "sms", "短信"


ROBOTS = (Channel.WECOM, Channel.DINGTALK)


class DeliveryStatus(TextChoices):
    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "未送达"
    UNCLEAR = "unclear", "结果不明"  # the worker died while it handed the message over; not repeated by itself

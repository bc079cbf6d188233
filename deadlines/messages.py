"""What a digest says outside the house: plain words and one link; no names of residents, no numbers of telephones."""

from django.conf import settings
from django.urls import reverse

from deadlines.models import Delivery, Digest, Reminder


def address(view: str, *args: int) -> str:
    """A full link into the site."""
    return settings.SITE_URL.rstrip("/") + reverse(view, args=args)


def subject(digest: Digest) -> str:
    return f"老旧小区改造：{digest.on:%Y-%m-%d} 有 {digest.reminders.count()} 项提醒"


def body(digest: Digest) -> str:
    """All lines of a person's day, each with its reason."""
    lines = [f"{number}. {each.line}　{each.why}" for number, each in enumerate(digest.reminders.all(), start=1)]
    head = f"{digest.person}，您好：{digest.on:%Y-%m-%d} 有 {len(lines)} 项需要办理。"
    return "\n".join([head, "", *lines, "", f"办理：{address('deadlines:digest_detail', digest.pk)}"])


def brief(digest: Digest) -> str:
    """For a text message: only how much waits, and how much of it is late."""
    days = list(digest.reminders.values_list("stage", flat=True))
    late = sum(stage > 0 for stage in days)
    return f"老旧小区改造：今天有 {len(days)} 项提醒，其中逾期 {late} 项，请登录系统办理。"


def to_group(delivery: Delivery) -> str:
    """What an organisation's people were told of that day, each thing once."""
    told = Reminder.objects.filter(digest__on=delivery.on, deadline__organisation=delivery.robot.organisation_id)
    lines = dict(told.order_by("due_on", "deadline_id").values_list("deadline_id", "line"))
    head = f"{delivery.robot.organisation} {delivery.on:%Y-%m-%d}：{len(lines)} 项需要办理"
    numbered = [f"{number}. {line}" for number, line in enumerate(lines.values(), start=1)]
    return "\n".join([head, *numbered, f"办理：{settings.SITE_URL}"])

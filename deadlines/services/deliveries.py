"""Bringing messages out of the house: each row claimed, handed over outside any transaction, and told how it fared."""

import logging
import time
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError
from deadlines.channels import SENDERS, opened
from deadlines.channels.base import ChannelError, Refused, Unclear, may_call
from deadlines.choices import Channel, DeliveryStatus
from deadlines.models import ChannelRest, Delivery, Digest, Robot

logger = logging.getLogger(__name__)

PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]  # before each further try
FAILURES_UNTIL_REST = 3
SHORTEST_REST, LONGEST_REST = timedelta(minutes=5), timedelta(hours=1)
SILENT_AFTER = timedelta(minutes=10)
STALE_AFTER = timedelta(days=3)  # yesterday's news is told by today's digest
SECONDS_A_CALL = 50  # beat calls every minute; nobody holds a worker for longer
UNCLEAR = "送达情况不明，没有重发。"
DEFECT = "系统出错，没有发出，请告知系统管理员。"
STALE = "三天没有发出，不再发送。"


def queue(*, on: date, organisations: Collection[int], now: datetime) -> None:
    """Rows for the day's digests and for the group chats of organisations that were reminded; part of the day's run."""
    channels = opened()
    made = []
    digests = Digest.objects.filter(on=on).values_list(
        "pk", "person__email", "person__mobile", "person__organisation__division_id"
    )
    for digest, email, mobile, division in digests.iterator():
        reach = {Channel.EMAIL: email, Channel.SMS: mobile}
        made += [
            Delivery(channel=channel, digest_id=digest, division_id=division, on=on, next_try_at=now)
            for channel, where in reach.items()
            if where and channel in channels
        ]
    for robot in Robot.objects.filter(is_on=True, organisation__in=organisations):
        if may_call(robot.address):
            made.append(
                Delivery(channel=robot.channel, robot=robot, division_id=robot.division_id, on=on, next_try_at=now)
            )
    Delivery.objects.bulk_create(made, batch_size=1_000, ignore_conflicts=True)


def send_waiting(*, channel: str, now: datetime, most: int = 200) -> int:
    """Hand over what waits for this channel; how many were sent. Stops where the channel must rest."""
    if not SENDERS[channel].is_open() or _rests(channel, now):
        return 0
    sent, end = 0, time.monotonic() + SECONDS_A_CALL
    waiting = Delivery.objects.filter(channel=channel, status=DeliveryStatus.WAITING, next_try_at__lte=now)
    for pk in list(waiting.order_by("next_try_at", "pk").values_list("pk", flat=True)[:most]):
        if time.monotonic() > end or _rests(channel, now):
            break
        if delivery := _claimed(pk):
            sent += _hand_over(delivery, now)
    return sent


def channels_with_work(*, now: datetime) -> list[str]:
    """The open channels for which something waits and that are not resting."""
    waiting = Delivery.objects.filter(status=DeliveryStatus.WAITING, next_try_at__lte=now)
    names = set(waiting.order_by().values_list("channel", flat=True).distinct())
    return [channel for channel in opened() if channel in names and not _rests(channel, now)]


def recover(*, now: datetime) -> int:
    """What a worker held when it died: an e-mail is sent again, of others nobody knows whether they arrived."""
    silent = Delivery.objects.filter(status=DeliveryStatus.SENDING, claimed_at__lt=now - SILENT_AFTER)
    again = [channel for channel, sender in SENDERS.items() if sender.repeatable]
    recovered = silent.filter(channel__in=again).update(status=DeliveryStatus.WAITING, next_try_at=now)
    silent.exclude(channel__in=again).update(status=DeliveryStatus.UNCLEAR, error=UNCLEAR, finished_at=now)
    stale = Delivery.objects.filter(status=DeliveryStatus.WAITING, on__lt=timezone.localdate(now) - STALE_AFTER)
    stale.update(status=DeliveryStatus.FAILED, error=STALE, finished_at=now)
    return recovered


@transaction.atomic
def resend(*, delivery: Delivery, by: User, now: datetime) -> None:
    """Try once more what failed or whose fate is unclear; a person takes it upon herself that it may arrive twice."""
    by.demand(Permission.MANAGE_REMINDERS)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if delivery.status not in (DeliveryStatus.FAILED, DeliveryStatus.UNCLEAR):
        raise DomainError(f"这条提醒“{delivery.get_status_display()}”，不必重发。")
    if not SENDERS[delivery.channel].is_open():
        raise DomainError(f"本系统没有开通{delivery.get_channel_display()}，不能重发；请系统管理员先在服务器上设置。")
    delivery.status, delivery.attempts, delivery.next_try_at = DeliveryStatus.WAITING, 0, now
    delivery.error, delivery.finished_at = "", None
    delivery.save()
    audit.write(by=by, action="重发提醒", on=delivery)


def _claimed(pk: int) -> Delivery | None:
    """The row, if nobody else has taken it since."""
    waiting = Delivery.objects.filter(pk=pk, status=DeliveryStatus.WAITING)
    moment = timezone.now()
    if not waiting.update(status=DeliveryStatus.SENDING, claimed_at=moment, attempts=F("attempts") + 1):
        return None
    return Delivery.objects.select_related("digest__person", "robot__organisation").get(pk=pk)


def _hand_over(delivery: Delivery, now: datetime) -> bool:
    """Whether the channel took it. What happens to the row is written whatever comes back."""
    sender = SENDERS[delivery.channel]
    try:
        sender.send(delivery)
    except Refused as refusal:
        _note(delivery, DeliveryStatus.FAILED, now, error=str(refusal))
    except Unclear as silence:
        if sender.repeatable:
            _try_later(delivery, now, str(silence))
        else:
            _note(delivery, DeliveryStatus.UNCLEAR, now, error=f"{silence}{UNCLEAR}")
        _failed(delivery.channel, now)
    except ChannelError as failure:
        _try_later(delivery, now, str(failure))
        _failed(delivery.channel, now)
    except Exception:
        logger.exception("delivery %s by %s failed", delivery.pk, delivery.channel)
        _note(delivery, DeliveryStatus.FAILED, now, error=DEFECT)
    else:
        _note(delivery, DeliveryStatus.SENT, now)
        ChannelRest.objects.filter(channel=delivery.channel, failures__gt=0).update(failures=0, until=None)
        return True
    return False


def _try_later(delivery: Delivery, now: datetime, error: str) -> None:
    if delivery.attempts > len(PAUSES):
        _note(delivery, DeliveryStatus.FAILED, now, error=f"{error}共试了 {delivery.attempts} 次，不再发送。")
        return
    _mine(delivery).update(
        status=DeliveryStatus.WAITING, next_try_at=now + PAUSES[delivery.attempts - 1], error=error[:300]
    )


def _note(delivery: Delivery, status: DeliveryStatus, now: datetime, *, error: str = "") -> None:
    _mine(delivery).update(status=status, finished_at=now, error=error[:300])


def _mine(delivery: Delivery):
    """The row, as long as this claim is the one that counts."""
    return Delivery.objects.filter(
        pk=delivery.pk, status=DeliveryStatus.SENDING, claimed_at=delivery.claimed_at, attempts=delivery.attempts
    )


def _rests(channel: str, now: datetime) -> bool:
    return ChannelRest.objects.filter(channel=channel, until__gt=now).exists()


def _failed(channel: str, now: datetime) -> None:
    """The third failure running, and each after it, lets the channel rest, twice as long every time."""
    ChannelRest.objects.get_or_create(channel=channel)
    rest = ChannelRest.objects.filter(channel=channel)
    rest.update(failures=F("failures") + 1)
    over = rest.values_list("failures", flat=True).get() - FAILURES_UNTIL_REST
    if over >= 0:
        rest.update(until=now + min(SHORTEST_REST * 2 ** min(over, 10), LONGEST_REST))

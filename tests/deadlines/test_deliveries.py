"""Messages on their way out: tried again with growing pauses, and no channel waits for another."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import User
from core.errors import DomainError
from deadlines import tasks
from deadlines.choices import Channel, DeliveryStatus
from deadlines.models import ChannelRest, Delivery, Digest, Reminder, Robot
from deadlines.services import deliveries, reminders
from tests.deadlines.gateways import answering, hanging

pytestmark = pytest.mark.django_db

DAY = date(2023, 5, 24)
NOW = datetime(2023, 5, 24, 1, 0, tzinfo=UTC)
MOBILE = "13800001234"


class Broken(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


BROKEN = f"{__name__}.Broken"


@pytest.fixture(autouse=True)
def opened(settings):
    """E-mail and local robots are open; whatever hangs is given up soon."""
    settings.EMAIL_URL, settings.ROBOT_HOSTS, settings.CHANNEL_TIMEOUT = "locmem", ["127.0.0.1"], 0.3
    settings.SITE_URL = "https://renovation.example"


@pytest.fixture
def reminded(rule, due, clerk):
    """The clerk is reminded on the day of something that is due in a week."""
    User.objects.filter(pk=clerk.pk).update(email="clerk@renovation.example", mobile=MOBILE)
    due(organisation=clerk.organisation)
    return lambda: reminders.run(today=DAY, now=NOW)


@pytest.fixture
def robot(clerk):
    def make(address: str, channel=Channel.WECOM, **facts) -> Robot:
        organisation = clerk.organisation
        return Robot.objects.create(
            organisation=organisation,
            division=organisation.division,
            channel=channel,
            name=facts.pop("name", "南桥改造群"),
            address=address,
            **facts,
        )

    return make


def send(channel: str, now: datetime = NOW) -> int:
    return deliveries.send_waiting(channel=channel, now=now)


def test_the_mail_says_what_and_why_and_carries_a_name_of_its_own(reminded):
    reminded()

    send(Channel.EMAIL)

    message = mail.outbox[0]
    assert "还有7天：完成招投标（期限 2023-05-31）　贵单位承办" in message.body
    assert f"https://renovation.example/reminders/mine/{Digest.objects.get().pk}/" in message.body
    assert message.extra_headers["Message-ID"] == f"<reminder-{Delivery.objects.get().pk}@renovation.example>"


def test_sent_is_sent(reminded):
    reminded()
    send(Channel.EMAIL)

    assert send(Channel.EMAIL) == 0

    assert len(mail.outbox) == 1
    assert Delivery.objects.get().status == DeliveryStatus.SENT


def test_without_settings_nothing_leaves_the_house(reminded, settings):
    settings.EMAIL_URL, settings.ROBOT_HOSTS = "", []

    reminded()

    assert (Delivery.objects.count(), Reminder.objects.count()) == (0, 1)


def test_without_an_address_the_reminder_stays_in_the_house(reminded, clerk):
    User.objects.filter(pk=clerk.pk).update(email="")

    reminded()

    assert (Delivery.objects.count(), Digest.objects.get().person) == (0, clerk)


def test_what_failed_is_tried_again_after_growing_pauses_and_then_given_up(reminded, settings):
    settings.EMAIL_BACKEND = BROKEN
    reminded()
    delivery, now, pauses = Delivery.objects.get(), NOW, []
    while delivery.status == DeliveryStatus.WAITING:
        ChannelRest.objects.all().delete()  # the channel's own rest is another story
        send(Channel.EMAIL, now)
        delivery.refresh_from_db()
        pauses.append(delivery.next_try_at - now)
        now = max(now, delivery.next_try_at)

    assert pauses[:-1] == [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360)]
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.FAILED, 6)
    assert delivery.error == "邮件服务器连接不上或没有应答。共试了 6 次，不再发送。"


def test_before_its_time_it_is_not_tried_again(reminded, settings):
    settings.EMAIL_BACKEND = BROKEN
    reminded()
    send(Channel.EMAIL)

    send(Channel.EMAIL, NOW + timedelta(seconds=59))

    assert Delivery.objects.get().attempts == 1


def test_a_channel_that_fails_three_times_rests_longer_each_time(settings):
    settings.EMAIL_BACKEND = BROKEN
    rests = []
    for _ in range(8):
        deliveries._failed(Channel.EMAIL, NOW)
        until = ChannelRest.objects.get().until
        rests.append(until and (until - NOW).total_seconds() / 60)

    assert rests == [None, None, 5, 10, 20, 40, 60, 60]


def test_a_channel_that_hangs_delays_no_other(reminded, robot, settings):
    """The chat never answers; the e-mail is out before the chat is given up, and the chat's channel rests."""
    with hanging() as (host, port):
        for number in range(10):
            robot(f"http://{host}:{port}/{number}", name=f"群{number}")
        reminded()
        started = time.monotonic()
        send(Channel.WECOM)
        waited = time.monotonic() - started
        send(Channel.EMAIL)

    assert waited < 3 * settings.CHANNEL_TIMEOUT + 1
    assert ChannelRest.objects.get(channel=Channel.WECOM).until == NOW + timedelta(minutes=5)
    assert Delivery.objects.filter(channel=Channel.WECOM, status=DeliveryStatus.WAITING).count() == 7
    assert len(mail.outbox) == 1


def test_each_channel_has_a_task_of_its_own(reminded, robot, monkeypatch, settings):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:1/"
    robot("http://127.0.0.1:1/", Channel.DINGTALK)
    reminded()
    asked = []
    monkeypatch.setattr(tasks.send_channel, "delay", lambda channel: asked.append(channel))
    monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)

    tasks.send_waiting_everywhere()

    assert sorted(asked) == ["dingtalk", "email", "sms"]


def test_a_mail_server_that_hangs_is_tried_again(reminded, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.3
    with hanging() as (settings.EMAIL_HOST, settings.EMAIL_PORT):
        reminded()
        send(Channel.EMAIL)

    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.next_try_at) == (DeliveryStatus.WAITING, NOW + timedelta(minutes=1))
    assert delivery.error == "邮件服务器连接不上或没有应答。"


def test_a_chat_that_took_the_message_and_said_nothing_is_not_sent_it_again(reminded, robot):
    """It may have arrived, and a chat does not recognise a repeat: a person decides."""
    with hanging() as (host, port):
        robot(f"http://{host}:{port}/")
        reminded()
        send(Channel.WECOM)

    delivery = Delivery.objects.get(channel=Channel.WECOM)
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.UNCLEAR, 1)


def test_a_chat_that_refuses_is_asked_again_and_its_words_are_kept(reminded, robot):
    with answering((200, {"errcode": 45009, "errmsg": "api freq out of limit, hint: [1]"}), (200, {"errcode": 0})) as (
        address,
        received,
    ):
        robot(address)
        reminded()
        send(Channel.WECOM)
        error = Delivery.objects.get(channel=Channel.WECOM).error
        send(Channel.WECOM, NOW + timedelta(minutes=1))

    assert error == "对方返回错误 45009：api freq out of limit"
    assert Delivery.objects.get(channel=Channel.WECOM).status == DeliveryStatus.SENT
    assert "1. 还有7天：完成招投标（期限 2023-05-31）" in received[1][2]["text"]["content"]


def test_dingtalk_is_signed(reminded, robot):
    with answering((200, {"errcode": 0})) as (address, received):
        robot(address, Channel.DINGTALK, secret="SEC示例")
        reminded()
        send(Channel.DINGTALK)

    assert "&timestamp=" in received[0][0]
    assert "&sign=" in received[0][0]


@pytest.mark.parametrize("answer", [(302, {"errcode": 0}), (500, {}), (200, ["no object"])])
def test_a_strange_answer_is_a_failure(reminded, robot, answer):
    with answering(answer) as (address, _):
        robot(address)
        reminded()
        send(Channel.WECOM)

    assert Delivery.objects.get(channel=Channel.WECOM).status == DeliveryStatus.WAITING


def test_a_chat_on_a_host_that_was_not_opened_is_never_called(reminded, robot, settings):
    with answering((200, {"errcode": 0})) as (address, received):
        robot(address)
        reminded()
        settings.ROBOT_HOSTS = ["robot.example"]
        send(Channel.WECOM)

    assert (received, Delivery.objects.get(channel=Channel.WECOM).status) == ([], DeliveryStatus.FAILED)


def test_a_text_message_says_how_much_waits(reminded, settings):
    with answering((200, {"code": 0})) as (settings.SMS_GATEWAY_URL, received):
        settings.SMS_GATEWAY_TOKEN = "示例".encode().hex()
        reminded()
        send(Channel.SMS)

    _, headers, body = received[0]
    assert body == {"mobile": MOBILE, "text": "老旧小区改造：今天有 1 项提醒，其中逾期 0 项，请登录系统办理。"}
    assert headers["Authorization"] == f"Bearer {settings.SMS_GATEWAY_TOKEN}"


@pytest.mark.parametrize("answers", [(200, {"code": 7}), (403, {})])
def test_no_secret_and_no_number_is_written_down(reminded, robot, settings, caplog, answers):
    with answering(answers) as (settings.SMS_GATEWAY_URL, _):
        settings.SMS_GATEWAY_TOKEN = "secret-token"
        robot(settings.SMS_GATEWAY_URL)
        reminded()
        send(Channel.SMS)
        send(Channel.WECOM)

    written = caplog.text + "".join(Delivery.objects.values_list("error", flat=True))
    assert [secret for secret in ("secret", MOBILE) if secret in written] == []


@pytest.mark.parametrize(
    ("channel", "status"), [(Channel.EMAIL, DeliveryStatus.WAITING), (Channel.SMS, DeliveryStatus.UNCLEAR)]
)
def test_what_a_dead_worker_held_is_repeated_only_where_a_repeat_is_recognised(reminded, settings, channel, status):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:1/"
    reminded()
    held = Delivery.objects.filter(channel=channel)
    held.update(status=DeliveryStatus.SENDING, claimed_at=NOW - timedelta(minutes=11))

    deliveries.recover(now=NOW)

    assert held.get().status == status


def test_what_a_worker_holds_at_this_moment_is_left_to_it(reminded):
    reminded()
    Delivery.objects.update(status=DeliveryStatus.SENDING, claimed_at=NOW - timedelta(minutes=9))

    deliveries.recover(now=NOW)

    assert Delivery.objects.get().status == DeliveryStatus.SENDING


def test_old_news_is_not_sent(reminded):
    reminded()

    deliveries.recover(now=NOW + timedelta(days=4))

    assert Delivery.objects.get().error == "三天没有发出，不再发送。"


def test_a_wrong_address_is_not_tried_again_and_the_channel_goes_on(reminded, clerk):
    reminded()
    User.objects.filter(pk=clerk.pk).update(email="")

    send(Channel.EMAIL)

    assert Delivery.objects.get().status == DeliveryStatus.FAILED
    assert ChannelRest.objects.count() == 0


def test_the_office_sends_once_more_what_failed(reminded, office):
    reminded()
    Delivery.objects.update(status=DeliveryStatus.FAILED, attempts=6, error="示例")

    deliveries.resend(delivery=Delivery.objects.get(), by=office, now=NOW)
    send(Channel.EMAIL)

    assert Delivery.objects.get().status == DeliveryStatus.SENT


def test_what_was_sent_is_not_sent_once_more(reminded, office):
    reminded()
    send(Channel.EMAIL)

    with pytest.raises(DomainError, match="已发送"):
        deliveries.resend(delivery=Delivery.objects.get(), by=office, now=NOW)

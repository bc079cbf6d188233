"""The installation's SMS gateway, never repeated: POST {"mobile", "text"} with a bearer token, answered {"code": 0}."""

from django.conf import settings

from deadlines import messages
from deadlines.channels.base import ChannelError, Refused, post
from deadlines.models import Delivery

repeatable = False


def is_open() -> bool:
    return bool(settings.SMS_GATEWAY_URL)


def send(delivery: Delivery) -> None:
    digest = delivery.digest
    if not digest.person.mobile:
        raise Refused("收件人没有登记手机号。")
    said = post(
        settings.SMS_GATEWAY_URL,
        {"mobile": digest.person.mobile, "text": messages.brief(digest)},
        headers={"Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}"},
    )
    if said.get("code", 0) != 0:
        raise ChannelError(f"短信网关返回错误 {str(said['code'])[:20]}。")

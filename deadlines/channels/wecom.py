"""A WeCom group robot: at most 2,048 bytes of text, and no way to recognise a repeat, so it is never repeated."""

from django.conf import settings

from deadlines import messages
from deadlines.channels.base import shortened
from deadlines.channels.robots import hand_over
from deadlines.models import Delivery

repeatable = False
MOST_BYTES = 2_000


def is_open() -> bool:
    return bool(settings.ROBOT_HOSTS)


def send(delivery: Delivery) -> None:
    text = shortened(messages.to_group(delivery), MOST_BYTES)
    hand_over(delivery.robot.address, {"msgtype": "text", "text": {"content": text}})

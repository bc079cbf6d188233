"""A DingTalk group robot, signed where a secret is set (加签); like WeCom's never repeated."""

import base64
import hashlib
import hmac
import time
from urllib.parse import urlencode

from django.conf import settings

from deadlines import messages
from deadlines.channels.base import shortened
from deadlines.channels.robots import hand_over
from deadlines.models import Delivery

repeatable = False
MOST_BYTES = 18_000


def is_open() -> bool:
    return bool(settings.ROBOT_HOSTS)


def send(delivery: Delivery) -> None:
    robot, text = delivery.robot, shortened(messages.to_group(delivery), MOST_BYTES)
    address = signed(robot.address, robot.secret, int(time.time() * 1000)) if robot.secret else robot.address
    hand_over(address, {"msgtype": "text", "text": {"content": text}})


def signed(address: str, secret: str, moment: int) -> str:
    """The address with the moment in milliseconds and the HMAC-SHA256 of moment and secret."""
    digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
    query = urlencode({"timestamp": moment, "sign": base64.b64encode(digest).decode()})
    return f"{address}{'&' if '?' in address else '?'}{query}"

"""What all ways out of the house share."""

from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

CONNECT_SECONDS = 5


class ChannelError(Exception):
    """The channel did not take the message; it is tried again later. The text holds no secret and no number."""


class Refused(ChannelError):
    """The channel works and will not take this message: to try again would not help."""


class Unclear(ChannelError):
    """The message was handed over and no answer came: it may have arrived."""


def post(url: str, payload: dict[str, Any], *, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """Send JSON and read the JSON that comes back; no redirect is followed, no longer than the time-out waited."""
    waits = (min(CONNECT_SECONDS, settings.CHANNEL_TIMEOUT), settings.CHANNEL_TIMEOUT)
    try:
        answer = requests.post(url, json=payload, headers=headers, timeout=waits, allow_redirects=False)
    except requests.ConnectTimeout:
        raise ChannelError("对方没有应答（连接超时）。") from None
    except requests.Timeout:
        raise Unclear("对方收到后没有应答（超时）。") from None
    except requests.RequestException:
        raise ChannelError("连接不上对方。") from None
    if not answer.ok or answer.is_redirect:
        raise ChannelError(f"对方返回 {answer.status_code}。")
    try:
        said = answer.json()
    except requests.JSONDecodeError:
        raise ChannelError("对方的回复无法识别。") from None
    return said if isinstance(said, dict) else {}


def may_call(address: str) -> bool:
    """Whether a group chat's address lies on a host that the installation has opened (ROBOT_HOSTS)."""
    try:
        prepared = requests.Request("POST", address).prepare().url
    except requests.RequestException:
        return False
    return urlsplit(prepared).hostname in settings.ROBOT_HOSTS


def shortened(text: str, most: int) -> str:
    """Cut to so many bytes of UTF-8, between lines, saying how many lines are left out."""
    if len(text.encode()) <= most:
        return text
    lines = text.split("\n")
    while lines and len("\n".join([*lines, _rest(text, lines)]).encode()) > most:
        lines.pop()
    return "\n".join([*lines, _rest(text, lines)])


def _rest(text: str, kept: list[str]) -> str:
    return f"……另有 {text.count(chr(10)) + 1 - len(kept)} 行，请登录系统查看"

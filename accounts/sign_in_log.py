"""Signing in and out, and failing to, goes into the log of acts (GB/T 22239 8.1.4.3).

Django and axes announce these by signals of their own; accounts/apps.py connects them. Nothing else here is a signal.
"""

from typing import Any

from django.http import HttpRequest

from accounts.addresses import client_address
from accounts.models import User
from core import audit

ACTIONS = SIGNED_IN, SIGNED_OUT, FAILED, LOCKED = "登录", "退出", "登录失败", "账号锁定"


def signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    audit.write(by=user, action=SIGNED_IN, on=user, address=client_address(request))


def signed_out(*, request: HttpRequest, user: User | None, **_: Any) -> None:
    if user:
        audit.write(by=user, action=SIGNED_OUT, on=user, address=client_address(request))


def failed(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    _refused(FAILED, credentials.get("username", ""), request)


def locked_out(*, request: HttpRequest, username: str, **_: Any) -> None:
    _refused(LOCKED, username, request)


def _refused(action: str, username: str, request: HttpRequest | None) -> None:
    """Nobody has signed in, so nobody did it; the account that was tried is the subject, if there is one."""
    audit.write(
        by=None,
        by_name=username[:150],
        action=action,
        on=User.objects.filter(username=username).first(),
        succeeded=False,
        address=client_address(request) if request else None,
    )

"""A person's calendar address: the token in it is shown once and kept as its SHA-256 only."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from deadlines.models import Feed

BYTES = 32  # of chance: nobody guesses it


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def renew(*, by: User, now: datetime) -> str:
    """Give the person a new token; the old address ends at once. The token is returned here and never again."""
    by.demand(Permission.SEE_TODO)
    token = secrets.token_urlsafe(BYTES)
    Feed.objects.update_or_create(person=by, defaults={"token_sha256": digest_of(token), "created_at": now})
    audit.write(by=by, action="生成日历订阅地址")
    return token


@transaction.atomic
def revoke(*, by: User) -> None:
    """End the address; whoever holds it reads nothing any more."""
    by.demand(Permission.SEE_TODO)
    Feed.objects.filter(person=by).delete()
    audit.write(by=by, action="停用日历订阅地址")

"""What a person decides about two compounds that look alike. Both must lie in her territory."""

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from communities import policies
from communities.choices import Verdict
from communities.models import Compound, DuplicateDecision
from communities.services import removals
from core import audit
from core.errors import Conflict
from divisions.territory import ancestors


@transaction.atomic
def keep_apart(*, pair: tuple[Compound, Compound], reason: str, by: User) -> DuplicateDecision:
    """They are two compounds: the pair is not proposed again."""
    decision = _decide(pair, Verdict.DIFFERENT, reason=reason, by=by)
    audit.write(by=by, action="判定不是同一小区", on=decision, reason=reason)
    return decision


@transaction.atomic
def merge(*, duplicate: Compound, into: Compound, reason: str, by: User) -> Compound:
    """They are one: the duplicate's history, parts and name go over to the one that stays."""
    _decide((duplicate, into), Verdict.MERGED, reason=reason, by=by)
    return removals.merge_into(duplicate=duplicate, into=into, by=by, reason=reason)


def _decide(pair: tuple[Compound, Compound], verdict: Verdict, *, reason: str, by: User) -> DuplicateDecision:
    policies.check_within(by, Permission.DECIDE_DUPLICATES, *(compound.division_id for compound in pair))
    first, second = sorted(Compound.objects.select_for_update().filter(pk__in=[c.pk for c in pair]), key=lambda c: c.pk)
    if DuplicateDecision.objects.filter(first=first, second=second).exists():
        raise Conflict("这一对小区已经有人处理过。")
    return DuplicateDecision.objects.create(
        first=first,
        second=second,
        division_id=_common_division(first.division_id, second.division_id),
        verdict=verdict,
        reason=reason,
        decided_by=by,
    )


def _common_division(one: str, other: str) -> str:
    """The nearest division that holds both: who may see both compounds may see the decision."""
    above = ancestors(other)
    return next(code for code in ancestors(one) if code in above)

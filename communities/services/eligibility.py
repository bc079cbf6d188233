"""Exceptions to the rules of who may be renovated (F11): granted and withdrawn by a person, with a reason."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from communities import policies
from communities.choices import State, Test
from communities.models import Compound, EligibilityException
from communities.selectors.eligibility import eligibility_of
from communities.services import standing
from core import audit
from core.errors import Conflict, DomainError


@transaction.atomic
def grant(*, compound: Compound, test: Test, reason: str, by: User, on: date) -> EligibilityException:
    """Except a compound from one condition that it fails today. Refused where it does not fail that condition."""
    policies.check_can_change(by, Permission.GRANT_EXCEPTIONS, compound)
    locked = Compound.objects.select_for_update().get(pk=compound.pk)
    failed = {finding.test for finding in eligibility_of(locked, on=on).findings if finding.state == State.FAILED}
    if test not in failed:
        raise DomainError(f"该小区目前没有不符合“{Test(test).label}”这一条，不需要例外。")
    exception = EligibilityException.objects.create(
        compound=locked, division_id=locked.division_id, test=test, reason=reason, granted_by=by, granted_on=on
    )
    audit.write(by=by, action="批准例外", on=locked, reason=reason, details={"条件": Test(test).label})
    standing.refresh(compounds=[locked.pk], on=on)
    return exception


@transaction.atomic
def withdraw(*, exception: EligibilityException, reason: str, by: User, on: date) -> None:
    """Take an exception back; the row stays with who, when and why. Refused when somebody already did."""
    policies.check_within(by, Permission.GRANT_EXCEPTIONS, exception.division_id)
    locked = EligibilityException.objects.select_for_update().get(pk=exception.pk)
    if locked.withdrawn_on:
        raise Conflict("这项例外已经撤销。")
    locked.withdrawn_by, locked.withdrawn_on, locked.withdrawn_reason = by, on, reason
    locked.save(update_fields=["withdrawn_by", "withdrawn_on", "withdrawn_reason"])
    compound = exception.compound
    audit.write(by=by, action="撤销例外", on=compound, reason=reason, details={"条件": locked.get_test_display()})
    standing.refresh(compounds=[compound.pk], on=on)

"""Sites that came after a return was drawn up."""

from datetime import date

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from progress.models import ReturnVersion
from progress.services import versions
from progress.sheet_policies import check_can_fill


@transaction.atomic
def add_missing(*, version: ReturnVersion, by: User, today: date) -> int:
    """Lines for the sites that the version lacks, with what last month said of them. Refused when there is none."""
    related = ("monthly_return__organisation", "monthly_return__reporting_month", "monthly_return__division")
    locked = ReturnVersion.objects.select_for_update(of=("self",)).select_related(*related).get(pk=version.pk)
    check_can_fill(by, locked, today)
    added = versions.add_missing_lines(version=locked)
    if not added:
        raise DomainError("本街道应填报的小区都已在月报里，没有需要补入的。")
    audit.write(by=by, action="补入月报小区", on=locked, details={"小区数": added})
    return added

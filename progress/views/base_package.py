"""What the pages of one return share: the return within the person's territory, and the version that is meant."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from core.errors import DomainError, NotAllowed
from core.views.forms import LeadsBack
from progress.models import MonthlyReturn, ReturnVersion
from progress.selectors import packages as selected

PARTS = (
    "reporting_month__division",
    "reporting_month__rule",
    "division",
    "organisation",
    "assigned_to",
    "current__created_by",
    "current__submitted_by",
    "current__approved_by",
    "current__decided_by",
)


def return_of(request: HttpRequest, pk: int) -> MonthlyReturn:
    """404 for an outsider. Its current version knows it, so that nobody asks for it again."""
    found = get_object_or_404(
        MonthlyReturn.objects.for_user(request.user).select_related(*PARTS), pk=pk, current__isnull=False
    )
    if found.current:
        found.current.monthly_return = found
    return found


def version_of(request: HttpRequest, pk: int) -> ReturnVersion:
    """404 for an outsider."""
    visible = ReturnVersion.objects.for_user(request.user).select_related(
        *selected.PARTS, "monthly_return__assigned_to"
    )
    return get_object_or_404(visible, pk=pk)


def told_where_she_was(check: Callable[[], None]) -> None:
    """Her role would do, only the step is another unit's: the sentence, and not the 403 page."""
    try:
        check()
    except NotAllowed as refusal:
        raise DomainError(str(refusal)) from refusal


class ReturnPage(LeadsBack):
    """A form about the version of a return that is in work; leads back to the return."""

    monthly_return: MonthlyReturn
    version: ReturnVersion

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.monthly_return = return_of(request, kwargs["pk"])
        self.version = self.monthly_return.current
        self.note, self.back = str(self.version), self.monthly_return.get_absolute_url()
        self.draft = f"{type(self).__name__.lower()}-{self.version.pk}"
        told_where_she_was(self.check_person)
        if request.method == "GET":  # told before she fills it in; what happened meanwhile is refused in the form
            self.check_state()

    def check_person(self) -> None:
        """Is it her unit's step at all?"""

    def check_state(self) -> None:
        """Is it time for this step?"""

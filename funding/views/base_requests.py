"""What the pages of one payment request share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from core.views.forms import LeadsBack
from funding.models import PaymentRequest
from funding.policies import check_can_review
from funding.request_policies import check_is_theirs
from funding.selectors.requests import SHOWN_WITH


def request_of(request: HttpRequest, pk: int) -> PaymentRequest:
    """404 for an outsider."""
    visible = PaymentRequest.objects.for_user(request.user).select_related(*SHOWN_WITH)
    return get_object_or_404(visible, pk=pk)


class RequestPage(LeadsBack):
    """A form about one request; leads back to it, at once where it is not the time for this step."""

    asked: PaymentRequest
    check: Callable[[User, PaymentRequest], None]
    by_bureau = True  # the finance bureau's step, else the unit's

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.asked = request_of(request, kwargs["pk"])
        self.back, self.note = self.asked.get_absolute_url(), f"{self.asked}　{self.asked.project}"
        self.draft = f"{type(self).__name__.lower()}-{self.asked.pk}"
        if self.by_bureau:
            check_can_review(request.user, self.asked.project)
        else:
            check_is_theirs(request.user, self.asked)
        if request.method == "GET":  # told before she fills it in; what happened meanwhile is refused in the form
            type(self).check(request.user, self.asked)

"""Who may be renovated: the list, one compound's conditions, and exceptions to them."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.choices import Test
from communities.eligibility_list import ELIGIBILITY
from communities.forms.eligibility import ReasonForm
from communities.models import Compound, EligibilityException
from communities.selectors.eligibility import eligibility_of
from communities.services import eligibility
from core.lists import ListPage
from core.views.forms import FormPage


class EligibilityList(ListPage):
    spec = ELIGIBILITY
    template_name = "communities/eligibility_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_pool": self.request.user.may(Permission.MANAGE_POOL)}


@requires(Permission.VIEW_COMPOUNDS)
def eligibility_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Every condition with its figure and clause, today or (`?on=`) by the rules of another day."""
    compound = get_object_or_404(Compound.objects.for_user(request.user).select_related("division"), pk=pk)
    on = _day(request.GET.get("on", ""))
    context = {
        "compound": compound,
        "on": on,
        "assessment": eligibility_of(compound, on=on),
        "exceptions": compound.exceptions.select_related("granted_by", "withdrawn_by"),
        "may_except": request.user.may(Permission.GRANT_EXCEPTIONS) and on == timezone.localdate(),
    }
    return render(request, "communities/eligibility_detail.html", context)


class ExceptionGrant(FormPage):
    permission = Permission.GRANT_EXCEPTIONS
    form_class = ReasonForm
    submit = "批准例外"
    done = "已批准例外。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        if kwargs["test"] not in Test.values:
            raise Http404
        self.compound = get_object_or_404(Compound.objects.for_user(request.user), pk=kwargs["pk"])
        self.test = Test(kwargs["test"])
        self.title = f"{self.compound}：“{self.test.label}”的例外"
        self.back = reverse("communities:eligibility_detail", args=[self.compound.pk])

    def save(self, form: Form) -> str:
        eligibility.grant(
            compound=self.compound,
            test=self.test,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            on=timezone.localdate(),
        )
        return self.back


class ExceptionWithdraw(FormPage):
    permission = Permission.GRANT_EXCEPTIONS
    form_class = ReasonForm
    submit = "撤销例外"
    done = "已撤销例外。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = EligibilityException.objects.for_user(request.user).select_related("compound")
        self.exception = get_object_or_404(visible, pk=kwargs["pk"])
        self.title = f"{self.exception.compound}：撤销“{self.exception.get_test_display()}”的例外"
        self.back = reverse("communities:eligibility_detail", args=[self.exception.compound_id])

    def save(self, form: Form) -> str:
        eligibility.withdraw(
            exception=self.exception,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
            on=timezone.localdate(),
        )
        return self.back


def _day(text: str):
    """The day asked for; today when none is, or none that exists."""
    try:
        return parse_date(text) or timezone.localdate()
    except ValueError:
        return timezone.localdate()

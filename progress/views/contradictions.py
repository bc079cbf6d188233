"""Pages of what contradicts itself: the list, one of them, and the street's answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.views.forms import FormPage
from progress.contradiction_list import CONTRADICTIONS
from progress.contradiction_policies import can_answer, demand_right_to_answer
from progress.contradictions.facts import said, total
from progress.forms.contradictions import AnswerForm
from progress.models import Contradiction, ReturnLine
from progress.selectors.contradictions import cell_address, contradictions_listed, history_of, months_of_site
from progress.services import contradictions

SHOWN = ("basic", "improvement", "upgrade", "invested", "paid")


class ContradictionList(ListPage):
    spec = CONTRADICTIONS


@requires(Permission.VIEW_RETURNS)
def contradiction_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, since when, by which rule, what the site reported month by month, and what the street says."""
    contradiction = contradiction_of(request, pk)
    context = {
        "contradiction": contradiction,
        "address": cell_address(contradiction),
        "months": [_month(line) for line in months_of_site(contradiction)],
        "history": history_of(contradiction),
        "may_answer": can_answer(request.user, contradiction),
    }
    return render(request, "progress/contradiction_detail.html", context)


class ContradictionAnswer(FormPage):
    form_class = AnswerForm
    submit = "提交说明"
    done = "已提交说明。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        demand_right_to_answer(request.user)
        theirs = contradictions_listed(request.user).filter(monthly_return__organisation=request.user.organisation_id)
        self.contradiction = get_object_or_404(theirs, pk=kwargs["pk"])
        self.title = f"说明：{self.contradiction.get_rule_display()}"
        self.note = self.contradiction.text
        self.back = self.contradiction.get_absolute_url()
        self.draft = f"contradiction-{self.contradiction.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"contradiction": self.contradiction}

    def save(self, form: AnswerForm) -> Contradiction:
        return contradictions.answer(
            contradiction=self.contradiction, **form.cleaned_data, by=self.request.user, now=timezone.now()
        )


def contradiction_of(request: HttpRequest, pk: int) -> Contradiction:
    request.user.demand(Permission.VIEW_RETURNS)
    return get_object_or_404(contradictions_listed(request.user).select_related("site__project"), pk=pk)


def _month(line: ReturnLine) -> dict[str, Any]:
    """One month of the site, in words."""
    values = {key: "" if getattr(line, key) is None else said(key, getattr(line, key)) for key in SHOWN}
    return {
        "month": line.version.month,
        "values": values,
        "invested": said("invested", total(line, "invested")),
        "paid": said("paid", total(line, "paid")),
    }

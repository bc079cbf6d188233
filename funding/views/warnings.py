"""Pages of warnings: the list, one of them, the answer, and looking again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.views.acts import tell
from core.views.forms import FormPage
from divisions.territory import prefix_of
from funding import policies
from funding.forms.warnings import AnswerForm
from funding.lists.warnings import WARNINGS
from funding.models import FundWarning
from funding.selectors.warnings import figures, history_of, warnings_listed
from funding.services import warnings
from funding.warning_rules import EXPLAINED


class WarningList(ListPage):
    spec = WARNINGS
    template_name = "funding/warning_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_look": self.request.user.may(Permission.MANAGE_FUNDS)}


@requires(Permission.VIEW_FUNDS)
def warning_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Why, since when, by which rule, the money as it stands now, and what was said to it."""
    warning = warning_of(request, pk)
    context = {
        "warning": warning,
        "rule": EXPLAINED[warning.kind],
        "figures": figures(warning),
        "history": history_of(warning),
        "may_answer": warning.gone_on is None and policies.can_answer(request.user, warning),
    }
    return render(request, "funding/warning_detail.html", context)


class WarningAnswer(FormPage):
    permission = Permission.VIEW_FUNDS
    form_class = AnswerForm
    submit = "提交说明"
    done = "已提交说明。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.warning = warning_of(request, kwargs["pk"])
        policies.check_can_answer(request.user, self.warning)
        self.title = f"说明：{self.warning.get_kind_display()}"
        self.note = self.warning.text
        self.back = self.warning.get_absolute_url()
        self.draft = f"fund-warning-{self.warning.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"warning": self.warning}

    def save(self, form: AnswerForm) -> FundWarning:
        by, now = self.request.user, timezone.now()
        return warnings.answer(warning=self.warning, **form.cleaned_data, by=by, now=now)


@require_POST
@requires(Permission.MANAGE_FUNDS)
def warning_look(request: HttpRequest) -> HttpResponse:
    """Look again, in her own territory."""
    division = request.user.organisation.division
    today = timezone.localdate()
    tell(request, lambda: warnings.look(today=today, prefix=prefix_of(division.pk)), "已重新检查，下面是目前的情况。")
    return redirect("funding:warning_list")


def warning_of(request: HttpRequest, pk: int) -> FundWarning:
    return get_object_or_404(warnings_listed(request.user), pk=pk)

"""Who must do what: the matrix of duties, and a new version of it."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from projects.forms.responsibilities import RuleForm, line_rows
from projects.models import ResponsibilityRule
from projects.selectors.matrix import matrices
from projects.services import responsibilities


@requires(Permission.VIEW_PROJECTS)
def responsibility_list(request: HttpRequest) -> HttpResponse:
    """The matrices that hold where she works; her own organisation's lines are marked."""
    context = {
        "matrices": matrices(user=request.user, on=timezone.localdate()),
        "may_set": request.user.may(Permission.SET_RULES),
    }
    return render(request, "projects/responsibility_list.html", context)


class ResponsibilityCreate(FormPage):
    """A new version for the person's own district, its rows copied from the one in force."""

    permission = Permission.SET_RULES
    form_class = RuleForm
    template_name = "projects/responsibility_form.html"
    title = "设置职责分工"
    done = "已设置新的职责分工，自施行日期起按它确定责任单位。"
    back = reverse_lazy("projects:responsibility_list")
    draft = "responsibilities"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        division = request.user.organisation.division
        self.note = f"{division}：不需要的行清空，单位类别为部门或专营单位的须选职能"
        rule = ResponsibilityRule.objects.in_force(division.pk, timezone.localdate())
        self.rows = line_rows(data=request.POST or None, rule=rule, division_code=division.pk)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"rows": self.rows}

    def form_valid(self, form: Form) -> HttpResponse:
        return super().form_valid(form) if self.rows.is_valid() else self.form_invalid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        self.rows.is_valid()  # the rows tell their errors too
        return super().form_invalid(form)

    def save(self, form: Form) -> str:
        user = self.request.user
        responsibilities.set_rule(
            division=user.organisation.division, lines=self.rows.lines, by=user, **form.cleaned_data
        )
        return self.back

"""By how much schemes may exceed the planned investment. Old versions stay and are shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from projects.forms.schemes import SchemeRuleForm
from projects.models import SchemeRule
from projects.services import scheme_rules


@requires(Permission.VIEW_PROJECTS)
def scheme_rule_list(request: HttpRequest) -> HttpResponse:
    rules = SchemeRule.objects.for_user(request.user).with_state(timezone.localdate())
    context = {"rules": rules, "may_set": request.user.may(Permission.SET_RULES)}
    return render(request, "projects/scheme_rule_list.html", context)


class SchemeRuleCreate(FormPage):
    permission = Permission.SET_RULES
    form_class = SchemeRuleForm
    title = "设置方案投资控制"
    done = "已设置，自施行日期起按新比例核对方案。"
    back = reverse_lazy("projects:scheme_rule_list")
    draft = "scheme-rule"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.user.organisation.division
        self.note = f"{self.division}；以前的方案仍按当时的规则"

    def save(self, form: SchemeRuleForm) -> str:
        scheme_rules.set_rule(division=self.division, by=self.request.user, **form.cleaned_data)
        return self.back

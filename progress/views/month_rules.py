"""By when returns are asked for. Old versions stay and are shown."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from progress.forms.months import MonthRuleForm, as_it_stands
from progress.models import MonthRule
from progress.services import month_rules


@requires(Permission.VIEW_RETURNS)
def month_rule_list(request: HttpRequest) -> HttpResponse:
    rules = MonthRule.objects.for_user(request.user).with_state(timezone.localdate())
    context = {"rules": rules, "may_set": request.user.may(Permission.SET_RULES)}
    return render(request, "progress/month_rule_list.html", context)


class MonthRuleCreate(FormPage):
    permission = Permission.SET_RULES
    form_class = MonthRuleForm
    title = "设置月报时限"
    done = "已设置，自施行日期以后开始的月份起按新时限。"
    back = reverse_lazy("progress:month_rule_list")
    draft = "month-rule"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.user.organisation.division
        self.note = f"{self.division}；已开放的月份仍按当时的时限"

    def get_initial(self) -> dict[str, Any]:
        return as_it_stands(MonthRule.objects.in_force(self.division.pk, timezone.localdate()))

    def save(self, form: MonthRuleForm) -> str:
        month_rules.set_rule(division=self.division, by=self.request.user, **form.cleaned_data)
        return self.back

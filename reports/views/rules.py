"""Report rules, and who is let off a card. Old versions stay and are shown."""

from datetime import date
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import NotAllowed
from core.views.forms import FormPage
from divisions.models import Division, Level
from reports.forms.monthly import ExemptionForm, RemovalForm
from reports.forms.rules import MONTHS, ReportRuleForm
from reports.models import CardExemption, ReportRule
from reports.services import rules
from reports.views.base import month_asked, months_over


@requires(Permission.VIEW_REPORTS)
def report_rule_list(request: HttpRequest) -> HttpResponse:
    listed = ReportRule.objects.for_user(request.user).prefetch_related("paces").with_state(timezone.localdate())
    for rule in listed:
        rule.pace = "　".join(f"{pace.month}月{pace.expected.normalize():f}%" for pace in rule.paces.all())
    context = {"rules": listed, "may_set": request.user.may(Permission.SET_RULES)}
    return render(request, "reports/rule_list.html", context)


class ReportRuleCreate(FormPage):
    """A new version for her own district, filled in from the one in force."""

    permission = Permission.SET_RULES
    form_class = ReportRuleForm
    title = "设置月报规则"
    done = "已设置，自施行日期起的月报按新规则编制。"
    back = reverse_lazy("reports:report_rule_list")
    draft = "report-rule"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.user.organisation.division
        if self.division.level > Level.COUNTY:
            raise NotAllowed("月报规则按区县或市州设置。")
        self.note = f"{self.division}；以前的月报仍按当时的规则"
        self.current = ReportRule.objects.in_force(self.division.pk, timezone.localdate())

    def get_initial(self) -> dict[str, Any]:
        if self.current is None:
            return {}
        own = {key: getattr(self.current, key) for key in ReportRuleForm.Meta.fields[2:]}
        paces = {pace.month: pace.expected for pace in self.current.paces.all()}
        return own | {f"pace_{month}": paces.get(month) for month in MONTHS}

    def save(self, form: ReportRuleForm) -> str:
        rules.set_rule(
            division=self.division,
            since=form.cleaned_data["since"],
            document=form.cleaned_data["document"],
            settings=form.settings,
            pace=form.pace,
            by=self.request.user,
        )
        return self.back


class ExemptionCreate(FormPage):
    permission = Permission.MAKE_REPORTS
    form_class = ExemptionForm
    title = "批准免于亮牌"
    submit = "批准"
    done = "已批准，排名和月报会写明理由。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.viewing.division
        if self.division is None or self.division.level > Level.COUNTY:
            raise NotAllowed("请先在页首切换到区县。")
        self.back = reverse("reports:ranking")

    def get_form_kwargs(self) -> dict[str, Any]:
        level = Level.STREET if self.division.level == Level.COUNTY else Level.COUNTY
        below = Division.objects.for_user(self.request.user).in_force().in_division(self.division.pk)
        choices = list(below.filter(level=level).order_by("code").values_list("code", "name"))
        return super().get_form_kwargs() | {"divisions": choices}

    def get_initial(self) -> dict[str, Any]:
        months = months_over(self.division) or [timezone.localdate()]
        asked = self.request.GET.get("division", "")
        return {"month": month_asked(self.request) or months[0], "division": asked}

    def save(self, form: ExemptionForm) -> str:
        typed = form.cleaned_data
        division = Division.objects.for_user(self.request.user).get(pk=typed["division"])
        today = timezone.localdate()
        rules.exempt(division=division, month=typed["month"], reason=typed["reason"], by=self.request.user, today=today)
        return _ranking_of(self.division, typed["month"])


def _ranking_of(division: Division, month: date) -> str:
    """The month under way has no ranking yet; its exemptions stand with the newest."""
    address = reverse("reports:ranking")
    return f"{address}?month={month:%Y-%m}" if month in months_over(division) else address


class ExemptionRemove(FormPage):
    permission = Permission.MAKE_REPORTS
    form_class = RemovalForm
    title = "撤销免于亮牌"
    submit = "撤销"
    done = "已撤销，按进度亮牌。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        seen = CardExemption.objects.for_user(request.user).select_related("division")
        self.exemption = get_object_or_404(seen, pk=kwargs["pk"])
        self.note = f"{self.exemption}：{self.exemption.reason}"
        self.back = _ranking_of(request.viewing.division or self.exemption.division, self.exemption.month)

    def save(self, form: Form) -> str:
        rules.remove(exemption=self.exemption, reason=form.cleaned_data["reason"], by=self.request.user)
        return self.back

"""The reporting months: lists, one month with its streets, and the office's changes of its days."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.views.forms import FormPage, LeadsBack
from divisions import territory
from progress import month_policies
from progress.forms.months import ExtendForm, MonthDaysForm
from progress.models import MonthlyReturn, ReportingMonth
from progress.punctuality import DEFINITION
from progress.return_list import MONTH_LIST, RETURN_LIST
from progress.selectors import months as selectors
from progress.services import month_days


class ReturnList(ListPage):
    spec = RETURN_LIST
    template_name = "progress/return_list.html"

    def get_context(self) -> dict[str, Any]:
        person = self.request.user
        may_seal = person.may(Permission.FILL_RETURNS) or person.may(Permission.APPROVE_RETURNS)
        return {"definition": DEFINITION, "may_seal": may_seal}


class MonthList(ListPage):
    spec = MONTH_LIST


@requires(Permission.VIEW_RETURNS)
def month_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A district's month, one line per street that she may see."""
    month, now = month_of(request, pk), timezone.now()
    lines = selectors.streets_of(user=request.user, month=month, now=now)
    text = selectors.as_text(month=month, lines=lines, now=now)
    may_review = month_policies.can_set_days(request.user, month)
    context = {
        "month": month,
        "lines": lines,
        "counts": selectors.counts(lines),
        "now": now,
        "is_locked": month.is_locked(timezone.localdate()),
        "definition": DEFINITION,
        "text": text,
        "text_lines": text.count("\n") + 2,
        "is_inside": territory.contains(request.user.territory, month.division_id),  # a street sees only its own
        "may_review": may_review,
        "may_accept": may_review and any(line.can_be_ticked for line in lines),
    }
    return render(request, "progress/month_detail.html", context)


class MonthDays(FormPage):
    permission = Permission.REVIEW_RETURNS
    form_class = MonthDaysForm
    done = "已调整，各街道的待办随之改期。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.month = month_of(request, kwargs["pk"])
        month_policies.check_can_set_days(request.user, self.month)
        self.title, self.back = f"调整日期：{self.month}", self.month.get_absolute_url()
        self.note = "只调整这一个月；以后的月份请改月报时限"
        self.draft = f"month-days-{self.month.pk}"

    def get_initial(self) -> dict[str, Any]:
        return {key: getattr(self.month, key) for key in month_days.CLOCKS}

    def save(self, form: MonthDaysForm) -> ReportingMonth:
        return month_days.change_days(
            month=self.month, by=self.request.user, today=timezone.localdate(), **form.cleaned_data
        )


class ReturnExtend(LeadsBack):
    permission = Permission.REVIEW_RETURNS
    form_class = ExtendForm
    submit = "延期"
    done = "已延期，街道可以继续填报。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        returns = MonthlyReturn.objects.for_user(request.user).select_related("division", "current")
        self.monthly_return = get_object_or_404(returns, pk=kwargs["pk"])
        self.title, self.back = f"延期：{self.monthly_return}", self.monthly_return.get_absolute_url()
        self.note = f"现在的填报截止日为 {self.monthly_return.open_until}"
        month_policies.check_can_extend(request.user, self.monthly_return)

    def save(self, form: ExtendForm) -> MonthlyReturn:
        return month_days.extend(
            monthly_return=self.monthly_return, by=self.request.user, today=timezone.localdate(), **form.cleaned_data
        )


def month_of(request: HttpRequest, pk: int) -> ReportingMonth:
    months = ReportingMonth.objects.for_user(request.user).select_related("division", "rule")
    return get_object_or_404(months, pk=pk)

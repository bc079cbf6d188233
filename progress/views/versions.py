"""Versions on paper and side by side, and a whole month accepted at once."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from progress import package_policies as policies
from progress import qr
from progress.choices import ReturnStatus
from progress.forms.packages import NothingForm
from progress.models import MonthlyReturn, ReportingMonth
from progress.paper import sheets_of
from progress.selectors import packages as selected
from progress.selectors.contradictions import counts_by_return
from progress.selectors.version_table import table_of
from progress.selectors.versions import compare
from progress.services import packages
from progress.views.base_package import PARTS, version_of

UNAPPROVED = (ReturnStatus.DRAFT, ReturnStatus.SENT_BACK, ReturnStatus.SUBMITTED)


@requires(Permission.VIEW_RETURNS)
def version_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet that is signed and sealed. Until the leader has approved it, a draft without a code."""
    version = version_of(request, pk)
    table = table_of(version)
    draft = version.status in UNAPPROVED
    context = {
        "version": version,
        "monthly_return": version.monthly_return,
        "table": table,
        "sheets": sheets_of(table),
        "draft": draft,
        "qr": "" if draft else qr.picture(version).svg_inline(omitsize=True, border=2),
    }
    return render(request, "progress/version_print.html", context)


@requires(Permission.VIEW_RETURNS)
def version_compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two versions of one return, the older on the left whatever the order of the address."""
    one, two = version_of(request, pk), version_of(request, other)
    if one.monthly_return_id != two.monthly_return_id:
        raise Http404
    old, new = sorted((one, two), key=lambda version: version.number)
    context = {
        "old": old,
        "new": new,
        "monthly_return": new.monthly_return,
        "comparison": compare(old, new),
        "versions": list(new.monthly_return.versions.all()),
    }
    return render(request, "progress/version_compare.html", context)


class MonthAccept(FormPage):
    """Which of a month's returns go through at once, and which do not and why; then accepted in one go."""

    permission = Permission.REVIEW_RETURNS
    form_class = NothingForm
    template_name = "progress/month_accept.html"
    title = "批量审核通过"
    submit = "全部审核通过"
    done = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = ReportingMonth.objects.for_user(request.user).select_related("division")
        self.month = get_object_or_404(visible, pk=kwargs["pk"])
        self.note, self.back = str(self.month), self.month.get_absolute_url()
        sent = request.POST if request.method == "POST" else request.GET
        chosen = {int(each) for each in sent.getlist("return") if each.isdecimal()}
        returns = MonthlyReturn.objects.for_user(request.user).filter(reporting_month=self.month)
        if chosen or "confirmed" in sent:  # opened by its address it asks of the whole month
            returns = returns.filter(pk__in=chosen)
        self.returns = list(returns.select_related(*PARTS).order_by("division"))
        for each in self.returns:
            if each.current:
                each.current.monthly_return = each

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sent from the month's page it only asks; from its own page it acts."""
        return super().post(request, *args, **kwargs) if "confirmed" in request.POST else self.get(request)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        going, staying = self._sorted()
        counts = counts_by_return(each.pk for each in going)
        done = [each for each in self.returns if _is_done(each)]
        shown = {"going": [(each, counts.get(each.pk)) for each in going], "staying": staying, "done": done}
        return super().get_context_data(**context) | shown

    def _sorted(self) -> tuple[list[MonthlyReturn], list[tuple[MonthlyReturn, str]]]:
        earlier = selected.unsettled_in_streets(self.returns, today=timezone.localdate())
        going, staying = [], []
        for each in self.returns:
            if _is_done(each):
                continue
            why_not = policies.why_not(policies.check_can_accept, self.request.user, each.current)
            if not why_not and each.division_id in earlier:
                why_not = packages.settle_first(earlier[each.division_id])
            if why_not:
                staying.append((each, why_not))
            else:
                going.append(each)
        return going, staying

    def save(self, form: Form) -> str:
        if not self.returns:
            messages.warning(self.request, "没有勾选街道，一份也没有办理。")
            return self.back
        result = packages.accept_all(returns=self.returns, by=self.request.user, now=timezone.now())
        if result.accepted:
            messages.success(self.request, f"已审核通过 {len(result.accepted)} 份月报。")
        for each, reason in result.skipped:
            messages.warning(self.request, f"{each.division}没有通过：{reason}")
        return self.back


def _is_done(monthly_return: MonthlyReturn) -> bool:
    return monthly_return.current is not None and monthly_return.current.status == ReturnStatus.ACCEPTED

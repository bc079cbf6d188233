"""Years whose books are closed: seen, closed, opened again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from funding import policies
from funding.forms.documents import CloseYearForm, ReopenForm
from funding.models import ClosedYear, PaymentRequest
from funding.services import years


@requires(Permission.VIEW_FUNDS)
def year_list(request: HttpRequest) -> HttpResponse:
    parts = ("division", "closed_by", "reopened_by")
    context = {
        "years": ClosedYear.objects.for_user(request.user).select_related(*parts),
        "may_close": request.user.may(Permission.MANAGE_FUNDS),
    }
    return render(request, "funding/year_list.html", context)


class YearClose(FormPage):
    """Names what is approved and not paid yet, so that nobody closes over it unawares."""

    permission = Permission.MANAGE_FUNDS
    form_class = CloseYearForm
    template_name = "funding/year_close.html"
    title = "年度关账"
    submit = "关账"
    done = "已关账，该年度的业务不能再登记或冲销到当年。"
    confirm = "关账后不能再登记日期在该年度的业务，确定关账？"
    back = reverse_lazy("funding:year_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.user.organisation.division
        self.last = timezone.localdate().year - 1
        self.note = f"{self.division}及以下收到的全部指标文件"
        waiting = PaymentRequest.objects.for_user(request.user).pending().filter(decided_on__year__lte=self.last)
        self.waiting = waiting.select_related("project").order_by("decided_on", "pk")[:20]

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.last}

    def save(self, form: CloseYearForm) -> str:
        years.close(division=self.division, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        return self.back


class YearReopen(FormPage):
    permission = Permission.MANAGE_FUNDS
    form_class = ReopenForm
    submit = "重开"
    done = "已重开，补记完成后请再次关账。"
    back = reverse_lazy("funding:year_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        seen = ClosedYear.objects.for_user(request.user).select_related("division", "reopened_by")
        self.closed = get_object_or_404(seen, pk=kwargs["pk"])
        policies.check_can_manage(request.user, self.closed.division)
        self.title = f"重开年度：{self.closed}"

    def save(self, form: ReopenForm) -> str:
        years.reopen(closed=self.closed, by=self.request.user, now=timezone.now(), **form.cleaned_data)
        return self.back

"""On which day of the month a fund report is made by itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.acts import tell
from core.views.forms import FormPage
from funding.forms.reports import ScheduleForm
from funding.models import ReportSchedule
from funding.selectors.schedules import listed
from funding.services import schedules


@requires(Permission.VIEW_FUNDS)
def schedule_list(request: HttpRequest) -> HttpResponse:
    context = {
        "schedules": listed(request.user, today=timezone.localdate()),
        "may_set": request.user.may(Permission.MANAGE_FUNDS),
    }
    return render(request, "funding/schedule_list.html", context)


class ScheduleCreate(FormPage):
    permission = Permission.MANAGE_FUNDS
    form_class = ScheduleForm
    title = "设置定期报表"
    submit = "设置"
    done = "已设置，到日子自动制作，做好的文件在“资金报表”页下载。"
    back = reverse_lazy("funding:schedule_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.viewing.division
        self.note = f"{self.division}；按设置人能看到的资金制作"

    def save(self, form: ScheduleForm) -> str:
        today = timezone.localdate()
        schedules.set_up(division=self.division, by=self.request.user, today=today, **form.cleaned_data)
        return self.back


@require_POST
@requires(Permission.MANAGE_FUNDS)
def schedule_stop(request: HttpRequest, pk: int) -> HttpResponse:
    seen = ReportSchedule.objects.for_user(request.user).select_related("division")
    schedule = get_object_or_404(seen, pk=pk)
    today = timezone.localdate()
    tell(request, lambda: schedules.stop(schedule=schedule, by=request.user, today=today), f"已停用“{schedule}”。")
    return redirect("funding:schedule_list")

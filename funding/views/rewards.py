"""Reward subsidies: drawn up, shown line by line, exported, decided."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.views.forms import FormPage
from funding import policies
from funding.choices import RewardStatus
from funding.forms.rewards import DecideForm, DrawUpForm
from funding.lists.rewards import REWARDS
from funding.models import Reward
from funding.reward_formula import working_of
from funding.services import rewards
from funding.working_files import reward_workbook


class RewardList(ListPage):
    spec = REWARDS
    template_name = "funding/reward_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_manage": self.request.user.may(Permission.MANAGE_FUNDS)}


@requires(Permission.VIEW_FUNDS)
def reward_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The working; what led to it stands behind every figure."""
    reward = reward_of(request, pk)
    context = {
        "reward": reward,
        "working": working_of(reward.lines, reward.share),
        "is_draft": reward.status == RewardStatus.DRAFT,
        "may_manage": policies.can_manage(request.user, reward.division),
    }
    return render(request, "funding/reward_detail.html", context)


@require_POST
@requires(Permission.VIEW_FUNDS)
def reward_export(request: HttpRequest, pk: int) -> FileResponse:
    """The working as a workbook; the export is on record."""
    reward = reward_of(request, pk)
    return FileResponse(reward_workbook(reward, by=request.user), as_attachment=True, filename=f"{reward}测算表.xlsx")


class RewardCreate(FormPage):
    permission = Permission.MANAGE_FUNDS
    form_class = DrawUpForm
    title = "测算以奖代补"
    submit = "测算"
    done = "已测算。核对无误后填写文号核定。"
    note = "同一街道同一年度重新测算时，替换原来的测算稿；已核定的不再改变。"
    back = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.back = reverse("funding:reward_list")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        year = asked.get("year", "")
        return {"division": asked.get("division"), "year": year if year.isdecimal() else timezone.localdate().year}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: DrawUpForm) -> Reward:
        return rewards.draw_up(by=self.request.user, today=timezone.localdate(), **form.cleaned_data)


class RewardDecide(FormPage):
    permission = Permission.MANAGE_FUNDS
    form_class = DecideForm
    title = "核定以奖代补"
    submit = "核定"
    done = "已核定，计算过程不再改变。"
    confirm = "核定后计算过程不再改变，每个街道每个年度只核定一次。确定核定？"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.reward = reward_of(request, kwargs["pk"])
        policies.check_can_manage(request.user, self.reward.division)
        self.note = f"{self.reward}　奖补 {self.reward.amount:,.2f} 元（截至 {self.reward.as_at}）"
        self.back = self.reward.get_absolute_url()

    def save(self, form: DecideForm) -> Reward:
        return rewards.decide(reward=self.reward, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)


def reward_of(request: HttpRequest, pk: int) -> Reward:
    related = ("division", "rule__division", "made_by", "decided_by")
    return get_object_or_404(Reward.objects.for_user(request.user).select_related(*related), pk=pk)

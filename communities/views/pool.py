"""The reserve pool: the ranked list, one entry with its working, in and out."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.forms.eligibility import ReasonForm
from communities.forms.pool import EnterForm, EstimateForm
from communities.models import Compound, PoolEntry
from communities.pool_list import POOL
from communities.selectors.pool import waiting_outside
from communities.services import pool
from communities.services.standing import AT_ONCE
from core.lists import ListPage
from core.views.forms import FormPage


class PoolList(ListPage):
    spec = POOL
    template_name = "communities/pool_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_pool": self.request.user.may(Permission.MANAGE_POOL)}


@requires(Permission.VIEW_COMPOUNDS)
def pool_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: how the score comes about, by which rule and on which day."""
    visible = PoolEntry.objects.for_user(request.user).with_cost()
    related = ("compound", "division", "scored_by", "plan_year__plan", "entered_by", "left_by")
    entry = get_object_or_404(visible.select_related(*related), pk=pk)
    context = {"entry": entry, "may_manage": request.user.may(Permission.MANAGE_POOL) and not entry.left_on}
    return render(request, "communities/pool_entry.html", context)


class PoolPage(FormPage):
    """What the office does in the pool."""

    permission = Permission.MANAGE_POOL


class PoolEnter(PoolPage):
    form_class = EnterForm
    submit = "入库"
    done = "已入库。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.compound = get_object_or_404(Compound.objects.for_user(request.user).active(), pk=kwargs["pk"])
        self.title = f"{self.compound}：列入储备库"
        self.back = self.compound.get_absolute_url()

    def save(self, form: Form) -> PoolEntry:
        by, on = self.request.user, timezone.localdate()
        return pool.enter(compound=self.compound, by=by, on=on, **form.cleaned_data)


class PoolEnterAll(PoolPage):
    form_class = ReasonForm
    template_name = "communities/pool_enter_all.html"
    title = "批量入库"
    submit = "全部入库"
    back = reverse_lazy("communities:pool_list")

    @cached_property
    def waiting(self) -> int:
        """How many would enter from the territory she looks at."""
        division = self.request.viewing.division
        return waiting_outside(self.request.user, division_code=division.pk).count()

    def save(self, form: Form) -> str:
        division, by, on = self.request.viewing.division, self.request.user, timezone.localdate()
        if self.waiting > AT_ONCE:
            job = pool.enter_all_later(division=division, by=by, on=on, **form.cleaned_data)
            self.done = "已开始入库。"
            return reverse("core:job_detail", args=[job.pk])
        taken = pool.enter_all(division_code=division.pk, by=by, on=on, **form.cleaned_data)
        self.done = f"已将{taken}个小区列入储备库。"
        return self.back


class EntryPage(PoolPage):
    """A form about one entry of the pool."""

    action = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = PoolEntry.objects.for_user(request.user).select_related("compound")
        self.entry = get_object_or_404(visible, pk=kwargs["pk"])
        self.title = f"{self.entry}：{self.action}"
        self.back = self.entry.get_absolute_url()


class PoolLeave(EntryPage):
    form_class = ReasonForm
    action = submit = "出库"
    done = "已出库。"

    def save(self, form: Form) -> PoolEntry:
        pool.leave(entry=self.entry, by=self.request.user, on=timezone.localdate(), **form.cleaned_data)
        return self.entry


class PoolEstimate(EntryPage):
    form_class = EstimateForm
    action = "填报估算投资"

    def get_initial(self) -> dict[str, Any]:
        return {"estimate": self.entry.estimate}

    def save(self, form: Form) -> PoolEntry:
        pool.set_estimate(entry=self.entry, by=self.request.user, **form.cleaned_data)
        return self.entry

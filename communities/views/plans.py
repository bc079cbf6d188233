"""The five-year plan: years side by side, filled by rank, corrected by hand."""

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.forms.plans import BudgetForm, MoveForm, PlanForm
from communities.models import FiveYearPlan, PoolEntry
from communities.selectors.plans import board
from communities.services import plans
from core.errors import DomainError
from core.templatetags.figures import wan_yuan
from core.views.forms import FormPage


@requires(Permission.VIEW_COMPOUNDS)
def plan_list(request: HttpRequest) -> HttpResponse:
    visible = FiveYearPlan.objects.for_user(request.user).select_related("division")
    context = {"plans": visible.annotate(budget=Sum("years__budget")), "may_manage": _may_manage(request)}
    return render(request, "communities/plan_list.html", context)


@requires(Permission.VIEW_COMPOUNDS)
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    context = {"plan": plan, "board": board(plan), "may_manage": _may_manage(request)}
    return render(request, "communities/plan_detail.html", context)


@require_POST
@requires(Permission.MANAGE_POOL)
def plan_fill(request: HttpRequest, pk: int) -> HttpResponse:
    plan = _plan(request, pk)
    try:
        placed = plans.fill(plan=plan, by=request.user, afresh="afresh" in request.POST)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"按得分顺序安排了{placed}个小区。")
    return redirect(plan)


class PlanCreate(FormPage):
    permission = Permission.MANAGE_POOL
    form_class = PlanForm
    title = "编制五年规划"
    done = "已建立规划。请“按得分填充”。"
    back = reverse_lazy("communities:plan_list")

    def get_initial(self) -> dict[str, Any]:
        return {"first_year": timezone.localdate().year + 1}

    def save(self, form: PlanForm) -> FiveYearPlan:
        first_year = form.cleaned_data["first_year"]
        return plans.create(
            division=self.request.user.organisation.division,
            first_year=first_year,
            budgets=form.budgets(first_year),
            by=self.request.user,
        )


class PlanPage(FormPage):
    """A form about one plan."""

    permission = Permission.MANAGE_POOL

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.plan = _plan(request, kwargs["pk"])
        self.back = self.plan.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan}


class PlanBudgets(PlanPage):
    form_class = BudgetForm
    title = "调整年度预算"

    def save(self, form: BudgetForm) -> FiveYearPlan:
        plans.set_budgets(plan=self.plan, budgets=form.budgets(self.plan.first_year), by=self.request.user)
        return self.plan


class PlanMove(PlanPage):
    form_class = MoveForm
    submit = "调整"
    done = "已调整。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        visible = PoolEntry.objects.for_user(request.user).current().select_related("compound")
        self.entry = get_object_or_404(visible, pk=kwargs["entry"])
        self.title = f"{self.entry}：调整规划年度"

    def get_initial(self) -> dict[str, Any]:
        return {"year": self.entry.plan_year_id}

    def save(self, form: Form) -> FiveYearPlan:
        to = form.cleaned_data["year"]
        over = plans.move(plan=self.plan, entry=self.entry, to=to, by=self.request.user)
        if over:
            messages.warning(self.request, f"{to}现已超出预算{wan_yuan(over)}万元。")
        return self.plan


def _plan(request: HttpRequest, pk: int) -> FiveYearPlan:
    return get_object_or_404(FiveYearPlan.objects.for_user(request.user).select_related("division"), pk=pk)


def _may_manage(request: HttpRequest) -> bool:
    return request.user.may(Permission.MANAGE_POOL)

"""A district's rules: who may be renovated, and how the pool is ranked. Old versions stay and are shown."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.forms.eligibility import CriterionTable, RuleForm
from communities.forms.pool import WeightForm
from communities.models import EligibilityRule, PriorityRule
from communities.services import rules
from core.models import Job
from core.views.forms import FormPage


@requires(Permission.VIEW_COMPOUNDS)
def rule_list(request: HttpRequest) -> HttpResponse:
    found = EligibilityRule.objects.for_user(request.user).prefetch_related("criteria")
    return _rules_page(request, "communities/rule_list.html", found)


@requires(Permission.VIEW_COMPOUNDS)
def weight_list(request: HttpRequest) -> HttpResponse:
    found = PriorityRule.objects.for_user(request.user).prefetch_related("weights")
    return _rules_page(request, "communities/weight_list.html", found)


def _rules_page(request: HttpRequest, template: str, found) -> HttpResponse:
    versions = found.with_state(timezone.localdate())
    context = {"rules": versions, "may_set": request.user.may(Permission.SET_RULES)}
    return render(request, template, context)


class RulePage(FormPage):
    """A new version for the person's own district, filled in from the one in force."""

    permission = Permission.SET_RULES
    model: type[EligibilityRule | PriorityRule]

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.rule = self.model.objects.in_force(request.user.division_id, timezone.localdate())

    def common(self, form: Form) -> dict[str, Any]:
        return {
            "division": self.request.user.organisation.division,
            "since": form.cleaned_data["since"],
            "document": form.cleaned_data["document"],
            "by": self.request.user,
            "on": timezone.localdate(),
        }

    def after(self, job: Job | None) -> str:
        """Many compounds are assessed by a job; its page shows how far it is."""
        return reverse("core:job_detail", args=[job.pk]) if job else self.back


class RuleCreate(RulePage):
    model = EligibilityRule
    form_class = RuleForm
    template_name = "communities/rule_form.html"
    done = "已设置新的改造对象范围，小区按新规则核对。"
    back = reverse_lazy("communities:rule_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.criteria = CriterionTable(data=request.POST or None, rule=self.rule)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"criteria": self.criteria}

    def form_valid(self, form: Form) -> HttpResponse:
        return super().form_valid(form) if self.criteria.is_valid() else self.form_invalid(form)

    def save(self, form: Form) -> str:
        job = rules.set_eligibility(criteria=self.criteria.conditions, **self.common(form))
        return self.after(job)


class WeightCreate(RulePage):
    model = PriorityRule
    form_class = WeightForm
    title = "设置储备库评分办法"
    done = "已设置新的评分办法，储备库按新权重重排。"
    back = reverse_lazy("communities:weight_list")
    draft = "pool-weights"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rule": self.rule}

    def save(self, form: WeightForm) -> str:
        job = rules.set_priority(
            cost_per_sqm=form.cleaned_data["cost_per_sqm"], weights=form.weights, **self.common(form)
        )
        return self.after(job)

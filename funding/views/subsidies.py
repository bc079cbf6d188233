"""Property-fee subsidies: laid down with their schedule, paid instalment by instalment."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.lists import ListPage
from core.views.forms import FormPage
from funding import policies
from funding.forms.subsidies import PayForm, SubsidyForm
from funding.lists.subsidies import SUBSIDIES
from funding.models import FeeInstalment, FeeRule, FeeSubsidy
from funding.selectors.subsidies import payable_from, schedule_of
from funding.services import subsidies
from projects.models import Project, ProjectSite
from projects.views.base import project_of


class SubsidyList(ListPage):
    spec = SUBSIDIES
    template_name = "funding/subsidy_list.html"

    def get_context(self) -> dict[str, Any]:
        """Narrowed to a project, the page offers to enter one there."""
        user, key = self.request.user, self.request.GET.get("project", "")
        project = Project.objects.for_user(user).filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
        return {"project": project, "may_manage": project and policies.can_manage(user, project.division)}


@requires(Permission.VIEW_FUNDS)
def subsidy_detail(request: HttpRequest, pk: int) -> HttpResponse:
    subsidy = subsidy_of(request, pk)
    context = {
        "subsidy": subsidy,
        "rule": FeeRule.objects.in_force(subsidy.division_id, subsidy.first_month),
        "schedule": schedule_of(subsidy, today=timezone.localdate()),
        "may_pay": policies.can_review(request.user, subsidy.project),
    }
    return render(request, "funding/subsidy_detail.html", context)


class SubsidyCreate(FormPage):
    permission = Permission.MANAGE_FUNDS
    form_class = SubsidyForm
    title = "登记物业费补贴"
    done = "已登记，分年度的补贴计划已算出。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_of(request, kwargs["project"])
        policies.check_can_manage(request.user, self.project.division)
        if not self._sites().exists():
            raise DomainError(f"“{self.project}”的小区都已登记物业费补贴。")
        self.back = f"{reverse('funding:subsidy_list')}?project={self.project.pk}"
        self.draft = f"subsidy-{self.project.pk}"
        rule = FeeRule.objects.in_force(self.project.division_id, timezone.localdate())
        self.note = str(self.project) + (
            f"　每月每平方米不低于 {rule.least_rate} 元、不少于 {rule.least_months} 个月（《{rule.document}》）"
            if rule
            else "　还没有物业费补贴规则，请先在资金规则里设置"
        )

    def get_initial(self) -> dict[str, Any]:
        site = self._sites().first()
        return {"floor_area": site.floor_area} if site else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"sites": self._sites()}

    def _sites(self) -> QuerySet[ProjectSite]:
        """Those that have none yet."""
        free = ProjectSite.objects.filter(project=self.project, fee_subsidy=None)
        return free.select_related("compound", "project__division").order_by("pk")

    def save(self, form: SubsidyForm) -> FeeSubsidy:
        return subsidies.create(by=self.request.user, **form.cleaned_data)


class InstalmentPay(FormPage):
    permission = Permission.REVIEW_PAYMENTS
    form_class = PayForm
    title = "拨付物业费补贴"
    submit = "拨付"
    done = "已拨付。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        mine = FeeSubsidy.objects.for_user(request.user)
        rows = FeeInstalment.objects.filter(subsidy__in=mine)
        related = ("subsidy__project__division", "subsidy__site__compound")
        self.instalment = get_object_or_404(rows.select_related(*related), pk=kwargs["pk"])
        subsidy = self.instalment.subsidy
        policies.check_can_review(request.user, subsidy.project)
        open_sum = self.instalment.amount - self.instalment.paid
        self.note = f"{subsidy.site}　{self.instalment.year}年　{subsidy.company}　应拨 {open_sum:,.2f} 元"
        self.back = subsidy.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        payable = payable_from(self.instalment.subsidy, on=timezone.localdate())
        return super().get_form_kwargs() | {"allotments": payable}

    def save(self, form: PayForm) -> FeeSubsidy:
        subsidies.pay(instalment=self.instalment, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        return self.instalment.subsidy


def subsidy_of(request: HttpRequest, pk: int) -> FeeSubsidy:
    related = ("site__compound", "project__division", "division", "created_by")
    return get_object_or_404(FeeSubsidy.objects.for_user(request.user).select_related(*related), pk=pk)

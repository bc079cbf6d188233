"""Contributions: promised, changed, received, taken back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.units import WAN_YUAN
from core.views.forms import FormPage
from funding import policies
from funding.choices import MoneyUnit
from funding.forms.contributions import AgreeForm, PromiseForm, ReceiptForm, ReverseForm
from funding.lists.contributions import CONTRIBUTIONS
from funding.models import Contribution, ContributionReceipt, SharePlan
from funding.selectors.contributions import agreed_changes, receipts_of
from funding.selectors.shares import Line
from funding.services import contributions
from funding.views.base_giving import contribution_of, contribution_to_fill, project_to_fill
from projects.models import Project


class ContributionList(ListPage):
    spec = CONTRIBUTIONS
    template_name = "funding/contribution_list.html"

    def get_context(self) -> dict[str, Any]:
        """Narrowed to a project, the page offers what is entered there and shows its share plans."""
        user, key = self.request.user, self.request.GET.get("project", "")
        project = Project.objects.for_user(user).filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
        if project is None:
            return {}
        plans = SharePlan.objects.for_user(user).filter(project=project).select_related("site__compound")
        return {"project": project, "plans": plans, "may_fill": policies.can_fill(user, project)}


@requires(Permission.VIEW_FUNDS)
def contribution_detail(request: HttpRequest, pk: int) -> HttpResponse:
    contribution = contribution_of(request, pk)
    context = {
        "contribution": contribution,
        "outstanding": contribution.promised - contribution.received,
        "more": Line(contribution).more if contribution.plan_id else 0,
        "receipts": receipts_of(contribution),
        "changes": agreed_changes(contribution),
        "papers": contribution.papers.shown().select_related("uploaded_by"),
        "paper_subject": f"contribution-{contribution.pk}",
        "may_fill": policies.can_fill(request.user, contribution.project),
    }
    return render(request, "funding/contribution_detail.html", context)


class ContributionCreate(FormPage):
    permission = Permission.FILL_FUNDS
    form_class = PromiseForm
    title = "登记出资"
    done = "已登记。收到款物时在本页登记收据。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_to_fill(request, kwargs["project"])
        self.note, self.draft = str(self.project), f"contribution-{self.project.pk}"
        self.back = f"{reverse('funding:contribution_list')}?project={self.project.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"project": self.project}

    def save(self, form: PromiseForm) -> Contribution:
        facts = form.cleaned_data
        return contributions.promise(project=self.project, promised=facts.pop("amount"), by=self.request.user, **facts)


class ContributionPage(FormPage):
    """A form about one contribution that is hers to enter."""

    permission = Permission.FILL_FUNDS
    contribution: Contribution

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.about(contribution_to_fill(request, kwargs["pk"]))

    def about(self, contribution: Contribution) -> None:
        self.contribution, self.back = contribution, contribution.get_absolute_url()
        self.note = f"{contribution.project}　{contribution}"


class ContributionEdit(ContributionPage):
    form_class = AgreeForm
    title = "调整议定金额"

    def get_initial(self) -> dict[str, Any]:
        return {"amount": self.contribution.promised, "unit": MoneyUnit.YUAN}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beside": (self.contribution.promised, "原议定金额")}

    def save(self, form: AgreeForm) -> Contribution:
        amount, reason = form.cleaned_data["amount"], form.cleaned_data["reason"]
        return contributions.change(
            contribution=self.contribution, promised=amount, reason=reason, by=self.request.user
        )


class ReceiptAdd(ContributionPage):
    form_class = ReceiptForm
    title = "登记收据"
    done = "已登记收据。"

    def about(self, contribution: Contribution) -> None:
        super().about(contribution)
        self.outstanding = contribution.promised - contribution.received
        self.note += f"　未收到 {self.outstanding:,.2f} 元（{WAN_YUAN.from_base(self.outstanding).normalize():f} 万元）"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"unit": MoneyUnit.YUAN}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beside": (self.outstanding, "未收到的金额")}

    def save(self, form: ReceiptForm) -> Contribution:
        contributions.receive(
            contribution=self.contribution, by=self.request.user, today=timezone.localdate(), **form.cleaned_data
        )
        return self.contribution


class ReceiptReverse(ContributionPage):
    form_class = ReverseForm
    title = "冲销收据"
    submit = "冲销"
    done = "已冲销，原收据和冲销记录都保留。"
    confirm = "冲销后这笔款物从已收到中减去，不能恢复。确定冲销？"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        mine = Contribution.objects.for_user(request.user)
        self.receipt = get_object_or_404(ContributionReceipt, pk=kwargs["pk"], contribution__in=mine)
        self.about(contribution_to_fill(request, self.receipt.contribution_id))
        self.note += f"　{self.receipt.on} 收到 {self.receipt.amount:,.2f} 元"

    def save(self, form: ReverseForm) -> Contribution:
        contributions.reverse(
            receipt=self.receipt, by=self.request.user, today=timezone.localdate(), **form.cleaned_data
        )
        return self.contribution

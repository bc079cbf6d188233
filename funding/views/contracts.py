"""Contracts: the list, one contract, signing, correcting, its projects, its changes, its settlement."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.views.forms import FormPage
from funding import contract_policies, links, paper_policies, policies
from funding.choices import ContractKind, EntryKind
from funding.forms.contracts import ChangeForm, ContractEditForm, ContractForm, CorrectionForm, PartForm, SettlementForm
from funding.lists.contracts import CONTRACTS
from funding.models import Contract, ContractPart, ProjectAccount
from funding.selectors import rules
from funding.selectors.accounts import beside_of, budget_words, wan
from funding.selectors.contracts import acts_of, changes_of, parts_shown, totals_of
from funding.services import contracts
from projects.views.base import project_of


class ContractList(ListPage):
    spec = CONTRACTS


def contract_of(request: HttpRequest, pk: int) -> Contract:
    """404 for an outsider."""
    return get_object_or_404(Contract.objects.for_user(request.user).select_related("division", "created_by"), pk=pk)


def contract_to_edit(request: HttpRequest, pk: int) -> Contract:
    """404 for an outsider, 403 for whoever sees it and does not enter the contracts of all its projects."""
    contract = contract_of(request, pk)
    contract_policies.check_can_edit(request.user, contract, contracts.parts_of(contract))
    return contract


@requires(Permission.VIEW_FUNDS)
def contract_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, what it costs for each project, how its sums came about, who asked for payment."""
    contract = contract_of(request, pk)
    parts = parts_shown(contract, user=request.user)
    changes = changes_of(contract)
    context = {
        "contract": contract,
        "parts": parts,
        "totals": totals_of(parts),
        "changes": changes,
        "acts": acts_of(contract),
        "subject": f"{paper_policies.subject_name(contract)}-{contract.pk}",
        "may_add_paper": paper_policies.can_add(request.user, contract),
        "papers": contract.papers.shown().select_related("uploaded_by"),
        "entries": links.entries(contract=contract.pk, kind=EntryKind.PAYMENT),
        "may_edit": all(each.may_fill for each in parts),
    }
    return render(request, "funding/contract_detail.html", context)


class ContractCreate(FormPage):
    permission = Permission.FILL_FUNDS
    form_class = ContractForm
    done = "合同已登记。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_of(request, kwargs["project"])
        policies.check_can_fill(request.user, self.project)
        self.account = ProjectAccount.objects.filter(project=self.project).first()
        self.title, self.note = f"登记合同：{self.project}", budget_words(self.account)
        self.back = f"{reverse('funding:project_funds', args=[self.project.pk])}#contracts"
        self.draft = f"contract-new-{self.project.pk}"

    def get_initial(self) -> dict[str, Any]:
        return {"kind": ContractKind.CONSTRUCTION}

    def get_form_kwargs(self) -> dict[str, Any]:
        rule = rules.payment_rule(division_code=self.project.division_id, on=timezone.localdate())
        beside = beside_of(self.project, self.account)
        return super().get_form_kwargs() | {"rule": rule, "project": self.project, "beside": beside}

    def save(self, form: ContractForm) -> Contract:
        facts = form.cleaned_data
        return contracts.sign(project=self.project, by=self.request.user, today=timezone.localdate(), **facts)


class ContractEdit(FormPage):
    permission = Permission.FILL_FUNDS
    form_class = ContractEditForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.contract = contract_to_edit(request, kwargs["pk"])
        self.title, self.note = f"修改合同：{self.contract.name}", "价款不在这里改：增减请登记变更，填错请在合同页更正"
        self.back, self.draft = self.contract.get_absolute_url(), f"contract-{self.contract.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        rule = rules.payment_rule(division_code=self.contract.division_id, on=self.contract.signed_on)
        return super().get_form_kwargs() | {"rule": rule, "instance": self.contract}

    def save(self, form: ContractEditForm) -> Contract:
        facts = form.cleaned_data
        return contracts.edit(contract=self.contract, by=self.request.user, today=timezone.localdate(), **facts)


class PartAdd(FormPage):
    """The same contract for one project more (标段)."""

    permission = Permission.FILL_FUNDS
    form_class = PartForm
    submit = "增加"
    done = "已增加项目。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.contract = contract_to_edit(request, kwargs["pk"])
        self.title, self.note = f"增加项目：{self.contract.name}", "同一合同（标段）用于另一个项目，按项目分列价款"
        self.back = self.contract.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: PartForm) -> str:
        today = timezone.localdate()
        contracts.add_part(contract=self.contract, by=self.request.user, today=today, **form.cleaned_data)
        return self.back


class PartPage(FormPage):
    """A form about what a contract costs for one project."""

    permission = Permission.FILL_FUNDS

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        related = ("contract", "project__division", "project__implementer")
        rows = ContractPart.objects.for_user(request.user).select_related(*related)
        self.part = get_object_or_404(rows, pk=kwargs["pk"])
        policies.check_can_fill(request.user, self.part.project)
        self.back = self.part.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"part": self.part, "beside": (self.part.amount, "合同价款")}


class PartChange(PartPage):
    form_class = ChangeForm
    title = "登记合同变更"
    done = "变更已登记。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        account = ProjectAccount.objects.filter(project=self.part.project).first()
        sums = f"合同价款 {wan(self.part.amount)}，已拨付 {wan(self.part.paid)}"
        self.note = f"{self.part}　{sums}；项目{budget_words(account)}"

    def save(self, form: ChangeForm) -> str:
        contracts.change(part=self.part, by=self.request.user, today=timezone.localdate(), **form.facts)
        return self.back


class PartCorrect(PartPage):
    """A mistyped price is not a variation: no paper is invented for it."""

    form_class = CorrectionForm
    title = "更正合同价款"
    submit = "更正"
    done = "合同价款已更正。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        contract_policies.check_is_correctable(self.part)
        self.original = contracts.as_signed(self.part)
        self.account = ProjectAccount.objects.filter(project=self.part.project).first()
        sums = f"原合同价登记为 {wan(self.original)}；项目{budget_words(self.account)}"
        self.note = f"{self.part}　{sums}。合同本身有增减的，请登记变更"

    def get_form_kwargs(self) -> dict[str, Any]:
        """Not held against the mistyped sum."""
        beside = beside_of(self.part.project, self.account)
        return super().get_form_kwargs() | {"original": self.original, "beside": beside}

    def save(self, form: CorrectionForm) -> str:
        contracts.correct(part=self.part, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        return self.back


class PartSettle(PartPage):
    form_class = SettlementForm
    title = "办理结算"
    submit = "登记结算价"
    done = "结算价已登记，合同价款已按结算价调整。"
    confirm = "登记后合同价款按结算价调整，不能再登记变更。确定？"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.note = f"{self.part}　合同价款 {wan(self.part.amount)}，已拨付 {wan(self.part.paid)}"

    def save(self, form: SettlementForm) -> str:
        contracts.settle(part=self.part, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        return self.back

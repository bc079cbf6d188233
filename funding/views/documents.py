"""Fund documents: the list, one document with all that became of its money, and what the finance bureau enters."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.forms import YearField
from core.lists import ListPage
from core.views.forms import FormPage
from funding import paper_policies, policies
from funding.choices import DocumentKind
from funding.forms.documents import DocumentEditForm, DocumentForm, ReceiveForm
from funding.lists.documents import DOCUMENT_LIST
from funding.models import FundDocument
from funding.selectors import documents as selectors
from funding.services import documents
from funding.services.documents import AlreadyRegistered
from projects.models import ProgrammeEntry

USUAL = Decimal(10_000_000)  # 元; what an amount is held against where no programme says how much the year costs


class DocumentList(ListPage):
    spec = DOCUMENT_LIST
    template_name = "funding/document_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_manage": self.request.user.may(Permission.MANAGE_FUNDS)}


@requires(Permission.VIEW_FUNDS)
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    document = get_object_or_404(selectors.document_shown(user, pk))
    sees_all = selectors.sees_all_of(user, document)
    may_manage = user.may(Permission.MANAGE_FUNDS) and policies.can_manage(user, document.division)
    root = documents.root_of(document)
    context = {
        "document": document,
        "root": root,
        "sees_all": sees_all,
        "is_late": bool(document.use_by and document.use_by < today and document.left_over > 0),
        "days_over": (today - document.use_by).days if document.use_by else 0,
        "tree": selectors.tree_of(user, document),
        "acts": selectors.acts_of(user, document),
        "papers": document.papers.shown().select_related("uploaded_by"),
        "subject": f"document-{document.pk}",
        "may_add_paper": paper_policies.can_add(user, document),
        "may_manage": may_manage and not document.is_collection,
        "is_reversed": document.kind == DocumentKind.TRANSFER and sees_all and not document.came,
        "simulations": root.simulations.all() if sees_all else [],
        "may_simulate": may_manage and not document.is_collection and root.left > 0,
    }
    return render(request, "funding/document_detail.html", context)


class DocumentCreate(FormPage):
    permission = Permission.MANAGE_FUNDS
    form_class = DocumentForm
    template_name = "funding/document_create.html"
    title = "登记指标文件"
    submit = "登记"
    done = ""
    back = reverse_lazy("funding:document_list")
    draft = "fund-document"
    there: FundDocument | None = None  # the document that has this 文号 already

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.user.organisation.division

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {
            "division": self.division,
            "year": timezone.localdate().year,
            "budget_code": "2210108",
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "beside": held_against(self.request, self._year()),
        }

    def _year(self) -> int:
        """The one typed, this year where none can be read."""
        try:
            return YearField(required=False).clean(self.request.POST.get("year")) or timezone.localdate().year
        except ValidationError:
            return timezone.localdate().year

    def save(self, form: DocumentForm) -> FundDocument:
        try:
            made = documents.register(by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        except AlreadyRegistered as refusal:
            self.there = refusal.document
            raise
        agreed = made.kind == DocumentKind.AGREEMENT
        words = "已登记，到账后请逐笔登记到账。" if agreed else "已登记，资金全额到账，可以分配。"
        messages.success(self.request, f"《{made}》{made.amount:,.2f} 元{words}")
        return made


def held_against(request: HttpRequest, year: int) -> tuple[Decimal, str]:
    """What an amount of that year is compared with: the investment of the year's programmes in her territory."""
    listed = ProgrammeEntry.objects.for_user(request.user).filter(programme__year=year)
    planned = listed.order_by().aggregate(total=Sum("investment"))["total"]
    return (planned, f"{year} 年计划投资") if planned else (USUAL, "通常的文件金额")


class OfDocument(FormPage):
    """A form about one document, for the finance bureau that manages it."""

    permission = Permission.MANAGE_FUNDS

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        seen = FundDocument.objects.for_user(request.user).select_related("division")
        self.document = get_object_or_404(seen, pk=kwargs["pk"])
        policies.check_can_manage(request.user, self.document.division)
        self.root = documents.root_of(self.document)
        self.back = self.document.get_absolute_url()
        self.note = f"{self.document.get_source_display()}　{self.document.division}"


class DocumentEdit(OfDocument):
    form_class = DocumentEditForm
    done = "已修改，修改前后都有记录。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.title = f"修改文件信息：{self.document}"
        self.note += "　金额、来源不能修改；金额有误的，请冲销到账业务后重新登记到账"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return kwargs | {"document": self.document, "has_money": bool(self.root.received)}

    def save(self, form: DocumentEditForm) -> FundDocument:
        return documents.change(
            document=self.document, by=self.request.user, today=timezone.localdate(), **form.cleaned_data
        )


class DocumentReceive(OfDocument):
    form_class = ReceiveForm
    submit = "登记到账"
    done = "已登记到账，可以分配。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.title = f"登记到账：{self.document}"
        if self.document.kind == DocumentKind.AGREEMENT:
            rest = self.document.amount - self.root.received
            self.note += (
                f"　协议 {self.document.amount:,.2f} 元，已到账 {self.root.received:,.2f} 元，还可登记 {rest:,.2f} 元"
            )
        else:
            self.note += "　冲销后重新登记：按文件的正确金额一次到账，文件金额随之更正"

    def get_initial(self) -> dict[str, Any]:
        on: date = self.document.issued_on if self.document.kind == DocumentKind.TRANSFER else timezone.localdate()
        return super().get_initial() | {"on": on}

    def get_form_kwargs(self) -> dict[str, Any]:
        """An agreement says itself how much is to come; of a transfer reversed the old amount was the wrong one."""
        agreed = self.document.kind == DocumentKind.AGREEMENT
        beside = (self.document.amount, "协议金额") if agreed else held_against(self.request, self.document.year)
        return super().get_form_kwargs() | {"beside": beside}

    def save(self, form: ReceiveForm) -> FundDocument:
        documents.receive(document=self.document, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        return self.document

"""Payment requests: the list, one on its page and on paper, drawn up and corrected."""

from decimal import Decimal
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.views.forms import FormPage
from funding import policies, request_policies
from funding.amount_words import in_capitals
from funding.choices import RequestStatus
from funding.forms.requests import LookForm, RequestForm, as_it_is
from funding.lists.requests import REQUEST_LIST
from funding.models import ContractPart, PaymentRequest
from funding.paper_policies import can_add
from funding.selectors import ceilings
from funding.selectors.requests import acts_of, doubts_of, entries_of, holder, last_asked, pots_of, rate_of
from funding.services import requests
from funding.views.base_requests import RequestPage, request_of

PENDING = (RequestStatus.DRAFT, RequestStatus.SUBMITTED, RequestStatus.RETURNED, RequestStatus.APPROVED)


class RequestList(ListPage):
    spec = REQUEST_LIST
    template_name = "funding/request_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_review": self.request.user.may(Permission.REVIEW_PAYMENTS)}


def sums_of(asked: PaymentRequest) -> dict[str, Any]:
    """The request beside its contract, 元 and per cent."""
    part = asked.part
    amount = asked.amount if asked.granted is None else asked.granted
    pending = asked.status in PENDING
    after = part.paid + amount if pending else part.paid
    price = part.amount if part.settled is None else part.settled
    return {"amount": amount, "price": price, "after": after, "pending": pending, "rate": rate_of(after, price)}


def ceilings_of(asked: PaymentRequest) -> list[ceilings.Ceiling]:
    """While they still bound it."""
    if asked.status not in PENDING:
        return []
    return ceilings.ceilings(ceilings.of_request(asked, on=timezone.localdate(), amount=sums_of(asked)["amount"]))


@requires(Permission.VIEW_FUNDS)
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one request: figures, ceilings, papers, who did what, and what can be done now."""
    asked = request_of(request, pk)
    context = {
        "asked": asked,
        "holder": holder(asked),
        "sums": sums_of(asked),
        "ceilings": marked(ceilings_of(asked), sums_of(asked)["amount"]),
        "doubts": doubts_of(asked),
        "entries": entries_of(asked),
        "papers": asked.papers.shown().select_related("uploaded_by"),
        "paper_subject": f"request-{asked.pk}",
        "may_add_paper": can_add(request.user, asked),
        "acts": acts_of(asked),
        "may": request_policies.open_to(request.user, asked),
    }
    return render(request, "funding/request_detail.html", context)


def marked(found: list[ceilings.Ceiling], amount: Decimal | None) -> list[tuple[ceilings.Ceiling, bool]]:
    """Each with whether the amount goes beyond it."""
    return [(each, each.is_exceeded_by(amount or Decimal(0))) for each in found]


@requires(Permission.VIEW_FUNDS)
def request_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper that is signed and sealed, A4."""
    asked = request_of(request, pk)
    context = {
        "asked": asked,
        "sums": sums_of(asked),
        "capitals": in_capitals(asked.amount),
        "granted_capitals": "" if asked.granted is None else in_capitals(asked.granted),
        "ceilings": ceilings_of(asked),
        "entries": entries_of(asked),
    }
    return render(request, "funding/request_print.html", context)


class TypingPage(FormPage):
    """The form of a request with its ceilings beside it; htmx asks for them anew while she types."""

    permission = Permission.FILL_FUNDS
    form_class = RequestForm
    template_name = "funding/request_form.html"
    part: ContractPart
    asked: PaymentRequest | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.htmx and not request.htmx.history_restore_request:
            look = self._look(LookForm(request.GET).typed)
            return render(request, "funding/_ceilings.html", look)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        chosen = self.asked.allotment_id if self.asked else None
        self.pots = pots_of(self.part.project, on=timezone.localdate(), chosen=chosen)
        return super().get_form_kwargs() | {"pots": self.pots, "beside": (self.part.amount, "合同价款")}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"part": self.part, "pots": self.pots}

    def _look(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The ceilings of what is typed so far; none before money, kind and use are chosen."""
        pots = pots_of(self.part.project, on=timezone.localdate(), chosen=self.asked and self.asked.allotment_id)
        pot = next((each.allotment for each in pots if each.allotment.pk == typed.get("allotment")), None)
        if pot is None or not typed.get("kind") or not typed.get("use"):
            return {"ceilings": [], "asks": True}
        asked = ceilings.Asked(
            part=self.part,
            allotment=pot,
            kind=typed["kind"],
            use=typed["use"],
            amount=typed["amount"] or Decimal(0),
            out_of_scope=typed["out_of_scope"] or Decimal(0),
            done_value=typed["done_value"],
            on=timezone.localdate(),
            request_id=self.asked.pk if self.asked else None,
        )
        return {"ceilings": marked(ceilings.ceilings(asked), typed["amount"]), "amount": typed["amount"]}


class RequestCreate(TypingPage):
    title = "提出支付申请"
    submit = "保存，下一步上传附件并提交"
    done = "已保存，尚未提交。请上传发票、进度计量等附件，核对上限后提交。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        related = ("contract", "project__implementer")
        visible = ContractPart.objects.for_user(request.user).select_related(*related)
        self.part = get_object_or_404(visible, pk=kwargs["part"])
        policies.check_can_fill(request.user, self.part.project)
        self.note, self.back = f"{self.part.contract}　{self.part.project}", self.part.get_absolute_url()
        self.draft = f"payment-request-of-{self.part.pk}"

    def get_initial(self) -> dict[str, Any]:
        """Works go on from where the last request left them."""
        last = last_asked(self.part)
        return super().get_initial() | ({"use": last.use, "kind": last.kind} if last else {})

    def save(self, form: Form) -> PaymentRequest:
        key, today = form.cleaned_data["key"], timezone.localdate()
        return requests.draw_up(part=self.part, key=key, by=self.request.user, today=today, **form.facts)


class RequestEdit(RequestPage, TypingPage):
    title = "修改支付申请"
    check = request_policies.check_can_change
    by_bureau = False

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.part = self.asked.part

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | as_it_is(self.asked)

    def save(self, form: Form) -> PaymentRequest:
        version, today = form.cleaned_data["version"] or 0, timezone.localdate()
        return requests.change(request=self.asked, version=version, by=self.request.user, today=today, **form.facts)

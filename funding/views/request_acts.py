"""The steps of a payment request: handed in, taken back, returned, approved, paid, reversed."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.views.acts import tell
from core.views.forms import FormPage
from funding import request_policies
from funding.choices import RequestStatus
from funding.forms.requests import ApproveForm, DayForm, PayForm, ReasonForm, ReturnForm, ReverseForm
from funding.models import FundPaper, PaymentRequest
from funding.selectors.requests import SHOWN_WITH, doubts_of
from funding.services import payments, request_batches, requests
from funding.views.base_requests import RequestPage, request_of
from funding.views.requests import ceilings_of, marked, sums_of

AT_ONCE = 50


@require_POST
@requires(Permission.FILL_FUNDS)
def request_submit(request: HttpRequest, pk: int) -> HttpResponse:
    asked = _theirs(request, pk)
    words = "已提交，等待财政部门审核。"
    tell(request, lambda: requests.submit(request=asked, by=request.user, now=timezone.now()), words)
    return redirect(asked)


@require_POST
@requires(Permission.FILL_FUNDS)
def request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _button(request, pk, requests.withdraw, "已撤回，修改后请重新提交。")


@require_POST
@requires(Permission.FILL_FUNDS)
def request_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _button(request, pk, requests.cancel, "已作废。")


def _button(request: HttpRequest, pk: int, service: Any, words: str) -> HttpResponse:
    asked = _theirs(request, pk)
    tell(request, lambda: service(request=asked, by=request.user, today=timezone.localdate()), words)
    return redirect(asked)


def _theirs(request: HttpRequest, pk: int) -> PaymentRequest:
    asked = request_of(request, pk)
    request_policies.check_is_theirs(request.user, asked)
    return asked


class ReviewPage(RequestPage):
    """A step of the finance bureau, with the request and its ceilings in sight."""

    permission = Permission.REVIEW_PAYMENTS
    template_name = "funding/request_step.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sums = sums_of(self.asked)
        bounds = marked(ceilings_of(self.asked), sums["amount"])
        shown = {"asked": self.asked, "sums": sums, "ceilings": bounds, "doubts": doubts_of(self.asked)}
        return super().get_context_data(**context) | shown


class RequestReturn(ReviewPage):
    form_class = ReturnForm
    title = "退回支付申请"
    submit = "退回"
    done = "已退回申请单位。"
    check = request_policies.check_can_return

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"words": "退回原因"}

    def save(self, form: Form) -> PaymentRequest:
        today = timezone.localdate()
        return requests.send_back(request=self.asked, by=self.request.user, today=today, **form.cleaned_data)


class RequestApprove(ReviewPage):
    form_class = ApproveForm
    title = "审核支付申请"
    submit = "审核通过"
    done = "已审核通过，可以登记拨付。"
    check = request_policies.check_can_approve

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"amount": self.asked.amount}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beside": (self.asked.amount, "申请金额")}

    def save(self, form: Form) -> PaymentRequest:
        granted, on = form.cleaned_data["amount"], form.cleaned_data["on"]
        today = timezone.localdate()
        return requests.approve(request=self.asked, granted=granted, on=on, by=self.request.user, today=today)


class RequestApproveAll(FormPage):
    """Those that wait for review, ticked and approved in full; what does not go through is told with its reason."""

    permission = Permission.REVIEW_PAYMENTS
    form_class = DayForm
    template_name = "funding/request_approve_all.html"
    title = "批量审核支付申请"
    submit = "所选全部审核通过"
    done = ""
    back = reverse_lazy("funding:request_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        waiting = PaymentRequest.objects.for_user(request.user).filter(status=RequestStatus.SUBMITTED)
        papers = Exists(FundPaper.objects.shown().filter(request=OuterRef("pk")))
        rows = waiting.select_related(*SHOWN_WITH).annotate(has_papers=papers)
        self.waiting = rows.order_by("submitted_at", "pk")
        self.note = f"按申请金额全额核定；需要核减的请逐份审核。一次最多列出 {AT_ONCE} 份，先提交的在前"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"waiting": self.waiting[:AT_ONCE]}

    def save(self, form: Form) -> str:
        ticked = [int(each) for each in self.request.POST.getlist("request") if each.isdecimal() and len(each) < 10]
        chosen = self.waiting.filter(pk__in=ticked)
        if not chosen:
            raise DomainError("没有勾选待审核的支付申请，一份也没有办理。")
        on, today = form.cleaned_data["on"], timezone.localdate()
        result = request_batches.approve_all(chosen=chosen, on=on, by=self.request.user, today=today)
        if result.approved:
            messages.success(self.request, f"已审核通过 {len(result.approved)} 份支付申请。")
        for each, reason in result.refused:
            messages.warning(self.request, f"{each}（{each.project}）没有通过：{reason}")
        return str(self.back)


class RequestRecall(ReviewPage):
    form_class = ReasonForm
    title = "收回审核"
    submit = "收回审核"
    done = "已收回审核，支付申请回到待审核。"
    check = request_policies.check_can_recall

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"words": "收回原因"}

    def save(self, form: Form) -> PaymentRequest:
        today, reason = timezone.localdate(), form.cleaned_data["reason"]
        return requests.recall(request=self.asked, reason=reason, by=self.request.user, today=today)


class RequestPay(ReviewPage):
    form_class = PayForm
    title = "登记拨付"
    submit = "登记拨付"
    done = "已登记拨付。"
    check = request_policies.check_can_pay

    def save(self, form: Form) -> PaymentRequest:
        today = timezone.localdate()
        payments.pay(request=self.asked, by=self.request.user, today=today, **form.cleaned_data)
        return self.asked


class RequestReverse(ReviewPage):
    form_class = ReverseForm
    title = "冲销拨付"
    submit = "冲销"
    done = "已冲销，资金退回原指标。需要重新支付的，请另提申请。"
    confirm = "冲销后这份申请即办结，重新支付须另提申请。确定冲销？"
    check = request_policies.check_can_reverse

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"words": "冲销原因"}

    def save(self, form: Form) -> PaymentRequest:
        today = timezone.localdate()
        payments.reverse(request=self.asked, by=self.request.user, today=today, **form.cleaned_data)
        return self.asked

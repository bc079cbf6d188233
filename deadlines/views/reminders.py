"""What a person was reminded of, the rules by which it happens, and how messages fared."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.lists import ListPage
from core.views.forms import FormPage
from deadlines.choices import DeliveryStatus
from deadlines.delivery_list import DELIVERIES, READINGS, organisation_of, to_whom
from deadlines.forms.reminders import ReminderRuleForm
from deadlines.models import Delivery, Digest, ReminderRule
from deadlines.selectors import digests as selectors
from deadlines.services import deliveries, digests, rules

SHOWN = 60  # digests on the page: two months of days


@require_GET
@requires(Permission.SEE_TODO)
def digest_list(request: HttpRequest) -> HttpResponse:
    return render(request, "deadlines/digest_list.html", {"digests": selectors.own(request.user)[:SHOWN]})


@require_GET
@requires(Permission.SEE_TODO)
def digest_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One day's lines, each with its reason; the page itself reports that it was read."""
    digest = get_object_or_404(Digest.objects.for_user(request.user), pk=pk)
    lines = digest.reminders.select_related("deadline")
    return render(request, "deadlines/digest_detail.html", {"digest": digest, "lines": lines})


@require_POST
@requires(Permission.SEE_TODO)
def digest_read(request: HttpRequest, pk: int) -> HttpResponse:
    digests.mark_read(digest=get_object_or_404(Digest.objects.for_user(request.user), pk=pk), now=timezone.now())
    return HttpResponse(status=204)


class DeliveryList(ListPage):
    spec = DELIVERIES
    template_name = "deadlines/delivery_list.html"


class ReadingList(ListPage):
    spec = READINGS
    template_name = "deadlines/delivery_list.html"


@require_GET
@requires(Permission.MANAGE_REMINDERS)
def delivery_detail(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(selectors.deliveries(request.user), pk=pk)
    context = {
        "delivery": delivery,
        "to": to_whom(delivery),
        "organisation": organisation_of(delivery),
        "may_resend": delivery.status in (DeliveryStatus.FAILED, DeliveryStatus.UNCLEAR),
    }
    return render(request, "deadlines/delivery_detail.html", context)


@require_POST
@requires(Permission.MANAGE_REMINDERS)
def delivery_resend(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.for_user(request.user), pk=pk)
    try:
        deliveries.resend(delivery=delivery, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已排入重发，一分钟内发送。")
    return redirect("deadlines:delivery_detail", pk)


@require_GET
@requires(Permission.VIEW_DEADLINES)
def rule_list(request: HttpRequest) -> HttpResponse:
    found = ReminderRule.objects.for_user(request.user).with_state(timezone.localdate())
    context = {"rules": found, "may_set": request.user.may(Permission.SET_RULES)}
    return render(request, "deadlines/rule_list.html", context)


class RuleCreate(FormPage):
    """A new version for the person's own district, filled in from the one in force."""

    permission = Permission.SET_RULES
    form_class = ReminderRuleForm
    title = "设置提醒规则"
    done = "已设置新的提醒规则。"
    back = reverse_lazy("deadlines:rule_list")
    draft = "reminder-rule"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.note = f"适用于{request.user.organisation.division}，到期日的天数按自然日计"

    def get_initial(self) -> dict[str, Any]:
        rule = ReminderRule.objects.in_force(self.request.user.division_id, timezone.localdate())
        named = ReminderRuleForm.Meta.fields[2:]
        return {name: getattr(rule, name) for name in named} if rule else {}

    def save(self, form: Form) -> str:
        rules.set_rule(
            division=self.request.user.organisation.division,
            by=self.request.user,
            on=timezone.localdate(),
            **form.cleaned_data,
        )
        return self.back

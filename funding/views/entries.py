"""The ledger as people read it: all entries, one act with its entries, and its reversal."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.lists import ListPage
from core.views.forms import FormPage
from funding import reversal_policies
from funding.forms.documents import ReverseForm
from funding.lists.entries import ENTRY_LIST
from funding.models import FundAct
from funding.selectors.acts import ActShown, act_shown
from funding.services import reversals


class EntryList(ListPage):
    spec = ENTRY_LIST
    template_name = "funding/entry_list.html"


def act_of(request: HttpRequest, pk: int) -> ActShown:
    """404 where none of its entries is hers to see."""
    shown = act_shown(request.user, pk)
    if shown is None:
        raise Http404
    return shown


@requires(Permission.VIEW_FUNDS)
def act_detail(request: HttpRequest, pk: int) -> HttpResponse:
    shown = act_of(request, pk)
    receipt = getattr(shown.act, "receipt", None)
    may_reverse = _may_reverse(request.user, shown)
    here = reversal_policies.is_reversed_here(shown.act, shown.entries)
    asked = next((entry.request for entry in shown.entries if entry.request_id), None)
    context = {
        "shown": shown,
        "act": shown.act,
        "receipt": receipt,
        "simulation": getattr(shown.act, "simulation", None),
        "reverse_here": may_reverse and here,
        "reverse_request": asked if may_reverse and not here else None,
        "reverse_receipt": receipt if may_reverse and not here else None,
    }
    return render(request, "funding/act_detail.html", context)


def _may_reverse(user: User, shown: ActShown) -> bool:
    try:
        reversal_policies.check_may_reverse(user, shown.act, shown.entries)
        reversal_policies.check_not_reversed(shown.act)
    except DomainError:
        return False
    return not shown.hidden


class ActReverse(FormPage):
    permission = Permission.MANAGE_FUNDS
    form_class = ReverseForm
    submit = "冲销"
    done = "已冲销，原业务和冲销都留在账上。"
    confirm = "冲销后不能撤回，确定冲销？"
    template_name = "funding/act_reverse.html"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.shown = act_of(request, kwargs["pk"])
        if not reversal_policies.is_reversed_here(self.shown.act, self.shown.entries):
            raise Http404
        self.title = f"冲销：{self.shown.act}（第 {self.shown.act.pk} 号业务）"
        self.back = self.shown.act.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"original": self.shown.act.on}

    def save(self, form: ReverseForm) -> FundAct:
        return reversals.reverse(
            act=self.shown.act, by=self.request.user, today=timezone.localdate(), **form.cleaned_data
        )

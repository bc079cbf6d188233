"""Money on its way down: the list of allotments, one allotment with all that makes it up, and its three acts."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.forms import plain
from core.lists import ListPage
from core.units import WAN_YUAN
from core.views.forms import FormPage
from funding import links, policies
from funding.forms.allocations import AllocationForm, MoveForm, PrefillForm, TakeBackForm
from funding.lists.allotments import ALLOTMENT_LIST, paid_link, passed_link, received_link
from funding.models import Allotment, FundAct, Simulation
from funding.selectors import recipients
from funding.selectors.allotments import children_of, entries_of, path_of, pending_of, spoken_for
from funding.services import allocations
from projects.models import Programme

CHILDREN = 200
LONGEST_KEY = 19  # digits; a longer one overflows the database's integers


class AllotmentList(ListPage):
    spec = ALLOTMENT_LIST
    template_name = "funding/allotment_list.html"


@requires(Permission.VIEW_FUNDS)
def allotment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the money comes from, what became of it, what is left, and what may be done with it."""
    allotment, user = allotment_of(request, pk), request.user
    children = list(children_of(allotment, user)[: CHILDREN + 1])
    may_pass = policies.can_pass_down(user, allotment)
    simulations = Simulation.objects.for_user(user).filter(allotment=allotment).select_related("created_by", "act")
    promised = spoken_for(allotment)
    context = {
        "allotment": allotment,
        "path": path_of(allotment, user),
        "children": children[:CHILDREN],
        "more": len(children) > CHILDREN,
        "entries": entries_of(allotment, user),
        "pending": list(pending_of(allotment).select_related("part__contract")) if promised else [],
        "promised": promised,
        "free": allotment.left - promised,
        "simulations": simulations,
        "received_link": received_link(allotment),
        "passed_link": passed_link(allotment),
        "paid_link": paid_link(allotment),
        "entries_link": links.entries(allotment=allotment.pk),
        "may_pass_down": may_pass and allotment.left > 0,
        "may_simulate": may_pass,
        "may_take": bool(allotment.parent) and policies.can_pass_down(user, allotment.parent),
    }
    return render(request, "funding/allotment_detail.html", context)


@require_GET
@requires(Permission.MANAGE_FUNDS)
def recipient_search(request: HttpRequest) -> JsonResponse:
    """What a search field offers (?q=&allotment=): who may get money of that allotment."""
    asked = request.GET.get("allotment", "")
    named = asked if asked.isdecimal() and len(asked) < LONGEST_KEY else None
    allotment = Allotment.objects.for_user(request.user).select_related("division").filter(pk=named).first()
    text = request.GET.get("q", "").strip()
    lines = recipients.suggest(allotment=allotment, text=text) if allotment else []
    return JsonResponse({"results": [asdict(line) for line in lines]})


class MoneyPage(FormPage):
    """A form about one allotment; whoever may not act on it is told why."""

    permission = Permission.MANAGE_FUNDS
    words = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.allotment = allotment_of(request, kwargs["pk"])
        self.title, self.back = f"{self.words}：{self.allotment}", self.allotment.get_absolute_url()
        self.check(request)

    def check(self, request: HttpRequest) -> None:
        policies.check_can_manage(request.user, self.allotment.division)

    @property
    def dated(self) -> dict[str, Any]:
        return {"by": self.request.user, "today": timezone.localdate()}


class Allocate(MoneyPage):
    """By hand, as many recipients as the table has rows; ?to= fills the table with names first."""

    form_class = AllocationForm
    template_name = "funding/allocate.html"
    words, submit, done = "分配资金", "登记分配", "已登记分配。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.draft = f"allocate-{self.allotment.pk}-{request.GET.urlencode()}"
        programmes = Programme.objects.for_user(request.user).order_by("-year", "division")
        self.prefill = PrefillForm(
            request.GET if "to" in request.GET else None, allotment=self.allotment, programmes=programmes
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        named = self.prefill.recipients() if self.request.method == "GET" else []
        return super().get_form_kwargs() | {"allotment": self.allotment, "recipients": named}

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def save(self, form: AllocationForm) -> FundAct:
        facts = {name: form.cleaned_data[name] for name in ("key", "on", "reason")}
        return allocations.allocate(giver=self.allotment, shares=form.shares, **facts, **self.dated)


class GivenPage(MoneyPage):
    """About money that somebody gave: it goes back to the giver, or on to another of the giver's recipients."""

    def check(self, request: HttpRequest) -> None:
        policies.check_can_manage(request.user, (self.allotment.parent or self.allotment).division)
        self.free = self.allotment.left - spoken_for(self.allotment)
        self.note = f"可以动用 {self.free:,.2f} 元（{plain(WAN_YUAN.from_base(self.free))} 万元）"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beside": (self.free, "可动用余额")}


class TakeBack(GivenPage):
    form_class = TakeBackForm
    words, submit, done = "收回资金", "登记收回", "已登记收回。"

    def save(self, form: TakeBackForm) -> FundAct:
        return allocations.take_back(allotment=self.allotment, **form.cleaned_data, **self.dated)


class Move(GivenPage):
    form_class = MoveForm
    words, submit, done = "调剂资金", "登记调剂", "已登记调剂。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"giver": self.allotment.parent or self.allotment}

    def save(self, form: MoveForm) -> FundAct:
        return allocations.move(source=self.allotment, **form.cleaned_data, **self.dated)


def allotment_of(request: HttpRequest, pk: int) -> Allotment:
    related = ("document__division", "division", "project", "parent__division", "parent__document")
    return get_object_or_404(Allotment.objects.for_user(request.user).select_related(*related), pk=pk)

"""Pages of the shortfall: the programmes, the queue of one, its ranks, and moving on to the next year."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.lists import ListPage
from core.views.forms import FormPage
from funding.forms.shortfalls import MoveForm
from funding.lists.shortfalls import SHORTFALLS
from funding.selectors.shortfalls import Shortfall, hanging_on, shortfall_of
from funding.services import shortfalls
from projects import project_policies
from projects.models import Programme
from projects.services import carrying_over

RANK = "rank-"  # a field of the table is called rank-<project>


class ShortfallList(ListPage):
    spec = SHORTFALLS


@requires(Permission.VIEW_SHORTFALLS)
def shortfall(request: HttpRequest, pk: int) -> HttpResponse:
    programme = _programme(request, pk)
    return _shown(request, programme, shortfall_of(programme, today=timezone.localdate()))


@require_POST
@requires(Permission.MANAGE_PROJECTS)
def shortfall_rank(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranks as they stand in the table; an empty field is no rank."""
    programme = _programme(request, pk)
    try:
        changed = shortfalls.rank(programme=programme, ranks=_ranks(request), by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已排定，{changed} 个项目的顺序号有变化。")
    return redirect("funding:shortfall", pk=programme.pk)


class ShortfallMove(FormPage):
    """First the table to tick, then the reason; both at one address, so that a link can be sent."""

    permission = Permission.MANAGE_PROJECTS
    form_class = MoveForm
    template_name = "funding/shortfall_move.html"
    submit = "转入下一年度"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.programme = _programme(request, kwargs["pk"])
        project_policies.check_can_make(request.user, self.programme)
        self.year = self.programme.year + 1
        self.title = f"转入{self.year}年度计划"
        self.note = f"从《{self.programme}》转出"
        self.table = shortfall_of(self.programme, today=timezone.localdate())
        ticked = set(request.GET.getlist("project"))
        self.chosen = [line for line in self.table.lines if str(line.waiting.project.pk) in ticked]
        self.hanging = hanging_on([line.waiting.project for line in self.chosen])
        self.back = reverse("funding:shortfall", args=[self.programme.pk])
        self.confirm = f"确定把 {len(self.chosen)} 个项目转入{self.year}年度计划？"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.chosen:
            return super().get(request, *args, **kwargs)
        return _shown(request, self.programme, self.table, unticked=bool(request.GET))

    def save(self, form: MoveForm) -> Programme:
        return carrying_over.carry_over(
            projects=[line.waiting.project for line in self.chosen],
            year=self.year,
            by=self.request.user,
            today=timezone.localdate(),
            **form.cleaned_data,
        )

    def answer(self, result: Programme) -> HttpResponse:
        messages.success(self.request, f"已把 {len(self.chosen)} 个项目转入《{result}》，这是该年度计划。")
        return redirect(result)


def _programme(request: HttpRequest, pk: int) -> Programme:
    """The whole queue is the division's own business: whoever sees only a street of it finds nothing here."""
    request.user.demand(Permission.VIEW_SHORTFALLS)
    return get_object_or_404(Programme.objects.drawn_up_by(request.user).select_related("division"), pk=pk)


def _shown(request: HttpRequest, programme: Programme, table: Shortfall, *, unticked: bool = False) -> HttpResponse:
    context = {
        "programme": programme,
        "table": table,
        "next_year": programme.year + 1,
        "may_make": project_policies.can_make(request.user, programme),
        "unticked": unticked,
    }
    return render(request, "funding/shortfall.html", context)


def _ranks(request: HttpRequest) -> dict[int, int | None]:
    """By project; what is no whole number is refused in words."""
    ranks: dict[int, int | None] = {}
    for name, text in request.POST.items():
        key = name.removeprefix(RANK)
        if name.startswith(RANK) and key.isdecimal():
            typed = str(text).strip()
            if typed and not (typed.isascii() and typed.isdecimal()):
                raise DomainError(f"顺序号“{typed[:20]}”不是整数，请填 1 到 {shortfalls.HIGHEST}，不排的留空。")
            ranks[int(key)] = int(typed) if typed else None
    return ranks

"""To-do list, the list of everything that is due, and the month."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from deadlines.lists import DEADLINES
from deadlines.selectors.month import month as month_of
from deadlines.selectors.owed import suggest_organisations
from deadlines.selectors.todo import todo as page_of
from deadlines.views import asked


@require_GET
@requires(Permission.SEE_TODO)
def todo(request: HttpRequest) -> HttpResponse:
    """?whose=mine, unit or territory; ?day= shows one day alone."""
    whose, on, today = asked.whose(request), asked.day(request), timezone.localdate()
    page = page_of(
        user=request.user,
        whose=whose,
        today=today,
        under=asked.under(request),
        on=on,
        number=asked.page_number(request),
    )
    context = {"page": page, "whose": whose, "tabs": asked.tabs(request), "on": on, "today": today}
    return render(request, "deadlines/todo.html", context)


class DeadlineList(ListPage):
    spec = DEADLINES
    template_name = "deadlines/deadline_list.html"


@require_GET
@requires(Permission.VIEW_DEADLINES)
def organisation_search(request: HttpRequest) -> JsonResponse:
    """What the search field of the list offers (?q=)."""
    text = request.GET.get("q", "").strip()
    return JsonResponse({"results": suggest_organisations(user=request.user, text=text)})


@require_GET
@requires(Permission.SEE_TODO)
def month(request: HttpRequest) -> HttpResponse:
    whose, first = asked.whose(request), asked.first_of_month(request)
    shown = month_of(
        user=request.user, whose=whose, first=first, today=timezone.localdate(), under=asked.under(request)
    )
    context: dict[str, Any] = {
        "month": shown,
        "first": first,
        "before": first - timedelta(days=1),
        "after": first + timedelta(days=31),
        "whose": whose,
        "tabs": asked.tabs(request),
    }
    return render(request, "deadlines/month.html", context)

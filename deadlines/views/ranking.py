"""Who is late, by organisation: as a table to print, and as a text for a group chat."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from accounts.views.mixins import requires
from deadlines.selectors import ranking as selectors
from deadlines.views import asked


@require_GET
@requires(Permission.VIEW_DEADLINES)
def ranking(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    standings = selectors.ranking(user=request.user, today=today, under=asked.under(request))
    kept = QueryDict(mutable=True)  # the territory goes along into the list that makes up a figure
    kept.update(request.viewing.kept)
    context = {
        "standings": standings,
        "kept": kept,
        "today": today,
        "new_year": f"{today.year}-01-01",
        "open": sum(each.open for each in standings),
        "overdue": sum(each.overdue for each in standings),
        "longest": max((each.longest for each in standings), default=0),
        "finished_late": sum(each.finished_late for each in standings),
    }
    return render(request, "deadlines/ranking.html", context)


@require_GET
@requires(Permission.VIEW_DEADLINES)
def as_text(request: HttpRequest) -> HttpResponse:
    text = selectors.as_text(
        user=request.user,
        where=str(request.viewing.division or ""),
        at=timezone.localtime(),
        under=asked.under(request),
    )
    return render(request, "deadlines/as_text.html", {"text": text, "lines": text.count("\n") + 2})

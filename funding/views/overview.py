"""The first page of the finance bureau."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from funding.selectors import overview as selectors


@requires(Permission.VIEW_FUNDS)
def overview(request: HttpRequest) -> HttpResponse:
    """Money by source in the territory and budget year that she looks at, and what waits there."""
    user, viewing, today = request.user, request.viewing, timezone.localdate()
    prefix = viewing.division.prefix if viewing.division else ""
    lines, total = selectors.by_source(user=user, prefix=prefix, year=viewing.year)
    kept = {key: value for key, value in viewing.kept.items() if key == "territory"}
    context = {
        "lines": lines,
        "total": total,
        "years": selectors.years(user),
        "year": viewing.year,
        "kept": "".join(f"&{key}={value}" for key, value in viewing.kept.items()),
        "place": "".join(f"&{key}={value}" for key, value in kept.items()),
        "waiting": selectors.requests_waiting(user=user, prefix=prefix),
        "documents": selectors.running_out(user=user, prefix=prefix, today=today),
        "warnings": selectors.warnings_standing(user=user, prefix=prefix),
        "today": today,
        "may_see_shortfalls": user.may(Permission.VIEW_SHORTFALLS),
        "may_manage": user.may(Permission.MANAGE_FUNDS),
    }
    return render(request, "funding/overview.html", context)

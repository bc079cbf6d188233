"""The tie-out 与计划核对: every promised figure beside the sum of the records."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from accounts.views.mixins import requires
from projects import policies
from projects.selectors.revisions import with_last_changes
from projects.selectors.tie_outs import entries_behind, tie_out_of
from projects.tie_out import MEASURES
from projects.views.base import programme_of

SHOWN = 100  # rows under one difference; the rest stand in the list behind the link


@requires(Permission.VIEW_PROGRAMMES)
def tie_out(request: HttpRequest, pk: int) -> HttpResponse:
    programme = programme_of(request, pk)
    result = tie_out_of(programme, user=request.user)
    differing = [line for line in result.lines if line.differing]
    behind = entries_behind(programme, differing, user=request.user)
    shown = {code: entries[:SHOWN] for code, entries in behind.items()}
    with_last_changes([entry for entries in shown.values() for entry in entries])
    context = {
        "programme": programme,
        "tie_out": result,
        "measures": MEASURES,
        "differing": [(line, shown[line.code], len(behind[line.code])) for line in differing],
        "may_edit": policies.can_edit(request.user, programme),
    }
    return render(request, "projects/tie_out.html", context)

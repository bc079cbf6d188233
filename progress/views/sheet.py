"""The entry sheet: the page, what the grid saves and asks for, sites that came later, the history of a cell."""

import json
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError, NotAllowed
from progress import checks, package_policies, sheet_policies
from progress.figures import BY_KEY, Figure
from progress.models import MonthlyReturn, ReturnLine, ReturnVersion
from progress.selectors import cell_history as histories
from progress.selectors import packages
from progress.selectors import sheet as sheets
from progress.services import cells as saving
from progress.services import sites

MOST_CELLS = 20_000  # in one call
MOST_ID = 2**63 - 1


def version_of(request: HttpRequest, pk: int) -> ReturnVersion:
    """The version in work of a return; 404 for an outsider."""
    found = get_object_or_404(MonthlyReturn.objects.for_user(request.user), pk=pk, current__isnull=False)
    return packages.versions_with_parts().get(pk=found.current_id)


@requires(Permission.VIEW_RETURNS)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; asked for by htmx, what is still missing before it can be submitted."""
    version, today = version_of(request, pk), timezone.localdate()
    may_fill = sheet_policies.can_fill(request.user, version, today)
    context = {"monthly_return": version.monthly_return, "version": version, "may_fill": may_fill}
    if may_fill:
        context |= _before_submission(request, version)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "progress/_sheet_findings.html", context)
    data = sheets.data(version, user=request.user, today=today)
    context |= {
        "sheet": data,
        "plain": [(row, zip(data["columns"], row["cells"].values(), strict=True)) for row in data["rows"]],
        "missing": sheets.missing_sites(version) if may_fill else [],
        "month": version.monthly_return.reporting_month,
    }
    return render(request, "progress/sheet.html", context)


def _before_submission(request: HttpRequest, version: ReturnVersion) -> dict[str, Any]:
    found = checks.findings(version)
    by_line = groupby((each for each in found if each.blocks), key=lambda each: each.line.pk)
    return {
        "blocking": [_of_site(list(of_line)) for _, of_line in by_line],
        "doubts": [each for each in found if not each.blocks],
        "not_yet": package_policies.why_not(
            package_policies.check_can_submit, request.user, version, timezone.localdate()
        ),
    }


def _of_site(found: list[checks.Finding]) -> dict[str, Any]:
    return {
        "line": found[0].line,
        "missing": [each for each in found if each.missing],
        "wrong": [each for each in found if not each.missing],
    }


@require_http_methods(["GET", "POST"])
def cells(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what was changed since a moment. POST: cells to save. Both answer in JSON, refusals too."""
    try:
        request.user.demand(Permission.FILL_RETURNS if request.method == "POST" else Permission.VIEW_RETURNS)
        version = version_of(request, pk)
        return _save(request, version) if request.method == "POST" else _changes(request, version)
    except NotAllowed as refusal:
        return JsonResponse({"message": str(refusal)}, status=403)
    except DomainError as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    except Malformed as trouble:
        return JsonResponse({"message": f"浏览器发来的内容无法读取：{trouble}。请刷新页面后再试。"}, status=400)


class Malformed(Exception):
    """The body or the address is none of ours."""


def _changes(request: HttpRequest, version: ReturnVersion) -> JsonResponse:
    since = request.GET.get("since", "0")
    if not since.isdecimal() or int(since) > MOST_ID:
        raise Malformed("缺少起点")
    changed = sheets.changed_since(version, int(since))
    why_not = sheets.closed_because(request.user, version, timezone.localdate())
    return JsonResponse(
        {
            "change": max((each["seen"] for each in changed), default=int(since)),
            "number": version.number,
            "status": version.status,
            "editable": not why_not,
            "why_not": why_not,
            "token": get_token(request),  # after a sign-in in another tab the page's own no longer holds
            "cells": changed,
        }
    )


def _save(request: HttpRequest, version: ReturnVersion) -> JsonResponse:
    result = saving.save(version=version, cells=_typed(request), by=request.user, today=timezone.localdate())
    return JsonResponse(
        {
            "change": result.change,
            "cells": [_answer(answer) for answer in result.cells],
            "rows": [{"line": line, "physical": physical} for line, physical in result.physical.items()],
        }
    )


def _typed(request: HttpRequest) -> list[saving.Typed]:
    try:
        sent = json.loads(request.body)["cells"]
        if len(sent) > MOST_CELLS:
            raise Malformed(f"一次最多保存 {MOST_CELLS:,} 格")
        return [_one(cell) for cell in sent]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, RequestDataTooBig) as trouble:
        raise Malformed("格式不对") from trouble


def _one(cell: dict[str, Any]) -> saving.Typed:
    line, seen = cell["line"], cell.get("seen") or 0
    words = cell["figure"], cell["text"], cell.get("reason") or ""
    if not all(isinstance(each, int) and 0 <= each <= MOST_ID for each in (line, seen)):
        raise ValueError
    if not all(isinstance(each, str) for each in words):
        raise ValueError
    figure, text, reason = words
    return saving.Typed(line_id=line, figure=figure, text=text, seen=seen, reason=reason)


def _answer(answer: saving.Answer) -> dict[str, Any]:
    theirs = answer.theirs
    return {
        "line": answer.line_id,
        "figure": answer.figure,
        "text": answer.text,
        "year": answer.year,
        "total": answer.total,
        "seen": answer.seen,
        "error": answer.error,
        "warning": answer.warning,
        "needs_reason": answer.needs_reason,
        "sentence": answer.sentence,
        "theirs": theirs and {"text": theirs.text, "by": theirs.by, "at": f"{timezone.localtime(theirs.at):%H:%M}"},
    }


@require_POST
@requires(Permission.FILL_RETURNS)
def sites_add(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_of(request, pk)
    try:
        added = sites.add_missing(version=version, by=request.user, today=timezone.localdate())
        messages.success(request, f"已补入 {added} 个小区，排在表的最后。")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("progress:sheet", pk)


@requires(Permission.VIEW_RETURNS)
def cell_history(request: HttpRequest, pk: int) -> HttpResponse:
    """?line=…&figure=…: who changed the cell, in all versions of the return. Without: the latest changes of all."""
    version = version_of(request, pk)
    context: dict[str, Any] = {"version": version}
    if "line" in request.GET:
        line, figure = _cell(request, version)
        context |= {"line": line, "figure": figure, "notes": histories.notes_of(line, figure)}
        context["changes"] = histories.changes_of(line, figure)
    else:
        context |= {"changes": histories.latest(version.monthly_return), "most": histories.LATEST}
    return render(request, "progress/cell_history.html", context)


def _cell(request: HttpRequest, version: ReturnVersion) -> tuple[ReturnLine, Figure]:
    line_id, figure = request.GET["line"], BY_KEY.get(request.GET.get("figure", ""))
    if not line_id.isdecimal() or int(line_id) > MOST_ID or figure is None:
        raise Http404
    lines = ReturnLine.objects.for_user(request.user).filter(version__monthly_return=version.monthly_return)
    return get_object_or_404(lines.select_related("version"), pk=int(line_id)), figure

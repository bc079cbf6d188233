"""What changed between two dates, by street and by site."""

from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from accounts.views.mixins import requires
from reports import changes_sheet, report_tables
from reports.forms.monthly import ChangesForm
from reports.selectors.changes import GROUPS, Changed, changes, site_changes

SHOWN = 200  # sites on the page; the workbook has all
USUAL = timedelta(days=30)


@require_http_methods(["GET", "POST"])
@requires(Permission.VIEW_REPORTS)
def changes_page(request: HttpRequest) -> HttpResponseBase:
    """Both dates stand in the address; POST is the workbook of what the page shows."""
    today, division = timezone.localdate(), request.viewing.division
    form = ChangesForm(request.GET or None, initial={"first": today - USUAL, "second": today})
    if not set(form.fields) & set(request.GET):
        form = ChangesForm({"first": f"{today - USUAL}", "second": f"{today}"})
    context: dict[str, Any] = {"form": form, "division": division}
    if division is None or not form.is_valid():
        return render(request, "reports/changes.html", context, status=422 if form.errors else 200)
    dates = form.cleaned_data
    rows, total = changes(division=division, **dates)
    sites = site_changes(division=division, **dates)
    if request.method == "POST":
        content = changes_sheet.workbook(
            division=division, rows=rows, total=total, sites=sites, by=request.user, **dates
        )
        name = f"{division}变化情况{dates['first']:%Y%m%d}-{dates['second']:%Y%m%d}.xlsx"
        return FileResponse(BytesIO(content), as_attachment=True, filename=name)
    context |= {
        **dates,
        "rows": rows,
        "groups": [
            {
                "name": name,
                "headings": report_tables.headings(keys),
                "rows": [(row, _cells(row, keys)) for row in rows],
                "total": _cells(total, keys),
            }
            for name, keys in GROUPS.items()
        ],
        "sites": sites[:SHOWN],
        "site_count": len(sites),
        "new_year": dates["first"].year != dates["second"].year,
    }
    return render(request, "reports/changes.html", context)


def _cells(row: Changed, keys: Sequence[str]) -> list[tuple[str, str, str]]:
    """Before, after and the difference with its sign; nothing where nothing changed."""
    return [
        (
            report_tables.shown(key, row.before.get(key)),
            report_tables.shown(key, row.after.get(key)),
            report_tables.signed(key, row.difference(key)),
        )
        for key in keys
    ]

"""Who reported when: the year's record of every street, as a page and as a workbook."""

import tempfile

from django.db import transaction
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core import audit
from core.workbooks.writing import Table, write_xlsx
from progress.punctuality import DEFINITION
from progress.record_columns import COLUMNS, totals
from progress.selectors import record as selectors

WRONG = "错报为负责人审核后又更正的单元格数（不含文字项），矛盾为系统发现过的矛盾数据条数（含已消除的）。"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_RETURNS)
def record(request: HttpRequest) -> HttpResponseBase:
    """?year= and ?territory= as everywhere; POST is the export of what the address shows."""
    now = timezone.localtime()
    year = request.viewing.year or now.year
    under = request.viewing.kept.get("territory", "")
    streets = selectors.years(user=request.user, year=year, now=now, under=under)
    table = Table(
        title=f"{request.viewing.division or ''}{year}年月报报送记录",
        columns=COLUMNS,
        rows=streets,
        lines=[f"截至 {now:%Y-%m-%d %H:%M}。{DEFINITION}{WRONG}"],
        totals=totals(streets),
    )
    if request.method == "POST":
        return _workbook(request, table, len(streets))
    context = {
        "table": table,
        "streets": streets,
        "totals": table.totals,
        "year": year,
        "months": selectors.MONTHS,
        "now": now,
        "definition": DEFINITION + WRONG,
        "territory": under,
    }
    return render(request, "progress/record.html", context)


def _workbook(request: HttpRequest, table: Table, count: int) -> FileResponse:
    with transaction.atomic():
        details = {"列表": table.title, "格式": "xlsx", "条数": count}
        audit.write(by=request.user, action="导出", division_id=request.user.division_id, details=details)
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the answer closes it
    write_xlsx(table, file.name)
    return FileResponse(file, as_attachment=True, filename=f"{table.title}.xlsx")

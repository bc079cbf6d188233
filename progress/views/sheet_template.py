"""The entry sheet as a workbook to fill in elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.permissions import Permission
from accounts.views.mixins import requires
from progress.imports.sheet_template import sheet_workbook, title_of
from progress.models import MonthlyReturn

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@requires(Permission.VIEW_RETURNS)
def sheet_template(request: HttpRequest, pk: int) -> HttpResponse:
    """The current version of the return, whoever may see it."""
    returns = MonthlyReturn.objects.for_user(request.user).select_related("division", "current")
    monthly_return = get_object_or_404(returns, pk=pk)
    name = f"{title_of(monthly_return)}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(sheet_workbook(monthly_return), content_type=XLSX, headers=headers)

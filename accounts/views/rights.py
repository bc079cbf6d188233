"""Who may do what, and who did what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import selectors
from accounts.fits import FITS
from accounts.lists import ACTS
from accounts.permissions import Role
from core.lists import ListPage


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """The printable table of roles and permissions; everybody may know it."""
    context = {"roles": [(role.label, FITS[role].words) for role in Role], "rows": selectors.rights_table()}
    return render(request, "accounts/rights.html", context)


class AuditList(ListPage):
    spec = ACTS
    template_name = "accounts/audit_list.html"

"""A refusal that no form can show: the person is back where she was, and told why."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.errors import DomainError


def tell_refusals(get_response):
    """The page she came from, with the sentence on top; what she may not do at all stays the 403 page."""

    def middleware(request):
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError) or isinstance(exception, PermissionDenied):
            return None
        messages.error(request, str(exception))
        return redirect(_came_from(request))

    middleware.process_exception = process_exception
    return middleware


def _came_from(request: HttpRequest) -> str:
    """Within this site, and never the page that refused: it would refuse again."""
    page = urlsplit(request.META.get("HTTP_REFERER", ""))
    inside = page.netloc == request.get_host() and page.path != request.path
    return page._replace(scheme="", netloc="").geturl() if inside else "/"

"""What htmx asks of the server beyond fragments."""

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRefresh


def sign_in_again(get_response):
    """A fragment asked for after the session ended: reload the page, which leads to the sign-in and back to it.

    Following the redirect, htmx would put the sign-in page into the middle of the list.
    """

    def middleware(request):
        response = get_response(request)
        return HttpResponseClientRefresh() if request.htmx and _leads_to_sign_in(response) else response

    return middleware


def _leads_to_sign_in(response: HttpResponseBase) -> bool:
    return response.has_header("Location") and response["Location"].startswith(resolve_url(settings.LOGIN_URL))

"""What stands before every page: signing in, and changing a password that must be changed."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone


class SignInRequired(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless it says otherwise, and afterwards she is back where she was.

    Who was signed out while she filled in a form comes back to the page with the form, not to the address it went to.
    """

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:  # type: ignore[override]
        page = urlsplit(request.META.get("HTTP_REFERER", ""))
        from_here = page.netloc == request.get_host()
        sign_in = super().handle_no_permission(request, view_func)
        if from_here and (request.method == "POST" or asks_for_data(request)):
            back = page._replace(scheme="", netloc="").geturl()
            sign_in = redirect_to_login(back, resolve_url(settings.LOGIN_URL))
        if asks_for_data(request):
            return JsonResponse({"message": "登录已过期，请重新登录。", "sign_in": sign_in.url}, status=401)
        return sign_in


def asks_for_data(request: HttpRequest) -> bool:
    """A script of a page asks, and would take the sign-in page for its answer."""
    return request.headers.get("Accept", "").startswith("application/json")


OPEN_TO_ALL = frozenset({"password_change", "sign_out"})


def password_change_first(get_response):
    """Send a person with a first or an expired password to the change page, and nowhere else."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        user = request.user
        if not user.is_authenticated or request.resolver_match.url_name in OPEN_TO_ALL:
            return None
        return redirect("accounts:password_change") if password_is_due(user, timezone.localdate()) else None

    middleware.process_view = process_view
    return middleware


def password_is_due(user, today) -> bool:
    """First sign-in, or the password is older than the policy allows (GB/T 22239 8.1.4.1 a)."""
    if user.must_change_password or user.password_changed_on is None:
        return True
    return today - user.password_changed_on > timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)

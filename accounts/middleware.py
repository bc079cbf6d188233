"""A password that must be changed stands before everything else."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone

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

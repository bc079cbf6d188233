"""The right it takes to open a page. Which rows she then sees is decided by `for_user`, never here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse


def requires(permission: str) -> Callable:
    """The person's role must hold `permission`, otherwise the 403 page says what it lacks."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.user.demand(permission)
            return view(request, *args, **kwargs)

        return checked

    return decorate

"""What the frame of every page shows. A part costs nothing on a page that does not use it."""

from functools import cache

from django.http import HttpRequest

from accounts.navigation import rooms_for, search_address
from core.jobs import notices


def frame(request: HttpRequest) -> dict:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "rooms": cache(lambda: rooms_for(user, request.path, request.viewing.query)),
        "search_address": cache(lambda: search_address(user)),
        "notices": cache(lambda: notices(user)),
        "viewing": request.viewing,
    }

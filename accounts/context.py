"""What the frame of every page shows. A part costs nothing on a page that does not use it."""

from functools import cache

from django.http import HttpRequest
from django.utils import timezone

from accounts.navigation import search_address, wings
from core.selectors import notices, told


def frame(request: HttpRequest) -> dict:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "wings": cache(lambda: wings(user, request.path, request.viewing.query)),
        "search_address": cache(lambda: search_address(user)),
        "notices": cache(lambda: notices(user)),
        "told": cache(lambda: told(user, timezone.localdate())),
        "viewing": request.viewing,
    }

"""What the frame of every page shows. Each part is asked for only where a template uses it: a fragment costs nothing."""

from functools import cache

from django.http import HttpRequest

from accounts.navigation import rooms_for
from core.jobs import notices


def frame(request: HttpRequest) -> dict:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "rooms": cache(lambda: rooms_for(user, request.path, request.viewing.query)),
        "notices": cache(lambda: notices(user)),
        "viewing": request.viewing,
    }

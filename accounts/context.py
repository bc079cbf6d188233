"""What the frame of every page shows."""

from accounts.navigation import rooms_for


def frame(request) -> dict:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"rooms": rooms_for(user, request.path)}

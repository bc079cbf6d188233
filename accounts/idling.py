"""A session lives while it is used (GB/T 22239 8.1.4.1 b)."""

import time

TOUCH_AFTER = 60  # seconds


def touch_session(get_response):
    """Put off the end of the session, at most once a minute: a page that only reads must not wait to write."""

    def middleware(request):
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get("touched", 0) >= TOUCH_AFTER:
            request.session["touched"] = now
        return get_response(request)

    return middleware

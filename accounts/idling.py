"""A session lives while it is used (GB/T 22239 8.1.4.1 b)."""

import time

TOUCH_AFTER = 60  # seconds


def touch_session(get_response):
    """Put off the end of the session, at most once a minute: a page that only reads must not wait to write.

    A page that asks for data by itself every few seconds (Accept: application/json) is no sign of a person.
    """

    def middleware(request):
        now = int(time.time())
        asked_by_itself = request.method == "GET" and request.headers.get("Accept", "") == "application/json"
        if (
            request.user.is_authenticated
            and not asked_by_itself
            and now - request.session.get("touched", 0) >= TOUCH_AFTER
        ):
            request.session["touched"] = now
        return get_response(request)

    return middleware

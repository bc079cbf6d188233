"""The private calendar address of a person, and what it answers."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.permissions import Permission
from accounts.views.mixins import requires
from deadlines.models import Feed
from deadlines.selectors.feeds import calendar_of, person_of
from deadlines.services import feeds


@require_GET
@requires(Permission.SEE_TODO)
def feed_settings(request: HttpRequest) -> HttpResponse:
    feed = Feed.objects.for_user(request.user).first()
    return render(request, "deadlines/feed_settings.html", {"feed": feed})


@require_POST
@requires(Permission.SEE_TODO)
def feed_renew(request: HttpRequest) -> HttpResponse:
    """The only answer that shows the address; it is stored nowhere in the clear."""
    token = feeds.renew(by=request.user, now=timezone.now())
    address = request.build_absolute_uri(reverse("deadlines:feed", args=[token]))  # by the name that reaches us
    feed = Feed.objects.for_user(request.user).get()
    return render(request, "deadlines/feed_settings.html", {"feed": feed, "address": address})


@require_POST
@requires(Permission.SEE_TODO)
def feed_revoke(request: HttpRequest) -> HttpResponse:
    feeds.revoke(by=request.user)
    messages.success(request, "日历订阅地址已停用，旧地址不能再读取。")
    return redirect("deadlines:feed_settings")


@require_safe
@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A calendar program signs in nowhere: the token alone says who asks."""
    person = person_of(token)
    if person is None:
        raise Http404
    answer = HttpResponse(
        calendar_of(person, now=timezone.now(), site=settings.SITE_URL), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer

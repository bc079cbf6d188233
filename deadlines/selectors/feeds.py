"""What a private calendar address shows: her own open deadlines as an iCalendar file (RFC 5545)."""

from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from icalendar import Alarm, Calendar, Event

from accounts.models import User
from accounts.permissions import Permission
from deadlines import kinds
from deadlines.models import Deadline, Feed
from deadlines.selectors.owed import Whose, owed
from deadlines.services.feeds import digest_of

MOST = 2_000  # events; a phone's calendar chokes on more
NINE_THE_DAY_BEFORE = timedelta(hours=-15)


def person_of(token: str) -> User | None:
    """Whose address this is, as long as she works here and has to-dos."""
    feed = Feed.objects.filter(token_sha256=digest_of(token)).select_related("person__organisation__division").first()
    person = feed and feed.person
    return person if person and person.may(Permission.SEE_TODO) else None


def calendar_of(person: User, *, now: datetime, site: str) -> bytes:
    """All-day events, one per deadline. `site` is how the product's addresses begin."""
    feed = Calendar()
    feed.add("prodid", "-//renovation//deadlines//ZH")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", f"老旧小区改造待办 {person}")
    feed.add("refresh-interval", timedelta(hours=6))
    for deadline in owed(person, Whose.MINE).order_by("due_on", "pk")[:MOST]:
        feed.add_component(_event(deadline, now, site))
    return feed.to_ical()


def _event(deadline: Deadline, now: datetime, site: str) -> Event:
    event = Event()
    event.add("uid", f"deadline-{deadline.pk}@{urlsplit(site).hostname}")
    event.add("dtstamp", now)
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + timedelta(days=1))
    event.add("summary", f"{deadline.title}{'（推算）' if deadline.estimated else ''}")
    event.add("description", "\n".join(filter(None, [kinds.label(deadline.kind), deadline.basis])))
    event.add("url", urljoin(site, deadline.url))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", deadline.title)
    alarm.add("trigger", NINE_THE_DAY_BEFORE)
    event.add_component(alarm)
    return event

"""What the pages of this room read from their address."""

from datetime import date

from django.http import Http404, HttpRequest
from django.utils import timezone

from deadlines.selectors.owed import Whose, chosen, offered


def whose(request: HttpRequest) -> Whose:
    return chosen(request.user, request.GET.get("whose", ""))


def tabs(request: HttpRequest) -> list[Whose]:
    return offered(request.user)


def under(request: HttpRequest) -> str:
    """The division chosen above the page; "" for all that she sees."""
    return request.viewing.kept.get("territory", "")


def day(request: HttpRequest) -> date | None:
    """?day=2023-03-20; a day that is none does not exist."""
    text = request.GET.get("day", "")
    return _read(text) if text else None


def first_of_month(request: HttpRequest) -> date:
    """?month=2023-03; without it the month of today."""
    text = request.GET.get("month", "")
    return _read(f"{text}-01") if text else timezone.localdate().replace(day=1)


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def _read(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not 2000 <= found.year <= 2100:
        raise Http404
    return found

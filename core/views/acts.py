"""A button whose POST is one call of a service: the next page tells how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from core.errors import DomainError


def tell(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    """Do it and say so; a refusal is told in its own words."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)

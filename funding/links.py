"""From a figure to the entries that make it up."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode


def entries(**filters: Any) -> str:
    """The list of entries narrowed by document, source, kind, project, contract, allotment, days or territory."""
    return f"{reverse('funding:entry_list')}?{urlencode(filters)}"

"""What a room says about one of its lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.forms import Select
from django_filters import BooleanFilter, FilterSet

from core.columns import Column


class YesNoFilter(BooleanFilter):
    """Yes, no, or both; Django's own says 未知 for both, which here would be an answer of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=Select(choices=[("", "全部"), ("true", "是"), ("false", "否")]), **kwargs)


@dataclass(frozen=True)
class Asker:
    """Who asks. Stands for the request in a FilterSet, so that a background export filters as the page does."""

    user: Any


@dataclass(frozen=True, kw_only=True)
class ListSpec:
    """One list of one room.

    `rows(user)` starts from `for_user` and brings its joins along; it is a ScopedQuerySet, so that the list can be
    narrowed to a territory. A filter must not multiply rows (Exists, not a join to many): nothing is made distinct.
    A filter whose choices depend on the person reads `request.user`. The first column names the row and always shows.
    """

    key: str  # names the list in jobs and in the session
    title: str
    columns: tuple[Column, ...]
    filters: type[FilterSet]
    rows: Callable[[Any], QuerySet]
    order: str  # key of a column, "-" in front for descending
    permission: str  # the right it takes to open it
    empty: str  # what to do next where there is nothing yet
    adds_up: Callable[[Mapping[str, Any]], bool] = lambda asked: True  # whether the rows asked for may be summed

    @cached_property
    def sortable(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns if column.order_by}


LISTS: dict[str, ListSpec] = {}


def register(spec: ListSpec) -> ListSpec:
    """Make the list known by its key, by which a worker finds it again; a key is taken once."""
    if spec.order.removeprefix("-") not in spec.sortable:
        raise ValueError(f"the list {spec.key} cannot be ordered by {spec.order}")
    if LISTS.setdefault(spec.key, spec) is not spec:
        raise ValueError(f"two lists are called {spec.key}")
    return spec

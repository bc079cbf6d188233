"""What a person asks of a list: everything follows from the query string, for page, totals and export alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, F, Model, QuerySet, Sum
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from core.columns import Column
from core.lists.chips import Chip, chips, names_of
from core.lists.spec import Asker, ListSpec

PAGE_SIZE = 50
DEEP = 20  # pages; before that counting costs more than it saves
LAST_PAGE = 1_000_000  # an absurd page number would overflow the database's OFFSET


@dataclass(frozen=True)
class Head:
    """The head of one column, and the order that a click on it asks for ("" where it cannot be sorted)."""

    column: Column
    sorted: str  # "ascending", "descending" or ""
    order: str


@dataclass(frozen=True)
class Totals:
    """The exact number of rows and the sums of the summed columns, over all pages."""

    count: int
    sums: dict[str, Any]

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))


@dataclass(frozen=True)
class Page:
    """The rows of one page. Whether another follows is known without counting."""

    rows: list[Model]
    has_next: bool


class Selection:
    """One list as one person asks for it: which rows, in which order, with which columns."""

    def __init__(self, *, spec: ListSpec, user: Any, params: QueryDict) -> None:
        self.spec = spec
        self.user = user
        self.params = _tidied(params)
        scoped = spec.rows(user)
        if code := self.params.get("territory"):
            scoped = scoped.in_division(code)
        self.filterset = spec.filters(self.params, queryset=scoped, request=Asker(user))
        self.form = self.filterset.form

    @cached_property
    def rows(self) -> QuerySet:
        """The rows asked for, unordered. A filter that cannot be read gives none, never all."""
        matching = self.filterset.qs if self.form.is_valid() else self.filterset.queryset.none()
        return matching.order_by()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        wanted = self.params.get("columns", "").split(",")
        first, *rest = self.spec.columns
        chosen = [column for column in rest if column.key in wanted]
        return (first, *(chosen or [column for column in rest if column.shown]))

    @cached_property
    def order(self) -> str:
        asked = self.params.get("order", "")
        return asked if asked.removeprefix("-") in self.spec.sortable else self.spec.order

    @cached_property
    def ordering(self) -> list[OrderBy | str]:
        """Database order; what is empty comes last either way, and the key decides between equals."""
        expressions = self.spec.sortable[self.order.removeprefix("-")].order_by.split(",")
        descending = self.order.startswith("-")
        ordering = [_ordered(self.rows.model, name, descending=descending) for name in expressions]
        return [*ordering, "-pk" if descending else "pk"]

    @cached_property
    def number(self) -> int:
        """The page asked for, counted from 1."""
        asked = self.params.get("page", "")
        return min(max(1, int(asked)), LAST_PAGE) if asked.isdecimal() and len(asked) < 10 else 1

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def optional_columns(self) -> tuple[Column, ...]:
        return self.spec.columns[1:]

    @property
    def summed(self) -> bool:
        if not any(column.total for column in self.columns):
            return False
        return self.spec.adds_up(self.form.cleaned_data if self.form.is_valid() else {})

    @property
    def beside_filters(self) -> list[tuple[str, str]]:
        """What the filter form carries along unseen."""
        return self._without(*(name for key, field in self.form.fields.items() for name in names_of(key, field)))

    @property
    def beside_columns(self) -> list[tuple[str, str]]:
        """What the column chooser carries along unseen."""
        return self._without("columns")

    def _without(self, *names: str) -> list[tuple[str, str]]:
        kept = (key for key in self.params if key not in names and key != "page")
        return [(key, value) for key in kept for value in self.params.getlist(key)]

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        if not column.order_by:
            return Head(column, "", "")
        if self.order == column.key:
            return Head(column, "ascending", f"-{column.key}")
        return Head(column, "descending" if self.order == f"-{column.key}" else "", column.key)

    @property
    def chips(self) -> list[Chip]:
        return chips(self.form)

    def page(self) -> Page:
        """The page asked for: first the keys alone, one more than fit, then those rows with their joins."""
        keys = self._keys()
        found = self.spec.rows(self.user).in_bulk(keys[:PAGE_SIZE]) if keys else {}
        return Page([found[key] for key in keys[:PAGE_SIZE] if key in found], len(keys) > PAGE_SIZE)

    def _keys(self) -> list[Any]:
        """Deep in a long list the database would step over all rows before: it then counts from the nearer end."""
        ordered = self.rows.order_by(*self.ordering).values_list("pk", flat=True)
        start = (self.number - 1) * PAGE_SIZE
        if self.number > DEEP and (left := max(0, self.rows.count() - start)) < start:
            return list(ordered.reverse()[max(0, left - PAGE_SIZE - 1) : left])[::-1]
        return list(ordered[start : start + PAGE_SIZE + 1])

    @cached_property
    def totals(self) -> Totals:
        """Count and sums in one query over the rows that the pages show."""
        sums = {f"sum_{column.key}": Sum(column.total) for column in self.columns if column.total and self.summed}
        found = self.rows.aggregate(row_count=Count("*"), **sums)
        return Totals(found["row_count"], {key.removeprefix("sum_"): value for key, value in found.items()})

    def every_row(self) -> Iterator[Model]:
        """All rows in order, a batch at a time: the memory it takes does not grow with the list."""
        return self.rows.order_by(*self.ordering).iterator(chunk_size=2_000)


def _tidied(params: QueryDict) -> QueryDict:
    """Without blanks and without what only steers the answer; the chooser's boxes become one word."""
    tidy = QueryDict(mutable=True)
    for key, values in params.lists():
        if key not in ("part", "format", "csrfmiddlewaretoken") and any(values):
            tidy.setlist(key, [",".join(values)] if key == "columns" else [value for value in values if value])
    return tidy


def _ordered(model: type[Model], name: str, *, descending: bool) -> OrderBy:
    expression = F(name)
    # Said only where something may be empty: an index serves "DESC" and not "DESC NULLS LAST".
    last = True if _may_be_empty(model, name) else None
    return expression.desc(nulls_last=last) if descending else expression.asc(nulls_last=last)


def _may_be_empty(model: type[Model], name: str) -> bool:
    try:
        return model._meta.get_field(name).null
    except FieldDoesNotExist:
        return True  # an annotation, or a field of another table

"""The cells of a list: one tag per row, because a page has hundreds of them."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.columns import Column
from core.lists import Totals
from core.templatetags.figures import cell, shown

register = template.Library()


@register.simple_tag
def cells(columns: Sequence[Column], row: Any) -> SafeString:
    """One row of a list; the first cell names it."""
    return _row([(column, cell(column, row)) for column in columns])


@register.simple_tag
def sum_cells(columns: Sequence[Column], totals: Totals) -> SafeString:
    """The row of sums over all pages; it says over how many rows."""
    first, *rest = columns
    sums = [(column, shown(column, totals.sums.get(column.key))) for column in rest]
    return _row([(first, f"合计 {totals.count:,} 条"), *sums])


def _row(cells: list[tuple[Column, str]]) -> SafeString:
    (_, name), *rest = cells
    data = "".join(
        f"<td{' class=n' if column.numeric else ''}>{conditional_escape(text)}</td>" for column, text in rest
    )
    return mark_safe(f'<th scope="row">{conditional_escape(name)}</th>{data}')

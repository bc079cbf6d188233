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
CUT_FROM = 20  # characters; what is wider may be cut on the screen and is whole where the mouse rests


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
    data = "".join(_data(column, conditional_escape(text)) for column, text in rest)
    return mark_safe(f'<th scope="row">{conditional_escape(name)}</th>{data}')


def _data(column: Column, text: str) -> str:
    if column.late and text:
        return f'<td class="n late">{text}</td>'
    if column.numeric:
        return f"<td class=n>{text}</td>"
    if column.width >= CUT_FROM and text:
        return f'<td title="{text if column.link is None else ""}">{text}</td>'
    return f"<td>{text}</td>"

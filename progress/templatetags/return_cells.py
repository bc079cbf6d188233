"""The cells of a version under review: one tag per row, because a page has thousands of them."""

from collections.abc import Collection

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from progress.selectors.version_table import Cell, Row

register = template.Library()
LOOK = {(False, False): "", (False, True): "changed", (True, False): "n", (True, True): "n changed"}
BOX = '<label><input class="form-check-input" type="checkbox" name="cells" value="{}" data-cell="{} {}"{}> {}</label>'


@register.simple_tag
def review_cells(row: Row, ticks: bool = False, ticked: Collection[str] = ()) -> SafeString:
    """All figures of a site, the overall progress after its categories; with `ticks` a box at each."""
    parts = []
    for cell in row.cells.values():
        parts.append(_cell(row, cell, ticks=bool(ticks), ticked=ticked or ()))
        if cell.figure.key == "upgrade":
            parts.append(format_html('<td class="n">{}</td>', row.physical))
    return mark_safe("".join(parts))


def _cell(row: Row, cell: Cell, *, ticks: bool, ticked: Collection[str]) -> str:
    text = _box(row, cell, checked=cell.key in ticked) if ticks else conditional_escape(cell.text)
    if cell.total and cell.total != cell.text:
        text += format_html("<br><small>累计 {}</small>", cell.total)
    if cell.was is not None:
        text += format_html('<br><small class="soon">原 {}</small>', cell.was)
    if cell.note:
        text += format_html('<br><small class="late">退回：{}</small>', cell.note)
    return f'<td class="{LOOK[cell.numeric, cell.is_marked]}">{text}</td>'


def _box(row: Row, cell: Cell, *, checked: bool) -> SafeString:
    return format_html(
        BOX,
        cell.key,
        row.line.compound_name,
        cell.figure.title,
        mark_safe(" checked") if checked else "",
        cell.text or "未填",
    )

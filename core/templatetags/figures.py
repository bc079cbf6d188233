"""How figures look on the screen: one place for the 万 and the commas."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.columns import YES_OR_NO, Column, Kind
from core.units import WAN_SQM, WAN_YUAN, rounded

register = template.Library()


@register.filter
def wan_yuan(amount: Decimal | None) -> str:
    """元 as 万元 with two decimals: 85296200 → 8,529.62."""
    return "" if amount is None else f"{rounded(WAN_YUAN.from_base(Decimal(amount))):,.2f}"


@register.filter
def wan_sqm(area: Decimal | None) -> str:
    """㎡ as 万㎡ with two decimals."""
    return "" if area is None else f"{rounded(WAN_SQM.from_base(Decimal(area))):,.2f}"


@register.filter
def grouped(number: Any) -> str:
    """A whole number or an amount with thousands separators; nothing for nothing."""
    if number is None:
        return ""
    return f"{number:,.2f}" if isinstance(number, Decimal) else f"{number:,}"


@register.simple_tag
def cell(column: Column, row: Any) -> SafeString | str:
    """One cell of a list: text, with a link where the column has one."""
    text = shown(column, column.read(row))
    link = column.link(row) if column.link else ""
    return format_html('<a href="{}">{}</a>', link, text) if link else text


@register.simple_tag
def shown(column: Column, value: Any) -> str:
    """A value of a column as people read it, in the column's unit."""
    if value is None or value == "":
        return ""
    if column.kind in (Kind.MONEY, Kind.AREA):
        return f"{rounded(Decimal(column.in_unit(value))):,.2f}"
    if column.kind is Kind.PERCENT:
        return f"{rounded(Decimal(value)).normalize():f}{'' if column.unit else '%'}"
    if column.kind is Kind.INTEGER:
        return f"{value:,}"
    if column.kind is Kind.DECIMAL:
        places = max(2, column.unit.places) if column.unit else 2  # kilometres are kept to the metre
        return f"{value:,.{places}f}"
    if column.kind is Kind.DATE:
        return f"{value:%Y-%m-%d}"
    if column.kind is Kind.MOMENT:
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if column.kind is Kind.YESNO:
        return YES_OR_NO[bool(value)]
    if column.kind is Kind.CHOICE and column.choices:
        return str(column.choices(value).label)
    return str(value)

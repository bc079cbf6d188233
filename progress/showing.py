"""How the value of a figure reads: in the figure's unit, as the sheet, the history and the printed page show it."""

from datetime import date
from decimal import Decimal
from typing import Any

from core.units import rounded
from core.workbooks.values import plain_figure
from progress.figures import Figure


def shown(figure: Figure, value: Any) -> str:
    """125000 元 of 本月完成投资 is 12.50, 85.00 per cent is 85, nothing is nothing. `reading.read` takes it back."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str):
        return value
    number = Decimal(value)
    if figure.unit is not None and figure.unit.factor != 1:
        return f"{rounded(figure.unit.from_base(number), figure.places):,.{figure.places}f}"
    return plain_figure(rounded(number, figure.places))

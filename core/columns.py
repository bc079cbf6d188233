"""A column is declared once and serves page, totals, Excel out, Excel in and blank template."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from operator import attrgetter
from typing import Any

from django.db.models import TextChoices

from core.units import Unit


class Kind(Enum):
    """What sort of value a column holds; decides alignment, Excel format and how a typed cell is read."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # Decimal 元 in the database
    AREA = "area"  # Decimal ㎡ in the database
    PERCENT = "percent"  # 0-100
    YEAR = "year"
    DATE = "date"
    MOMENT = "moment"  # a day and a minute, of a list that is not imported
    CHOICE = "choice"
    YESNO = "yesno"


YES_OR_NO = {True: "是", False: "否"}  # how a YESNO value reads, on the page and in workbooks
NUMERIC = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.AREA, Kind.PERCENT})


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a list: how to get the value, how to show, sum, sort, export and import it.

    `key` is the name of the value in imports and services; `value` reads it from a row of the list
    (attribute `key` unless given). Values are in base units (元, ㎡); `unit` is how people see them.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    unit: Unit | None = None
    value: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    order_by: str = ""  # database expression; empty: the list cannot be sorted by it
    total: str = ""  # database field summed under the list; empty: not summed
    shown: bool = True  # on the page before the column chooser is used
    also: tuple[str, ...] = ()  # other names by which ledgers call it
    required: bool = False  # an imported row without it is refused
    importable: bool = True  # False: exported for reading, ignored when it comes back
    choices: type[TextChoices] | None = None
    choice_also: Mapping[str, str] = field(default_factory=dict)  # other words for a choice in ledgers -> its value
    least: int | None = None  # an imported figure below is refused (base unit)
    most: int | None = None  # an imported figure above is absurd and refused (base unit); of a text: its characters
    late: bool = False  # a figure here says how late the row is: red on the page
    long: bool = False  # a text of several lines (remarks)
    width: int = 12  # characters, in the workbook

    @property
    def heading(self) -> str:
        """The words in the head, with the unit: 计划投资（万元）."""
        return f"{self.title}（{self.unit.symbol}）" if self.unit else self.title

    @property
    def numeric(self) -> bool:
        return self.kind in NUMERIC

    def read(self, row: Any) -> Any:
        """The value of this column in a row, in base units."""
        return self.value(row) if self.value else attrgetter(self.key)(row)

    def in_unit(self, value: Any) -> Any:
        """A base value as people see it, unrounded."""
        return self.unit.from_base(value) if self.unit and value is not None and self.unit.factor != 1 else value

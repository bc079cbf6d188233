"""What a room says about a ledger that it can take in. The stages in this package do the rest.

A room declares one `Layout` per kind of ledger and registers it; it never opens a workbook itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol

from django.forms import Form

from core.columns import Column
from core.workbooks.sheet import Cells, address
from core.workbooks.values import shown


class Severity(StrEnum):
    """ERROR keeps the file from being applied; WARNING is shown and may be applied."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something wrong at one place of the workbook, in a sentence that says how to mend it."""

    sheet: str
    cell: str  # "E7"; "" when the whole sheet is meant
    text: str
    value: str = ""  # what stands there, as typed
    severity: Severity = Severity.ERROR


@dataclass(kw_only=True)
class LedgerRow:
    """One data row after normalising: values by column key in base units, None where blank.

    A test of a check makes one from `sheet`, `number` and `values` alone.
    """

    sheet: str
    number: int  # Excel row number
    values: dict[str, Any]
    places: Mapping[str, int] = field(default_factory=dict)  # column key -> Excel column number
    raw: Cells = ()  # the cells as they stand in the sheet
    above: Sequence[str] = ()  # what stands above the head of its sheet: the title, who reports, the unit

    def cell(self, key: str) -> str:
        """The address of a column's cell in this row."""
        return address(self.number, self.places.get(key, 1))

    def problem(self, key: str, text: str, severity: Severity = Severity.ERROR) -> Problem:
        place = self.places.get(key, 0)
        typed = self.raw[place - 1] if 0 < place <= len(self.raw) else self.values.get(key)
        return Problem(
            sheet=self.sheet,
            cell=self.cell(key),
            text=text,
            value="" if typed is None else shown(typed),
            severity=severity,
        )


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(kw_only=True)
class PlannedRow:
    """What applying one ledger row will do: shown in the preview, kept, and applied exactly so.

    `values` is what will be written: for NEW everything, for CHANGED the changed keys alone, whose old values stand in
    `before`. Keys that are columns of the layout may hold Decimal and date; other keys must be plain JSON.
    `subject_id` is the record changed (None: a new one); `version` is its version when the plan was made.
    """

    row: LedgerRow
    change: Change
    label: str
    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    subject_id: int | None = None
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class KeptRow:
    """A planned row as it comes back from the database: to `apply`, and after that to `undo`."""

    sheet: str
    number: int
    change: Change
    label: str
    values: dict[str, Any]
    before: dict[str, Any]
    subject_id: int | None

    @property
    def place(self) -> str:
        """For a refusal that names rows: 计划表第7行“中州小区”."""
        return f"{self.sheet}第{self.number}行“{self.label}”"


@dataclass(frozen=True, kw_only=True)
class Context:
    """For whom, when and into what a ledger is read. `options` are the answers to the layout's `options_form`."""

    by: Any
    today: date
    options: Mapping[str, Any] = field(default_factory=dict)
    import_id: int | None = None  # known from the preview on
    reason: str = ""  # for histories: 导入 2023年计划.xlsx


Check = Callable[[Sequence[LedgerRow], Context], Iterator[Problem]]


class Apply(Protocol):
    """Write NEW and CHANGED rows (at most 1,000 a call) and return the record's id for each, in order.

    The records of CHANGED rows are locked and unchanged since the preview. A NEW one may have come into being
    meanwhile: then raise `Conflict`.
    """

    def __call__(self, rows: Sequence[KeptRow], context: Context) -> list[int]: ...


class Undo(Protocol):
    """Take one batch back: delete what was new, write `before` over what was changed.

    The records are locked and unchanged since they were applied. Where one has become the parent of others, raise
    `Conflict` with a sentence naming the rows.
    """

    def __call__(self, rows: Sequence[KeptRow], context: Context) -> None: ...


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One kind of ledger: its columns, its checks, and how a row becomes records.

    `checks` see all rows without a reading error at once, `plan` at most 1,000 at a time. `versions` reads and locks
    the records with these ids and returns the version of each that is still there.
    """

    key: str
    title: str  # 小区基本信息台账
    columns: tuple[Column, ...]
    permission: str
    checks: tuple[Check, ...]
    plan: Callable[[Sequence[LedgerRow], Context], list[PlannedRow]]
    versions: Callable[[Sequence[int]], dict[int, int]]
    apply: Apply
    undo: Undo
    landing: Callable[[int, Context], str]  # (import id, context) -> address of the page with just what came in
    label_key: str = "name"  # the column that names a row
    fill_down: frozenset[str] = frozenset()  # keys whose merged cells stand for every row they span
    options_form: type[Form] | None = None  # asked beside the file; takes `user`
    lists: Callable[[Any], Mapping[str, Sequence[str]]] | None = None  # (user) -> drop-downs of the blank template
    example: Mapping[str, Any] = field(default_factory=dict)  # the row of the blank template that shows how

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def column(self, key: str) -> Column | None:
        return self._by_key.get(key)


LAYOUTS: dict[str, Layout] = {}


def register(layout: Layout) -> Layout:
    """Make the layout known by its key; a key is taken once. Rooms do so when their AppConfig is ready."""
    if LAYOUTS.setdefault(layout.key, layout) is not layout:
        raise ValueError(f"two layouts are called {layout.key}")
    return layout

"""What a room says about a ledger that it can take in. The stages in this package do the rest.

A room declares one `Layout` per kind of ledger and registers it; it never opens a workbook itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from core.columns import Column


class Severity(StrEnum):
    """ERROR keeps the row (and so the file) from being applied; WARNING is shown and may be applied."""

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
    """One data row after normalising: values by column key (None where blank), and where each came from."""

    sheet: str
    number: int  # Excel row number
    values: dict[str, Any]
    cells: dict[str, str] = field(default_factory=dict)  # column key -> "E7"

    def problem(self, key: str, text: str, severity: Severity = Severity.ERROR) -> Problem:
        value = self.values.get(key)
        return Problem(
            sheet=self.sheet,
            cell=self.cells.get(key, f"A{self.number}"),
            text=text,
            value="" if value is None else str(value),
            severity=severity,
        )


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(kw_only=True)
class PlannedRow:
    """What applying one ledger row will do: shown in the preview, kept, and applied exactly so.

    `values` is what will be written, as JSON-safe text (see core.imports.values); `before` holds the old value of each changed key.
    `subject_id` is the record changed (None: a new one); `version` is its version at preview time.
    """

    row: LedgerRow
    change: Change
    label: str
    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    subject_id: int | None = None
    version: int | None = None


@dataclass(frozen=True, kw_only=True)
class Context:
    """For whom and into what a ledger is read. `options` come from the upload form (for example the programme)."""

    by: Any
    today: date
    options: dict[str, Any] = field(default_factory=dict)


Check = Callable[[Sequence[LedgerRow], Context], Iterator[Problem]]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One kind of ledger: its columns, its checks, and how a row becomes records.

    `plan` compares rows with the database in a fixed number of queries per batch; `apply` writes the planned rows in
    batches and returns (subject id, before values or None for new) per row; `undo` takes one applied batch back.
    """

    key: str
    title: str
    subject: str  # app_label.ModelName of the records made
    columns: tuple[Column, ...]
    permission: str
    checks: tuple[Check, ...]
    plan: Callable[[Sequence[LedgerRow], Context], list[PlannedRow]]
    apply: Callable[..., list[int]]
    undo: Callable[..., None]
    landing: Callable[..., str]  # (import) -> address of the page with just what came in
    fill_down: frozenset[str] = frozenset()  # keys whose merged cells stand for every row they span
    label_key: str = "name"  # the column that names a row

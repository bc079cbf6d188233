"""A filled-in workbook read against a return: for each row the line that it means, and the figures that it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from communities.naming import name_key, spelling
from core.imports.layout import Context, LedgerRow
from progress.checks import applies
from progress.figures import BY_KEY, Nature
from progress.imports.sheet_columns import REASON, kept_places
from progress.models import CellChange, MonthlyReturn, ReturnLine
from progress.services.cells import Typed
from progress.showing import shown

BLANK = (None, "")


@dataclass(eq=False)
class Row:
    """One row of the file. `wrong`: why no line was found for it."""

    row: LedgerRow
    line: ReturnLine | None = None
    wrong: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)  # what is filled in, with as many decimals as are kept

    @property
    def reason(self) -> str:
        return self.row.values.get(REASON) or ""

    @property
    def changed(self) -> dict[str, Any]:
        return {key: value for key, value in self.figures.items() if value != getattr(self.line, key)}

    @property
    def emptied(self) -> list[str]:
        """Figures that stand in the sheet and that this row leaves blank, or strikes out with a dash."""
        return [key for key in BY_KEY if self._is_blank(key) and getattr(self.line, key) not in BLANK]

    def _is_blank(self, key: str) -> bool:
        place = self.row.places.get(key)
        if place is None:
            return False
        typed = self.row.raw[place - 1] if place <= len(self.row.raw) else ""
        return not any(sign.isalnum() for sign in str(typed))


class SheetLedger:
    """Rows of one file for one return. Reads in a fixed number of queries, whatever the number of rows."""

    def __init__(self, rows: Sequence[LedgerRow], context: Context) -> None:
        related = ("current", "division__parent", "organisation", "reporting_month")
        self.monthly_return = MonthlyReturn.objects.select_related(*related).get(pk=context.options["monthly_return"])
        self.version = self.monthly_return.current
        self.lines = list(self.version.lines.all())
        self._by_name: dict[str, list[ReturnLine]] = {}
        for line in self.lines:
            self._by_name.setdefault(name_key(line.compound_name), []).append(line)
        self.rows = [self._row(row) for row in rows]

    def cells(self) -> list[Typed]:
        """The changed cells as if they were typed, each with the row's reason."""
        seen = newest_of_version(self.version.pk)
        return [
            typed(row.line.pk, key, value, seen=seen, reason=row.reason)
            for row in self.rows
            if row.line is not None
            for key, value in row.changed.items()
        ]

    def _row(self, source: LedgerRow) -> Row:
        row = Row(source)
        self._find(row)
        if row.line is not None:
            row.figures = {
                key: kept_places(figure, source.values[key])
                for key, figure in BY_KEY.items()
                if source.values.get(key) not in BLANK
                and (applies(figure, row.line) or source.values[key] != 0)  # 0 of works that it has not says nothing
            }
        return row

    def _find(self, row: Row) -> None:
        text = str(row.row.values["compound"])
        alike = self._by_name.get(name_key(text), [])
        exact = [line for line in alike if line.compound_name == text]
        found = exact or alike
        if len(found) > 1 and (project := row.row.values.get("project")):
            found = [line for line in found if spelling(line.project_name) == spelling(str(project))]
        if len(found) == 1:
            row.line = found[0]
        elif alike:
            names = "、".join(line.project_name for line in alike)
            row.wrong = f"本月填报表里“{text}”有 {len(alike)} 行，请在“项目”列写明是哪一个：{names}。"
        else:
            row.wrong = f"{self.monthly_return}里没有“{text}”。请核对小区名称；新列入的小区请先在填报表里补入。"


def typed(line_id: int, key: str, value: Any, *, seen: int, reason: str) -> Typed:
    """A value as a person would type it."""
    return Typed(line_id=line_id, figure=key, text=shown(BY_KEY[key], value), seen=seen, reason=reason)


def newest_of_version(version_id: int) -> int:
    """The newest change of any cell: whoever read the lines after it has seen all."""
    changes = CellChange.objects.filter(line__version=version_id)
    return changes.aggregate(newest=Max("pk"))["newest"] or 0


def newest_by_line(line_ids: Sequence[int]) -> dict[int, int]:
    """The newest change of each line; 0 for a line that nobody has typed into."""
    known = dict.fromkeys(ReturnLine.objects.filter(pk__in=line_ids).values_list("pk", flat=True), 0)
    changes = CellChange.objects.filter(line__in=known).order_by().values_list("line_id")
    return known | dict(changes.annotate(newest=Max("pk")))


def kept_value(line: ReturnLine, key: str) -> Any:
    """What stands in the line, as an imported row keeps it."""
    value = getattr(line, key)
    return "" if value is None and BY_KEY[key].nature is Nature.WORDS else value

"""What goes into the sheet cell by cell, and what comes back."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Typed:
    """`text` as people type it, in the figure's unit. `seen`: the last change of the cell that she has seen.

    `reason`: why a figure falls, or corrects an earlier month.
    """

    line_id: int
    figure: str
    text: str
    seen: int = 0
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Theirs:
    """What somebody else put into the cell meanwhile."""

    text: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class Answer:
    """What became of one cell. Saved, unless it has an `error`, needs a reason or shows what is `theirs`."""

    line_id: int
    figure: str
    text: str
    seen: int = 0
    year: str = ""
    total: str = ""
    error: str = ""
    warning: str = ""
    needs_reason: bool = False
    sentence: str = ""  # why a reason is needed
    theirs: Theirs | None = None

    @property
    def is_saved(self) -> bool:
        return not (self.error or self.needs_reason or self.theirs)


@dataclass(frozen=True, kw_only=True)
class Result:
    """`change`: the newest change of the version. `physical`: of the lines that were typed into."""

    change: int
    cells: list[Answer]
    physical: dict[int, str]

"""In which order money reaches projects, and which of them it does not reach (F53): arithmetic, no database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funding.choices import Criterion
from projects.choices import ProjectStatus
from projects.life import LIFE

BEGUN = LIFE[LIFE.index(ProjectStatus.UNDER_CONSTRUCTION) :]
# Where the district has set no order: its own ranks, then batches, then what is furthest on.
DEFAULT = (Criterion.RANK, Criterion.BATCH, Criterion.STARTED, Criterion.APPROVED, Criterion.NUMBER)
LAST = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One project with what it needs and has, 元. `need` is unknown where neither a budget nor an investment is."""

    project: Any
    need: Decimal | None
    by_budget: bool
    allotted: Decimal
    households: int = 0
    rank: int | None = None
    bar: str = ""  # why it cannot be moved to the next year

    @property
    def gap(self) -> Decimal:
        return max((self.need or Decimal(0)) - self.allotted, Decimal(0))

    @property
    def has_begun(self) -> bool:
        return (self.project.resumes_as or self.project.status) in BEGUN


@dataclass(frozen=True, kw_only=True)
class Line:
    """A project in its turn. `cumulated`: the gaps up to and with its own."""

    place: int
    waiting: Waiting
    cumulated: Decimal
    reached: bool

    @property
    def ticked(self) -> bool:
        """What is proposed for the next year: money does not reach it, and nothing keeps it here."""
        return not self.reached and not self.waiting.bar


KEYS: Mapping[Criterion, Callable[[Waiting], Any]] = {
    Criterion.RANK: lambda each: LAST if each.rank is None else each.rank,
    Criterion.BATCH: lambda each: each.project.batch.number if each.project.batch else LAST,
    Criterion.STARTED: lambda each: not each.has_begun,
    Criterion.APPROVED: lambda each: not each.by_budget,
    Criterion.GATES: lambda each: each.project.gates_open,
    Criterion.HOUSEHOLDS: lambda each: -each.households,
    Criterion.NEED: lambda each: each.gap,
    Criterion.NUMBER: lambda each: each.project.number,
}


def complete(criteria: Iterable[Criterion]) -> list[Criterion]:
    """The district's own ranks count first unless the rule says otherwise; the number decides at last."""
    chosen = list(criteria) or list(DEFAULT)
    first = [] if Criterion.RANK in chosen else [Criterion.RANK]
    last = [] if Criterion.NUMBER in chosen else [Criterion.NUMBER]
    return [*first, *chosen, *last]


def queued(waiting: Iterable[Waiting], *, criteria: Sequence[Criterion], free: Decimal) -> list[Line]:
    """In order; money reaches a project as long as the gaps up to it come to no more than what is free. One that needs
    nothing more is reached; one whose need is unknown is not."""
    ordered = sorted(waiting, key=lambda each: tuple(KEYS[criterion](each) for criterion in criteria))
    lines, cumulated = [], Decimal(0)
    for place, each in enumerate(ordered, start=1):
        cumulated += each.gap
        reached = each.need is not None and (not each.gap or cumulated <= free)
        lines.append(Line(place=place, waiting=each, cumulated=cumulated, reached=reached))
    return lines

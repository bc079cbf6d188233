"""What the rules look at: prepared in a fixed number of queries, so that a rule is arithmetic and words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core.units import PERCENT
from progress.choices import ContradictionRule, Span
from progress.figures import BY_KEY, FLOWS
from progress.models import MonthlyReturn, MonthRule, ReturnLine
from progress.showing import shown
from progress.tallying import LEVELS

LONGEST = 300  # characters of what is found, as its column takes them


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found. `subject` tells it from others of the same rule, the same at every look."""

    rule: ContradictionRule
    text: str
    subject: str = "return"
    site_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Use:
    """Where a photograph stands: a spot at a stage, or a compound's own photographs (`spot` is empty)."""

    compound_id: int
    compound: str
    street: str
    street_code: str
    spot: str = ""
    stage: str = ""

    def seen_from(self, use: "Use") -> str:
        """In words for the street of another use: what lies in another street is named by its street alone."""
        if self.street_code != use.street_code:
            return f"{self.street}的小区"
        place = f"点位“{self.spot}”{self.stage}" if self.spot else "小区照片"
        return f"{self.compound}{place}"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One photograph, told by its fingerprint, with every use of it that is known."""

    sha256: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """One site: its line, what was accepted last, the months reported just before (newest first, without a gap)."""

    line: ReturnLine
    month: date
    accepted: ReturnLine | None = None
    earlier: Sequence[ReturnLine] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)  # figure -> what the street wrote
    is_running: bool = True  # False: the project is suspended, deferred or cancelled
    is_accepted: bool = False  # 竣工验收 is on record
    acceptance: str = ""  # the phase in which the project is accepted
    compound_id: int = 0

    @property
    def is_under_way(self) -> bool:
        return self.is_running and self.line.started_on is not None and self.line.completed_on is None

    @property
    def label(self) -> str:
        return self.line.compound_name


@dataclass(frozen=True, kw_only=True)
class ReturnFacts:
    """One return with its sites, the district's thresholds, and the day on which is looked."""

    monthly_return: MonthlyReturn
    rule: MonthRule
    today: date
    reported_on: date | None  # the day on which it was reported, or submitted so far; None: not yet
    late_on: date
    sites: Sequence[SiteFacts]
    pictures: Sequence[Picture] = ()


def total(line: ReturnLine, key: str) -> Decimal:
    """What a flow comes to since the start; the tallies have been read along with the line."""
    tally = next((tally for tally in line.tallies.all() if tally.span == Span.TOTAL), None)
    return (tally and getattr(tally, key)) or Decimal(0)


def adds_nothing(line: ReturnLine) -> bool:
    """Whether the month adds no investment, payment or quantity."""
    return not any(getattr(line, figure.key) for figure in FLOWS)


def same_levels(line: ReturnLine, before: ReturnLine | None) -> bool:
    """Whether the physical progress is what it was; without a month before, whether none is filled."""
    return all(getattr(line, figure.key) == (before and getattr(before, figure.key)) for figure in LEVELS)


def said(key: str, value: Any) -> str:
    """A figure in words with its unit: 12.5 万元, 45%, 2023-05-20, 空白."""
    figure = BY_KEY[key]
    if value is None:
        return "空白"
    space = " " if figure.unit and figure.unit is not PERCENT else ""
    return f"{shown(figure, value)}{space}{figure.unit.symbol if figure.unit else ''}"


def in_words(month: date) -> str:
    return f"{month.year}年{month.month}月"


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

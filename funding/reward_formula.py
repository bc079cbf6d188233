"""What a street gets back of what it bore: pure arithmetic, no database (Z五).

spent − out of scope − in-scope spending of all other sources = borne by the street; × share = reward.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.units import rounded
from projects.choices import Source


@dataclass(frozen=True, kw_only=True)
class Spending:
    """What was paid for one project out of one source as far as it counts for the street, 元.

    `paid` is the project's whole payment, `basis` how the street's part of it was found, "" where it is all of it.
    """

    project: int
    number: str
    name: str
    source: str
    paid: Decimal
    spent: Decimal
    out_of_scope: Decimal
    basis: str = ""

    @property
    def in_scope(self) -> Decimal:
        return self.spent - self.out_of_scope

    @property
    def is_streets(self) -> bool:
        return self.source == Source.STREET

    @property
    def others(self) -> Decimal:
        return Decimal(0) if self.is_streets else self.in_scope

    @property
    def borne(self) -> Decimal:
        return self.in_scope if self.is_streets else Decimal(0)

    @property
    def source_name(self) -> str:
        return str(Source(self.source).label)

    def kept(self) -> dict[str, Any]:
        """As it is frozen in Reward.lines."""
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class Working:
    """The whole working: the lines, their sums, and the reward."""

    lines: tuple[Spending, ...]
    share: Decimal

    @property
    def spent(self) -> Decimal:
        return _sum(line.spent for line in self.lines)

    @property
    def out_of_scope(self) -> Decimal:
        return _sum(line.out_of_scope for line in self.lines)

    @property
    def in_scope(self) -> Decimal:
        return self.spent - self.out_of_scope

    @property
    def others(self) -> Decimal:
        return _sum(line.others for line in self.lines)

    @property
    def borne(self) -> Decimal:
        return self.in_scope - self.others

    @property
    def amount(self) -> Decimal:
        return rounded(self.borne * self.share / 100)

    @property
    def figures(self) -> dict[str, Decimal]:
        """As Reward keeps them."""
        return {name: getattr(self, name) for name in ("spent", "out_of_scope", "others", "borne", "amount")}


def working_of(lines: Iterable[Mapping[str, Any]], share: Decimal) -> Working:
    """The working as it was kept."""
    amounts = ("paid", "spent", "out_of_scope")
    return Working(
        tuple(Spending(**{**line, **{name: Decimal(line[name]) for name in amounts}}) for line in lines), share
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))

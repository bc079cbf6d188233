"""How a sum falls to groups of households: pure arithmetic, no database (Z五: 单户承担、平均分摊、梯次分摊).

Each household of a group pays total × coefficient ÷ Σ(coefficient × households), rounded down to the cent. What that
leaves over, less than a cent per household, is paid a cent a household, beginning with the groups whose share lost most
by the rounding, in a group with its first households. So it is known of every household what it pays, the groups make
the total exactly, and equal households differ by a cent at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from core.errors import DomainError
from funding.choices import ShareMethod

CENT = Decimal("0.01")
GROUND, FIRST_TO_PAY, STEP = 2, 3, Decimal("0.2")  # of a lift: 1–2 层 nothing, 3 层 1.0, then 0.2 more on each floor


@dataclass(frozen=True)
class Weighing:
    """A group of households and the coefficient of each of them."""

    households: int
    coefficient: Decimal

    @property
    def weight(self) -> Decimal:
        return self.households * self.coefficient


@dataclass(frozen=True)
class Share:
    """What falls to one group, 元: `each` household's; the first `more` of its households pay a cent more."""

    weighing: Weighing
    each: Decimal
    more: int

    @property
    def amount(self) -> Decimal:
        return self.each * self.weighing.households + CENT * self.more


def share_out(total: Decimal, groups: Sequence[Weighing]) -> list[Share]:
    """The shares of the groups, in their order; their amounts are the total to the cent.

    Refused: a total that is not positive, households or coefficients below nothing, nobody who pays.
    """
    if total <= 0:
        raise DomainError("分摊总额必须大于 0。")
    if any(group.households < 0 or group.coefficient < 0 for group in groups):
        raise DomainError("户数和分摊系数不能是负数。")
    whole = sum((group.weight for group in groups), Decimal(0))
    if not whole:
        raise DomainError("各组的户数乘以系数合计为 0，没有人分摊。请填写户数和系数。")
    exact = [total * group.coefficient / whole for group in groups]
    each = [amount.quantize(CENT, ROUND_DOWN) for amount in exact]
    left = total - sum((amount * group.households for amount, group in zip(each, groups, strict=True)), Decimal(0))
    cents = int(left / CENT)
    shares = {}
    for index in sorted(range(len(groups)), key=lambda index: each[index] - exact[index]):
        households = groups[index].households
        taken = min(cents, households)
        cents -= taken
        all_of_them = bool(taken) and taken == households
        shares[index] = Share(groups[index], each[index] + CENT * all_of_them, 0 if all_of_them else taken)
    return [shares[index] for index in range(len(groups))]


def check_method(method: str, groups: Sequence[Weighing]) -> None:
    """One group alone for 单户; one coefficient for all where it is shared evenly."""
    if not groups:
        raise DomainError("请至少填写一组住户。")
    if method == ShareMethod.SINGLE and len(groups) > 1:
        raise DomainError("单户承担只能有一组，请只留一行；由几组共同承担的，请改选平均分摊或按楼层梯次分摊。")
    if method != ShareMethod.BY_FLOOR and len({group.coefficient for group in groups}) > 1:
        raise DomainError("只有按楼层梯次分摊才有不同的系数，请把各行系数改为相同，或改选分摊办法。")


def usual_coefficient(floor: int) -> Decimal:
    """What is proposed for a lift; every coefficient can be changed."""
    return Decimal(0) if floor <= GROUND else 1 + STEP * (floor - FIRST_TO_PAY)

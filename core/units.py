"""Units of the plans, and how a figure moves between a unit and what the database keeps.

The database keeps money in 元 (to the cent), areas in ㎡ (to 0.01). People read and write 万元 and 万㎡.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Unit:
    """One unit of measure: how it is printed and how many base units it holds."""

    symbol: str
    factor: Decimal = Decimal(1)
    also: tuple[str, ...] = ()
    places: int = 2  # decimals that the database keeps

    def to_base(self, figure: Decimal) -> Decimal:
        """The figure in the base unit, rounded half up to what the database keeps (the cent, 0.01 ㎡, the metre)."""
        return rounded(figure * self.factor, self.places)

    def from_base(self, figure: Decimal) -> Decimal:
        """The figure in this unit, unrounded, so that an export reads back to the same base figure."""
        return figure / self.factor


YUAN = Unit("元", also=("人民币元",))
WAN_YUAN = Unit("万元", Decimal(10_000), also=("人民币万元",))
YI_YUAN = Unit("亿元", Decimal(100_000_000))

SQM = Unit("㎡", also=("平方米", "m2", "m²", "平米", "平方"))
WAN_SQM = Unit("万㎡", Decimal(10_000), also=("万平方米", "万m2", "万m²", "万平米", "万平方"))
MU = Unit("亩", Decimal(2_000) / 3)

HOUSEHOLDS = Unit("户")
BUILDINGS = Unit("栋", also=("幢", "座"))
COMPOUNDS = Unit("个")
UNITS = Unit("单元", also=("个",))
PEOPLE = Unit("人")
PLACES = Unit("处", also=("个",))
LIFTS = Unit("部", also=("台",), places=0)
PARKING_SPACES = Unit("个", places=0)
KILOMETRES = Unit("公里", also=("km", "千米"), places=3)
PERCENT = Unit("%", also=("％", "百分比"))
MONTHLY_FEE = Unit("元/㎡·月", also=("元/平方米·月", "元/㎡/月", "元/平方米/月", "元/月·㎡"))

MONEY_UNITS = (YUAN, WAN_YUAN, YI_YUAN)
AREA_UNITS = (SQM, WAN_SQM, MU)


def rounded(figure: Decimal, places: int = 2) -> Decimal:
    """Round half up, as the published tables do (domain.md 4.4)."""
    return figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

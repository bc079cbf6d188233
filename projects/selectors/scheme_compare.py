"""Two versions of a scheme side by side: what came, what went, what changed, and by how much (F19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from projects.choices import Category
from projects.models import Scheme, SchemeItem
from projects.selectors.schemes import NOTHING, Sheet, place_of, sheet_of


class Mark(StrEnum):
    ADDED = "增加"
    REMOVED = "取消"
    CHANGED = "调整"
    SAME = "不变"


@dataclass(frozen=True)
class Pair:
    """The same line in both versions; None where one lacks it."""

    old: SchemeItem | None
    new: SchemeItem | None

    @property
    def line(self) -> SchemeItem:
        found = self.new or self.old
        assert found is not None  # one of the two is always there
        return found

    @property
    def place(self) -> str:
        return place_of(self.line)

    @property
    def mark(self) -> Mark:
        if self.old is None:
            return Mark.ADDED
        if self.new is None:
            return Mark.REMOVED
        same = (self.old.quantity, self.old.unit_price) == (self.new.quantity, self.new.unit_price)
        return Mark.SAME if same else Mark.CHANGED

    @property
    def before(self) -> tuple[Decimal | None, ...]:
        return _figures(self.old)

    @property
    def after(self) -> tuple[Decimal | None, ...]:
        return _figures(self.new)

    @property
    def quantity_difference(self) -> Decimal:
        return _figure(self.new, "quantity") - _figure(self.old, "quantity")

    @property
    def price_difference(self) -> Decimal | None:
        """None where one version has no price to compare with."""
        if self.old is None or self.new is None or None in (self.old.unit_price, self.new.unit_price):
            return None
        return _figure(self.new, "unit_price") - _figure(self.old, "unit_price")

    @property
    def amount_difference(self) -> Decimal:
        return _figure(self.new, "amount") - _figure(self.old, "amount")


@dataclass(frozen=True)
class Figures:
    """One row of the summary, 元."""

    label: str
    old: Decimal
    new: Decimal

    @property
    def difference(self) -> Decimal:
        return self.new - self.old


@dataclass(frozen=True, kw_only=True)
class Comparison:
    old: Sheet
    new: Sheet
    pairs: Sequence[Pair]

    @property
    def by_category(self) -> list[Figures]:
        both = zip(self.old.by_category, self.new.by_category, strict=True)
        return [Figures(old.label, old.amount, new.amount) for old, new in both]

    @property
    def by_source(self) -> list[Figures]:
        old = {str(fund): fund.amount for fund in self.old.funds}
        new = {str(fund): fund.amount for fund in self.new.funds}
        return [Figures(name, old.get(name, NOTHING), new.get(name, NOTHING)) for name in dict.fromkeys([*old, *new])]

    @property
    def funded(self) -> Figures:
        return Figures("合计", self.old.funded, self.new.funded)

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """What the two say differently in words: label, before, after."""
        old, new = self.old.scheme, self.new.scheme
        mode = "后续管理模式", old.get_management_mode_display(), new.get_management_mode_display()
        every = [("总体任务", old.tasks, new.tasks), ("规划设计", old.design, new.design), mode]
        return [each for each in every if each[1] != each[2]]

    @property
    def total(self) -> Figures:
        return Figures("合计", self.old.total, self.new.total)

    @property
    def counts(self) -> list[tuple[str, int]]:
        marks = [pair.mark for pair in self.pairs]
        return [(mark.value, marks.count(mark)) for mark in Mark]


def compare(old: Scheme, new: Scheme) -> Comparison:
    """Lines are the same where place, item and part are. Four queries."""
    before, after = sheet_of(old), sheet_of(new)
    return Comparison(old=before, new=after, pairs=_paired(before.lines, after.lines))


def _paired(old: Sequence[SchemeItem], new: Sequence[SchemeItem]) -> list[Pair]:
    was = {_key(line): line for line in old}
    pairs = [Pair(was.pop(_key(line), None), line) for line in new] + [Pair(line, None) for line in was.values()]
    order = {key: number for number, (key, _) in enumerate(Category.choices)}
    return sorted(pairs, key=lambda pair: (pair.line.site_id, pair.place, order[pair.line.item.category]))


def _key(line: SchemeItem) -> tuple:
    return line.site_id, line.building_id, line.unit_id, line.item_id, line.part


def _figure(line: SchemeItem | None, name: str) -> Decimal:
    return (getattr(line, name) if line else None) or NOTHING


def _figures(line: SchemeItem | None) -> tuple[Decimal | None, ...]:
    """Quantity, price and amount as the table shows them."""
    return (line.quantity, line.unit_price, line.amount) if line else (None, None, None)

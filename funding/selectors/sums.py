"""What came, what is allotted and what is paid, 元, as sums over entries as at a date: one question to the database.

A territory's sums, for a district, a prefecture over counties and a street alike:
received 下达: receipts of its own documents and collections, and what was allocated into it from outside;
allotted 已分配到项目: what its projects hold, taken back and moved already reckoned;
paid 已拨付: what went out. A reversal counts from its own day, so an earlier date stays as it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, F, Q, QuerySet, Sum
from django.db.models.functions import Substr

from accounts.models import User
from core.units import rounded
from divisions.models import Division
from divisions.territory import bounds
from funding.choices import EntryKind
from funding.models import Allotment, FundEntry

NOTHING = Decimal(0)
RECEIVED, ALLOTTED, PAID = "received", "allotted", "paid"
COUNTED = {RECEIVED: "下达", ALLOTTED: "分配到项目", PAID: "拨付"}
BELOW = {0: 2, 2: 4, 4: 6, 6: 9, 9: 9, 12: 12}  # length of the prefixes into which a territory is divided
MONEY = DecimalField(max_digits=20, decimal_places=2)


@dataclass(frozen=True, kw_only=True)
class Sums:
    """元. Those `_in` a span count from its first day to its last; the others from the beginning."""

    received: Decimal = NOTHING
    allotted: Decimal = NOTHING
    paid: Decimal = NOTHING
    received_in: Decimal = NOTHING
    allotted_in: Decimal = NOTHING
    paid_in: Decimal = NOTHING

    @property
    def left(self) -> Decimal:
        """结余: came and is not paid yet, allotted or not."""
        return self.received - self.paid

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(self)})


def entries_of(*, user: User, division: Division, year: int | None = None) -> QuerySet[FundEntry]:
    """The entries that she may see of a territory; `year` is the budget year of their documents."""
    entries = FundEntry.objects.for_user(user).in_division(division.pk)
    return entries.filter(document__year=year) if year else entries


def counts_as(what: str, prefix: str) -> Q:
    """Which entries make up one of the three sums of a territory; the list of entries filters by the same."""
    if what == PAID:
        return Q(kind=EntryKind.PAYMENT)
    if what == ALLOTTED:
        return ~Q(kind=EntryKind.PAYMENT) & Q(project__isnull=False)
    if prefix == "":
        return Q(kind=EntryKind.RECEIPT)
    outside = Allotment.objects.filter(project=None).exclude(division__pk__range=bounds(prefix))
    return Q(kind=EntryKind.RECEIPT) | Q(kind=EntryKind.ALLOCATION, giver__in=outside.values("pk"))


def sums(
    entries: QuerySet[FundEntry],
    *,
    prefix: str,
    by: Sequence[str] = (),
    as_at: date,
    since: date | None = None,
    of: Iterable[str] = COUNTED,
) -> dict[tuple[Any, ...], Sums]:
    """The sums of these entries by the columns named, until `as_at` and in the span that begins with `since`. `of`:
    only these are asked for, the others stay nought."""
    return _asked(entries, {what: counts_as(what, prefix) for what in of}, by=by, as_at=as_at, since=since)


def sums_below(entries: QuerySet[FundEntry], *, prefix: str, as_at: date, since: date | None = None) -> dict[str, Sums]:
    """The sums of each division next below (a street: its own), by the prefix of its code. What comes into it is what
    crosses its border; what lies above, or with several of them, stands under the code of the division above."""
    length = BELOW[len(prefix)]
    marked = entries.annotate(unit=Substr("division_id", 1, length), origin=Substr("giver__division_id", 1, length))
    wanted = {what: counts_as(what, "") for what in COUNTED}
    wanted[RECEIVED] |= Q(kind=EntryKind.ALLOCATION) & ~Q(origin=F("unit"))
    found = _asked(marked, wanted, by=["unit"], as_at=as_at, since=since)
    return {unit: each for (unit,), each in found.items()}


def total(entries: QuerySet[FundEntry], *, prefix: str, as_at: date, since: date | None = None) -> Sums:
    return sums(entries, prefix=prefix, as_at=as_at, since=since).get((), Sums())


def _asked(
    entries: QuerySet[FundEntry], wanted: dict[str, Q], *, by: Sequence[str], as_at: date, since: date | None
) -> dict[tuple[Any, ...], Sums]:
    asked = {what: Sum("amount", filter=which, output_field=MONEY) for what, which in wanted.items()}
    if since:
        inside = Q(on__gte=since)
        asked |= {
            f"{what}_in": Sum("amount", filter=which & inside, output_field=MONEY) for what, which in wanted.items()
        }
    counted = entries.filter(on__lte=as_at).order_by()
    if not by:
        return {(): _read(counted.aggregate(**asked))}
    return {tuple(row[key] for key in by): _read(row, asked) for row in counted.values(*by).annotate(**asked)}


def _read(row: dict[str, Any], keys: Any = None) -> Sums:
    """To the cent: SQLite adds in binary fractions."""
    return Sums(**{key: rounded(Decimal(row[key] or 0)) for key in (keys or row)})

"""What the page of one fund document shows: its standing, who has how much of it, what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from accounts.models import User
from core.units import rounded
from divisions import territory
from funding.choices import ActKind
from funding.models import Allotment, FundAct, FundDocument, FundEntry
from funding.selectors.standings import with_standing

MOST_POTS, MOST_ACTS = 200, 20  # rows on the page; the lists have the rest


@dataclass(frozen=True)
class Holding:
    """One allotment in the tree, and how deep it stands there as the person sees it."""

    pot: Allotment
    depth: int

    @property
    def rate(self) -> Decimal | None:
        return rounded(self.pot.paid * 100 / self.pot.received) if self.pot.received else None


@dataclass(frozen=True)
class Tree:
    """The first holdings of a document, by street and then project, and how many there are in all."""

    holdings: Sequence[Holding]
    count: int

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.holdings)


def document_shown(user: User, pk: int) -> QuerySet[FundDocument]:
    seen = FundDocument.objects.for_user(user).select_related("division", "created_by")
    return with_standing(seen, user, user.territory or "").filter(pk=pk)


def sees_all_of(user: User, document: FundDocument) -> bool:
    """Whether the figures are of the whole document, or only of what came to her territory."""
    return territory.contains(user.territory, document.division_id)


def tree_of(user: User, document: FundDocument) -> Tree:
    seen = Allotment.objects.for_user(user).filter(document=document)
    by_place = ("division_id", F("project__name").asc(nulls_first=True), "pk")
    pots = list(seen.select_related("division", "project", "parent").order_by(*by_place)[: MOST_POTS + 1])
    count = len(pots) if len(pots) <= MOST_POTS else seen.count()
    parents = {pot.pk: pot.parent_id for pot in pots}
    return Tree([Holding(pot, _depth(pot.pk, parents)) for pot in pots[:MOST_POTS]], count)


def _depth(pk: int, parents: dict[int, int | None]) -> int:
    depth, above = 0, parents.get(pk)
    while above in parents:
        depth, above = depth + 1, parents.get(above)
    return depth


def acts_of(user: User, document: FundDocument) -> list[FundAct]:
    """The newest acts on this document's money with their `total`, 元, and whether they were reversed."""
    mine = FundEntry.objects.for_user(user).filter(document=document)
    acts = FundAct.objects.filter(pk__in=mine.values("act")).select_related("by").order_by("-pk")[:MOST_ACTS]
    found = list(acts)
    figures = mine.filter(act__in=[act.pk for act in found]).order_by().values("act")
    sums = {
        row["act"]: row for row in figures.annotate(plus=Sum("amount", filter=Q(amount__gt=0)), minus=Sum("amount"))
    }
    again = dict(
        FundEntry.objects.filter(reverses__act__in=[act.pk for act in found])
        .order_by()
        .values_list("reverses__act", "act")
    )
    for act in found:
        row = sums[act.pk]
        # What was moved is told by what arrived; what was taken back or reversed, by its own sign.
        act.total = row["plus"] if act.kind in (ActKind.MOVE, ActKind.ALLOCATE) and row["plus"] else row["minus"]
        act.reversed_by_act = again.get(act.pk)
    return found

"""Allotments as pages show them: with what is left and when they last moved, their way down, who got what of them."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import User
from divisions import territory
from funding.models import Allotment, FundEntry, PaymentRequest
from funding.selectors.recipients import holder_key

NEWEST = 50
HOLDER = ("document", "division", "project")


@dataclass(frozen=True)
class Step:
    """One pair of hands on the way down; `seen`: the reader may open it."""

    allotment: Allotment
    seen: bool


def allotments_listed(user: User) -> QuerySet[Allotment]:
    """With `left_over`, and `last_on`, the day of the newest entry into or out of it as a recipient."""
    newest = FundEntry.objects.filter(allotment=OuterRef("pk")).order_by("-on").values("on")[:1]
    found = Allotment.objects.for_user(user).select_related(*HOLDER)
    return found.with_left().annotate(last_on=Subquery(newest))


def path_of(allotment: Allotment, user: User) -> list[Step]:
    """From the document's holder down to this allotment; one query per step."""
    line = [allotment]
    while parent := line[-1].parent:
        line.append(parent)
    return [Step(each, territory.contains(user.territory, each.division_id)) for each in reversed(line)]


def children_of(allotment: Allotment, user: User) -> QuerySet[Allotment]:
    return (
        Allotment.objects.for_user(user)
        .filter(parent=allotment)
        .select_related(*HOLDER)
        .order_by("division", "project__number", "pk")
    )


def received_of(allotment: Allotment) -> dict[str, Decimal]:
    """元 that each recipient holds of this allotment's money already, by its key."""
    return {holder_key(each): each.received for each in allotment.children.all()}


def entries_of(allotment: Allotment, user: User) -> list[FundEntry]:
    """The newest that moved money into it, out of it or on from it."""
    either = Q(allotment=allotment) | Q(giver=allotment)
    related = ("act__by", "allotment__division", "allotment__project", "allotment__document")
    return list(FundEntry.objects.for_user(user).filter(either).select_related(*related)[:NEWEST])


def pending_of(allotment: Allotment) -> QuerySet[PaymentRequest]:
    """Approved and not paid yet."""
    return PaymentRequest.objects.filter(allotment=allotment).pending()


def spoken_for(allotment: Allotment) -> Decimal:
    """元 that approved requests are going to be paid from it."""
    return pending_of(allotment).aggregate(sum=Sum("granted"))["sum"] or Decimal(0)

"""How much of a document or source is in a person's territory: came, went on, paid, left; from balances, not entries.

A district sees all of its documents; a street only what came to it. The topmost allotments inside the territory are
where money comes in: their sums, with what is paid anywhere below them.
"""

from django.db.models import Case, DecimalField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from divisions.territory import bounds
from funding.models import Allotment

MONEY_FIELD = DecimalField(max_digits=16, decimal_places=2)


def topmost(prefix: str, path: str = "") -> Q:
    """The allotments into which money comes from outside the territory; `path` leads to the allotment."""
    first = Q(**{f"{path}parent": None})
    if not prefix:
        return first
    return first | ~Q(**{f"{path}parent__division__pk__range": bounds(prefix)})


def sums(prefix: str) -> dict[str, Sum]:
    """The figures over allotments. What is collected for a project is allotted as it comes; `undivided` still lies with
    those into whose hands it came, neither passed on nor paid."""
    top = topmost(prefix)
    passed = Case(When(project=None, then=F("passed")), default=F("received"), output_field=MONEY_FIELD)
    return {
        "came": Sum("received", filter=top),
        "allotted": Sum(passed, filter=top),
        "undivided": Sum(F("received") - F("passed") - F("paid"), filter=top & Q(project=None)),
        "spent": Sum("paid"),
    }


def with_standing(documents: QuerySet, user: User, prefix: str) -> QuerySet:
    """Documents with `came`, `allotted`, `undivided` (not passed on), `spent`, `left_over` (came less spent), as
    the person sees them in the territory."""
    seen = Allotment.objects.for_user(user).within(prefix).filter(document=OuterRef("pk")).order_by()
    figures = {
        name: Coalesce(
            Subquery(seen.values("document").annotate(figure=figure).values("figure")),
            Value(0),
            output_field=MONEY_FIELD,
        )
        for name, figure in sums(prefix).items()
    }
    return documents.annotate(**figures).annotate(
        left_over=ExpressionWrapper(F("came") - F("spent"), output_field=MONEY_FIELD),
    )

"""Contradictions for lists and pages, and what became of one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from progress.choices import ContradictionRule
from progress.models import Contradiction, MonthlyReturn, ReturnLine

CELLS = {
    ContradictionRule.UNCHANGED: "invested",
    ContradictionRule.PAID_OVER_BUILT: "paid",
    ContradictionRule.UNACCEPTED: "completed_on",
    ContradictionRule.AHEAD: "invested",
}
MONTHS_SHOWN = 6


@dataclass(frozen=True)
class Counts:
    """Of one return: how many stand, and how many of those nobody has answered."""

    standing: int = 0
    unanswered: int = 0


def counts_by_return(return_ids: Iterable[int]) -> dict[int, Counts]:
    """For each return that has any; the others are not in it. One query."""
    rows = (
        Contradiction.objects.standing()
        .filter(monthly_return__in=list(return_ids))
        .values("monthly_return")
        .order_by()
        .annotate(standing=Count("pk"), unanswered=Count("pk", filter=Q(answer="")))
    )
    return {row["monthly_return"]: Counts(row["standing"], row["unanswered"]) for row in rows}


def contradictions_listed(user: User) -> QuerySet[Contradiction]:
    related = ("monthly_return__division", "monthly_return__organisation", "site__compound", "answered_by")
    return Contradiction.objects.for_user(user).select_related(*related)


def of_return(user: User, monthly_return: MonthlyReturn) -> QuerySet[Contradiction]:
    """All of a return, those that stand first; for templates/progress/_contradictions.html."""
    rows = contradictions_listed(user).filter(monthly_return=monthly_return)
    return rows.order_by(F("gone_at").asc(nulls_first=True), "rule", "pk")


def cell_address(contradiction: Contradiction) -> str:
    """The cell of the sheet that it is about; the project's photographs for a photograph; "" for a whole return."""
    if contradiction.site is None:
        return ""
    if contradiction.rule == ContradictionRule.SAME_PHOTO:
        return reverse("projects:project_spots", args=[contradiction.site.project_id])
    figure = CELLS.get(ContradictionRule(contradiction.rule)) or contradiction.subject.partition(":")[2]
    monthly_return = contradiction.monthly_return
    line = ReturnLine.objects.filter(version=monthly_return.current_id, site=contradiction.site_id).first()
    return f"{reverse('progress:sheet', args=[monthly_return.pk])}#cell-{line.pk}-{figure}" if line else ""


def months_of_site(contradiction: Contradiction) -> list[ReturnLine]:
    """What was reported of the site in this month and those before, newest first; nothing for a whole return."""
    if contradiction.site_id is None:
        return []
    lines = ReturnLine.objects.filter(
        site=contradiction.site_id,
        division__in=[contradiction.division_id],
        version=F("version__monthly_return__current"),
        version__month__lte=contradiction.monthly_return.month,
    )
    return list(lines.select_related("version").prefetch_related("tallies").order_by("-version__month")[:MONTHS_SHOWN])


def history_of(contradiction: Contradiction) -> QuerySet:
    """What became of it, the newest first."""
    return contradiction.history.select_related("history_user").order_by("-history_id")

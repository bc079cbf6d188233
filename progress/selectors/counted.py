"""Which figures count: of each street the newest version the office had accepted at a moment (design.md, decision 7).

Every report of a month names that moment, so that it can be worked out again with the same figures.
"""

from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from progress.models import ReturnVersion


def counted_versions(*, prefix: str, month: date, known_at: datetime) -> QuerySet[ReturnVersion]:
    """One version per street: of the month, or of the last month before it that was accepted by then.

    A street that is missing keeps its last figures, so that a total never falls because a return has not come. So does
    one that was merged into another, until the other has reported on its compounds.
    """
    accepted = ReturnVersion.objects.filter(accepted_at__lte=known_at, month__lte=month)
    taken_over = accepted.filter(division=OuterRef("division__successor"), month__gte=OuterRef("division__until"))
    newest_first = Window(RowNumber(), partition_by=F("division_id"), order_by=[F("month").desc(), F("number").desc()])
    return (
        ReturnVersion.objects.within(prefix)
        .filter(accepted_at__lte=known_at, month__lte=month)
        .exclude(Exists(taken_over))
        .annotate(newest=newest_first)
        .filter(newest=1)
    )

"""What becomes of returns when two streets become one (区划调整).

What a street has reported are papers of its time: they stay under the street that sealed them, like the record of
what it missed. What it has not handed in yet and still can goes on as the other's.
"""

from django.db.models import F
from django.utils import timezone

from accounts.models import Organisation, OrganisationKind
from deadlines.choices import Outcome
from deadlines.services import deadlines
from divisions.services.pointers import absorbs, stays
from progress.models import (
    Contradiction,
    MonthlyReturn,
    ReportingMonth,
    ReturnLine,
    ReturnVersion,
    SealedScan,
)
from progress.models.returns import OPEN
from progress.services import due

stays(MonthlyReturn, ReportingMonth, ReturnVersion, ReturnLine, SealedScan, Contradiction)


@absorbs(MonthlyReturn)
def hand_over(old: str, new: str) -> None:
    """A return in work becomes the other street's, or its lines do where that one is in work too."""
    today = timezone.localdate()
    unreported = MonthlyReturn.objects.filter(division=old, reported_at=None, current__number=1)
    in_work = unreported.filter(current__status__in=OPEN, open_until__gte=today).select_related("current")
    theirs = MonthlyReturn.objects.filter(division=new).select_related("current")
    others = {row.reporting_month_id: row for row in theirs}
    for row in in_work:
        other = others.get(row.reporting_month_id)
        if other is None:
            _becomes(row, new)
        elif other.current.is_open:
            _joins(row, other)
            deadlines.clear(kind=due.KIND, model=MonthlyReturn, ids=[row.pk], on=today, outcome=Outcome.WITHDRAWN)
            _remove(row)


def _becomes(row: MonthlyReturn, new: str) -> None:
    """The street's own office fills it in from now on, where the old one did."""
    offices = Organisation.objects.active().filter(kind=OrganisationKind.STREET_OFFICE, division=new)
    if office := offices.order_by("pk").first():
        row.organisation, row.assigned_to = office, None
    row.division_id = new
    row.save(update_fields=["division", "organisation", "assigned_to"])
    row.versions.update(division=new)
    ReturnLine.objects.filter(version__monthly_return=row).update(division=new)
    row.contradictions.update(division=new)


def _joins(row: MonthlyReturn, other: MonthlyReturn) -> None:
    """Its lines come after the other's, with what was typed; a finding about a site goes along."""
    after = other.current.lines.count()
    moved = {"version": other.current, "division_id": other.division_id, "position": F("position") + after}
    row.current.lines.update(**moved)
    same = other.contradictions.values("subject")
    row.contradictions.exclude(subject__in=same).update(monthly_return=other, division_id=other.division_id)


def _remove(row: MonthlyReturn) -> None:
    """It holds nothing any more, and was never handed in."""
    row.contradictions.all().delete()
    MonthlyReturn.objects.filter(pk=row.pk).update(current=None)
    row.versions.all().delete()
    MonthlyReturn.objects.filter(pk=row.pk).delete()

"""Lets 本月拨付 of a return in work follow the ledger of money, until it is handed in."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from progress import tallying
from progress.models import ReturnVersion
from progress.models.returns import OPEN
from progress.selectors.ledger import paid_in_month
from progress.selectors.sites import last_lines
from progress.services import versions
from progress.services.writing import put_back


def follow(*, version: ReturnVersion) -> int:
    """Bring a locked first version up to the ledger; returns how many lines changed.

    A correction keeps what was signed: what was entered in the ledger since belongs to the next month.
    """
    if version.number != 1:
        return 0
    lines = list(version.lines.all())
    sites = [line.site_id for line in lines]
    known = paid_in_month(version=version, sites=sites, last=last_lines(site_ids=sites, before=version.month))
    changed = [line for line in lines if line.site_id in known and line.paid != known[line.site_id]]
    tallies = tallying.tallies_of(changed)
    for line in changed:
        more = known[line.site_id] - (line.paid or Decimal(0))
        line.paid = known[line.site_id]
        for tally in tallies[line.pk].values():
            tally.paid = (tally.paid or Decimal(0)) + more
    put_back(changed, ["paid"])
    put_back([tally for of_line in tallies.values() for tally in of_line.values()], ["paid"])
    return len(changed)


def follow_everywhere(*, today: date) -> int:
    """Every first version in work of a return that is still open; each by itself. Returns how many changed."""
    waiting = ReturnVersion.objects.filter(number=1, status__in=OPEN, monthly_return__open_until__gte=today)
    ids = waiting.order_by("month", "pk").values_list("pk", flat=True)
    return sum(_follow_one(pk) for pk in list(ids))


@transaction.atomic
def _follow_one(pk: int) -> bool:
    locked = (
        ReturnVersion.objects.select_for_update(of=("self",))
        .select_related("monthly_return__reporting_month")
        .filter(pk=pk, status__in=OPEN)
        .first()
    )
    if locked is None or not follow(version=locked):
        return False
    versions.carry_on(version=locked)
    return True

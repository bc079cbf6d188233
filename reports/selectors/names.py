"""What divisions were called on a day: a report made again later says the names of its own time."""

from collections.abc import Iterable
from datetime import date

from divisions import territory
from divisions.models import Division, FormerName


def names_at(codes: Iterable[str], *, on: date) -> dict[str, str]:
    """The names of the divisions and of all above them, as they were on the day. Two queries."""
    line = {above for code in codes for above in territory.ancestors(code)}
    names = dict(Division.objects.filter(pk__in=line).values_list("pk", "name"))
    former = FormerName.objects.filter(division__in=line, until__gt=on).order_by("-until")  # the earliest stays
    return {**names, **dict(former.values_list("division_id", "name"))}

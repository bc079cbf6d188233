"""What rules and scores ask of a compound, gathered for many compounds at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from communities.choices import Condition
from communities.models import Compound, Survey

# 明显老化缺失 (Z二): worse than worn.
POOR = (Condition.POOR, Condition.MISSING)


def percent(share: Decimal) -> str:
    """86.50 → 86.5%."""
    return f"{share.normalize():f}%"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is on file of one compound. None or "" means that nobody has asked yet; it never counts as an answer."""

    built_year: int | None = None
    near_centre: bool | None = None
    other_programme: str = ""
    safety: str = ""
    willingness: Decimal | None = None
    elderly_share: Decimal | None = None
    hazards_count: int | None = None
    facilities_seen: int = 0  # facilities looked at, without those that do not apply
    facilities_poor: int = 0
    management_agreed: bool | None = None

    @property
    def facilities_in_words(self) -> str:
        return f"调查设施{self.facilities_seen}项，严重老化或缺失{self.facilities_poor}项"

    @property
    def willingness_in_words(self) -> str:
        return f"居民改造意愿{percent(self.willingness)}"


FROM_COMPOUND = (
    "built_year",
    "near_centre",
    "other_programme",
    "safety",
    "willingness",
    "elderly_share",
    "hazards_count",
)


def gather(compounds: Iterable[Compound], *, on: date) -> dict[int, Facts]:
    """Facts by compound id, with one query.

    A survey answers what it asked: facilities and consent each come from the newest survey up to the day that has them.
    """
    facts = {row.pk: Facts(**{name: getattr(row, name) for name in FROM_COMPOUND}) for row in compounds}
    surveys = (
        Survey.objects.filter(compound__in=list(facts), surveyed_on__lte=on)
        .annotate(
            seen=Count("facilities", filter=~Q(facilities__condition=Condition.NOT_APPLICABLE)),
            poor=Count("facilities", filter=Q(facilities__condition__in=POOR)),
        )
        .order_by("surveyed_on", "pk")
        .values_list("compound_id", "management_agreed", "seen", "poor")
    )
    for compound_id, agreed, seen, poor in surveys:
        if agreed is not None:
            facts[compound_id] = replace(facts[compound_id], management_agreed=agreed)
        if seen:
            facts[compound_id] = replace(facts[compound_id], facilities_seen=seen, facilities_poor=poor)
    return facts

"""The finance bureau's first page: money by source, and what waits. From balances, never from entries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from accounts.models import User
from core.units import rounded
from funding.choices import RequestStatus
from funding.models import Allotment, FundDocument, FundWarning, PaymentRequest
from funding.selectors.standings import sums, with_standing
from projects.choices import Source

SOON = 30  # days before a use-by date
MOST_NAMED = 8
NOTHING = Decimal(0)
SUMMED = ("came", "allotted", "undivided", "spent")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What came, was allotted and paid, 元, of one source or of all."""

    source: Source | None
    came: Decimal
    allotted: Decimal
    undivided: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.came - self.spent

    @property
    def rate(self) -> Decimal | None:
        return rounded(self.spent * 100 / self.came) if self.came else None


@dataclass(frozen=True)
class Waiting:
    """How many, and how much, 元."""

    count: int
    amount: Decimal


def by_source(*, user: User, prefix: str, year: int | None) -> tuple[list[Standing], Standing]:
    """A line for each source that brought money, in the plans' order, and their total; of one budget year, or all."""
    pots = Allotment.objects.for_user(user).within(prefix)
    if year:
        pots = pots.filter(document__year=year)
    rows = pots.order_by().values("document__source").annotate(**sums(prefix))
    found = {row.pop("document__source"): _standing(row) for row in rows}
    lines = [Standing(source=source, **found[source]) for source in Source if source in found]
    total = {name: sum((line[name] for line in found.values()), NOTHING) for name in SUMMED}
    return lines, Standing(source=None, **total)


def _standing(row: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    return {name: figure or NOTHING for name, figure in row.items()}


def years(user: User) -> list[int]:
    """The budget years of which there are documents, newest first."""
    seen = FundDocument.objects.for_user(user).order_by("-year")
    return list(seen.values_list("year", flat=True).distinct())


def requests_waiting(*, user: User, prefix: str) -> dict[str, Waiting]:
    """Payment requests to be reviewed, and those approved and not paid yet."""
    seen = PaymentRequest.objects.for_user(user).within(prefix)
    found = seen.aggregate(
        submitted=Count("pk", filter=Q(status=RequestStatus.SUBMITTED)),
        asked=Sum("amount", filter=Q(status=RequestStatus.SUBMITTED)),
        approved=Count("pk", filter=Q(status=RequestStatus.APPROVED)),
        granted=Sum("granted", filter=Q(status=RequestStatus.APPROVED)),
    )
    return {
        "submitted": Waiting(found["submitted"], found["asked"] or NOTHING),
        "approved": Waiting(found["approved"], found["granted"] or NOTHING),
    }


def running_out(*, user: User, prefix: str, today: date) -> Sequence[FundDocument]:
    """Documents with money left whose use-by date is past or near, oldest first; `days` to it, negative when past."""
    seen = FundDocument.objects.for_user(user).within(prefix).filter(use_by__lte=today + timedelta(days=SOON))
    documents = list(
        with_standing(seen, user, prefix).filter(came__gt=F("spent")).order_by("use_by", "pk")[:MOST_NAMED]
    )
    for document in documents:
        document.days = (document.use_by - today).days
        document.days_over = -document.days
    return documents


def warnings_standing(*, user: User, prefix: str) -> int:
    """Those that the records still show and nobody has answered."""
    return FundWarning.objects.for_user(user).within(prefix).standing().filter(answer="").count()

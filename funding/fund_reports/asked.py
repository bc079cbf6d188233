"""What a fund table is asked for: whose eyes, which territory, until when, in which unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from divisions.models import Division, Level
from divisions.territory import code_of
from funding.choices import EntryKind, MoneyUnit
from funding.models import FundEntry
from funding.selectors import sums
from funding.selectors.sums import Sums
from projects.models import Project

LISTED = {
    sums.RECEIVED: {"step": "in"},
    sums.ALLOTTED: {"step": "projects"},
    sums.PAID: {"kind": EntryKind.PAYMENT.value},
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`since` begins the span (本期); `year` is the budget year of the documents, None for all; `project` is for the
    card alone. `made_on` is the day on which the table is made."""

    user: User
    division: Division
    since: date
    as_at: date
    made_on: date
    unit: MoneyUnit = MoneyUnit.WAN
    year: int | None = None
    project: Project | None = None

    @property
    def prefix(self) -> str:
        return self.division.prefix

    @property
    def entries(self) -> QuerySet[FundEntry]:
        return sums.entries_of(user=self.user, division=self.division, year=self.year)

    @property
    def counted(self) -> QuerySet[FundEntry]:
        """The entries until the date; a card's only those of its project."""
        entries = self.entries.filter(on__lte=self.as_at)
        return entries.filter(project=self.project) if self.project else entries

    def sums(self, *by: str, of: Iterable[str] = sums.COUNTED, **only: Any) -> dict[tuple, Sums]:
        """By these columns; `only` narrows the entries."""
        entries = self.entries.filter(**only)
        return sums.sums(entries, prefix=self.prefix, by=by, as_at=self.as_at, since=self.since, of=of)

    def sums_of_project(self, *by: str) -> dict[tuple, Sums]:
        return sums.sums(self.counted, prefix=self.prefix, by=by, as_at=self.as_at)

    def link(self, what: str = "", *, in_span: bool = False, territory: str = "", **filters: Any) -> str:
        """The list of the entries that make up a figure."""
        query: dict[str, Any] = {"territory": territory or self.division.pk}
        query |= filters | {"on_before": self.as_at}
        query |= LISTED.get(what, {})
        if in_span:
            query["on_after"] = self.since
        if self.year:
            query["year"] = self.year
        return f"{reverse('funding:entry_list')}?{urlencode(query)}"

    def links(self, **filters: Any) -> dict[str, str]:
        """Those of the six sums."""
        found = {what: self.link(what, **filters) for what in sums.COUNTED}
        return found | {f"{what}_in": self.link(what, in_span=True, **filters) for what in sums.COUNTED}

    def street_of(self, code: str) -> str:
        """The street of a division, or the division itself where it lies above."""
        return code_of(code[: Level.STREET])

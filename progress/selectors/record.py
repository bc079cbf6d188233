"""Who reported when, late or not at all, and what was wrong: by street and month, from stamps and corrections (F34)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Any

from django.db.models import Count, F, Q

from divisions.models import Division
from progress.choices import Punctuality
from progress.figures import FIGURES, Nature
from progress.models import Contradiction, MonthlyReturn, ReturnLine, ReturnVersion
from progress.punctuality import Judgement, judged

COUNTED = tuple(figure.key for figure in FIGURES if figure.nature is not Nature.WORDS)
MONTHS = range(1, 13)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One street and month: in time or not, cells corrected after the leader approved them, contradictions found."""

    monthly_return: MonthlyReturn
    judgement: Judgement
    wrong: int
    contradictions: int

    def __str__(self) -> str:
        wrong = f"错报 {self.wrong} 处" if self.wrong else ""
        found = f"矛盾 {self.contradictions} 条" if self.contradictions else ""
        return "，".join(filter(None, [str(self.judgement), wrong, found]))


@dataclass(frozen=True, kw_only=True)
class StreetYear:
    """A street's year: an entry per month, None where it had nothing to report."""

    division: Division
    entries: tuple[Entry | None, ...]

    def count(self, *kinds: str) -> int:
        return sum(each is not None and each.judgement.kind in kinds for each in self.entries)

    @property
    def on_time(self) -> int:
        return self.count(Punctuality.ON_TIME)

    @property
    def late(self) -> int:
        return self.count(Punctuality.LATE)

    @property
    def missing(self) -> int:
        """Not in past the day of grace, locked or not."""
        return self.count(Punctuality.MISSING, Punctuality.OVERDUE)

    @property
    def wrong(self) -> int:
        return sum(each.wrong for each in self.entries if each)

    @property
    def contradictions(self) -> int:
        return sum(each.contradictions for each in self.entries if each)


def of_kind(kind: str, today: date) -> Q:
    """The returns judged so as of today, as the database reads it: punctuality.judge says the same of one row."""
    late_on, lock_on = "reporting_month__late_on", "reporting_month__lock_on"
    return {
        Punctuality.ON_TIME: Q(reported_at__date__lte=F(late_on)),
        Punctuality.LATE: Q(reported_at__date__gt=F(late_on)),
        Punctuality.WAITING: Q(reported_at=None, **{f"{late_on}__gte": today}),
        Punctuality.OVERDUE: Q(reported_at=None, **{f"{late_on}__lt": today, f"{lock_on}__gte": today}),
        Punctuality.MISSING: Q(reported_at=None, **{f"{lock_on}__lt": today}),
    }[Punctuality(kind)]


def years(*, user: Any, year: int, now: datetime, under: str = "") -> list[StreetYear]:
    """The record of a year, street by street, as it stood at a moment. Five statements, however many streets."""
    returns = MonthlyReturn.objects.for_user(user)
    returns = (returns.in_division(under) if under else returns).filter(month__year=year)
    rows = list(returns.select_related("reporting_month", "division").order_by("division_id", "month"))
    by_return = {each.monthly_return.pk: each for each in entries(rows, now=now)}
    found = []
    for _, of_street in groupby(rows, key=lambda row: row.division_id):
        by_month = {row.month.month: row for row in of_street}
        own = tuple(by_return[by_month[number].pk] if number in by_month else None for number in MONTHS)
        found.append(StreetYear(division=next(iter(by_month.values())).division, entries=own))
    return found


def entries(rows: Sequence[MonthlyReturn], *, now: datetime) -> list[Entry]:
    """What is on record of these returns; the reporting month comes along with each."""
    ids = [row.pk for row in rows]
    wrong, found = wrong_cells(ids, now=now), contradictions_found(ids, now=now)
    return [
        Entry(
            monthly_return=row,
            judgement=judged(row, now),
            wrong=wrong.get(row.pk, 0),
            contradictions=found.get(row.pk, 0),
        )
        for row in rows
    ]


def contradictions_found(ids: Collection[int], *, now: datetime) -> dict[int, int]:
    """All that was ever found, also what a correction has removed since."""
    rows = Contradiction.objects.filter(monthly_return__in=ids, found_at__lte=now).order_by()
    return dict(rows.values_list("monthly_return").annotate(count=Count("pk")))


def wrong_cells(ids: Collection[int], *, now: datetime) -> dict[int, int]:
    """错报 by return: cells that say something else in the version approved after one that was approved before."""
    corrected = ReturnVersion.objects.filter(monthly_return__in=ids, number__gt=1, approved_at__lte=now)
    returns = set(corrected.values_list("monthly_return_id", flat=True))
    if not returns:
        return {}
    approved = ReturnVersion.objects.filter(monthly_return__in=returns, approved_at__lte=now)
    versions = list(approved.order_by("monthly_return_id", "number").values_list("monthly_return_id", "pk"))
    figures = _figures(pk for _, pk in versions)
    wrong: Counter[int] = Counter()
    for of, group in groupby(versions, key=lambda pair: pair[0]):
        chain = [pk for _, pk in group]
        wrong[of] = sum(_differing(figures[old], figures[new]) for old, new in pairwise(chain))
    return dict(wrong)


def _figures(versions: Iterable[int]) -> dict[int, dict[int, tuple]]:
    found: dict[int, dict[int, tuple]] = {pk: {} for pk in versions}
    rows = ReturnLine.objects.filter(version__in=found).order_by().values_list("version_id", "site_id", *COUNTED)
    for version, site, *figures in rows:
        found[version][site] = tuple(figures)
    return found


def _differing(old: Mapping[int, tuple], new: Mapping[int, tuple]) -> int:
    """Sites that only one of them has were not reported wrong: they came or went."""
    return sum(sum(a != b for a, b in zip(old[site], new[site], strict=True)) for site in old.keys() & new.keys())

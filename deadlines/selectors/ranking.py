"""Who is late: by organisation, and as a text for a group chat."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from deadlines.choices import Outcome
from deadlines.models import Deadline
from deadlines.models.deadlines import OPEN
from deadlines.words import told

LINES_EACH = 5  # of one organisation in the text: a group chat cuts long messages
NOBODY = "未指定责任单位"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One organisation: what it has open, what of it is overdue and how long, what it finished late this year."""

    organisation_id: int | None
    name: str
    open: int
    overdue: int
    longest: int  # days; 0 where nothing is overdue
    finished_late: int
    place: int | None = None  # equals share one; who has nothing overdue is not ranked

    @property
    def nobody(self) -> str | None:
        """How the address of the list says that no organisation is named."""
        return None if self.organisation_id else "true"


def ranking(*, user: Any, today: date, under: str = "") -> list[Standing]:
    """Most overdue first, then the longest; one query."""
    late_this_year = Q(outcome=Outcome.DONE, closed_on__gte=date(today.year, 1, 1), closed_on__gt=F("due_on"))
    overdue = OPEN & Q(due_on__lt=today)
    counted = (
        _seen(user, under)
        .filter(OPEN | late_this_year)
        .order_by()
        .values("organisation_id", "organisation__name")
        .annotate(
            open=Count("pk", filter=OPEN),
            overdue=Count("pk", filter=overdue),
            oldest=Min("due_on", filter=overdue),
            finished_late=Count("pk", filter=late_this_year),
        )
    )
    standings = [
        Standing(
            organisation_id=row["organisation_id"],
            name=row["organisation__name"] or NOBODY,
            open=row["open"],
            overdue=row["overdue"],
            longest=(today - row["oldest"]).days if row["oldest"] else 0,
            finished_late=row["finished_late"],
        )
        for row in counted
    ]
    ordered = sorted(standings, key=lambda each: (-each.overdue, -each.longest, -each.finished_late, each.name))
    return [replace(each, place=_place(each, ordered)) for each in ordered]


def _place(standing: Standing, others: Iterable[Standing]) -> int | None:
    ahead = sum((other.overdue, other.longest) > (standing.overdue, standing.longest) for other in others)
    return ahead + 1 if standing.overdue else None


def as_text(*, user: Any, where: str, at: datetime, under: str = "") -> str:
    """Who is late, to be pasted into a group chat: as at when, by what definition, the longest overdue first."""
    today = at.date()
    late = [each for each in ranking(user=user, today=today, under=under) if each.overdue]
    lines = [
        f"【逾期事项提醒】{where}",
        f"截至 {at:%Y年%m月%d日 %H:%M}；期限早于今天、尚未办结的计为逾期，按自然日计天数。",
    ]
    if not late:
        return "\n".join([*lines, "没有逾期事项。"])
    lines.append(f"共 {sum(each.overdue for each in late)} 项逾期，涉及 {len(late)} 个单位：")
    oldest = _oldest(_seen(user, under).overdue(today))
    for each in late:
        lines.append(f"{each.place}. {each.name}：{each.overdue} 项，最长逾期 {each.longest} 天")
        shown = oldest.get(each.organisation_id, [])
        lines += [f"　- {row.title}，{row.due_on:%Y-%m-%d} 到期，{told(row.due_on, today)}" for row in shown]
        if each.overdue > len(shown):
            lines.append(f"　- 另有 {each.overdue - len(shown)} 项")
    return "\n".join(lines)


def _seen(user: Any, under: str) -> QuerySet[Deadline]:
    rows = Deadline.objects.for_user(user)
    return rows.in_division(under) if under else rows


def _oldest(overdue: QuerySet[Deadline]) -> dict[int | None, list[Deadline]]:
    """The longest overdue of each organisation, in one query."""
    place = Window(RowNumber(), partition_by="organisation_id", order_by=["due_on", "pk"])
    few: Iterable[Deadline] = overdue.annotate(place=place).filter(place__lte=LINES_EACH)
    ordered = sorted(few, key=lambda row: (row.organisation_id or 0, row.due_on, row.pk))
    return {key: list(rows) for key, rows in groupby(ordered, key=lambda row: row.organisation_id)}

"""A district's month: who has handed in, who holds a return now, what waits for a person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from progress.choices import Punctuality, ReturnStatus
from progress.models import Contradiction, MonthlyReturn, ReportingMonth, ReturnVersion
from progress.models.returns import OPEN, WITH_STREET
from progress.punctuality import DEFINITION, NOT_IN, Judgement, judged

HOLDERS = {
    ReturnStatus.DRAFT: "填报人",
    ReturnStatus.SENT_BACK: "填报人",
    ReturnStatus.SUBMITTED: "单位负责人",
    ReturnStatus.APPROVED: "填报人（盖章上传）",
    ReturnStatus.SEALED: "领导小组办公室",
}
LATEST = ("division", "organisation", "assigned_to", "current", "reporting_month")


@dataclass(frozen=True, kw_only=True)
class StreetMonth:
    """One street's line on the page of a month."""

    monthly_return: MonthlyReturn
    judgement: Judgement
    contradictions: int
    holder: str

    @property
    def can_be_ticked(self) -> bool:
        return self.monthly_return.current.status == ReturnStatus.SEALED


def holder(row: MonthlyReturn, today: date) -> str:
    """Whose turn it is; nothing where all is done. A street whose time is over can only be given more by the office."""
    if row.current.status in WITH_STREET and row.is_closed(today):
        return "已截止，可由领导小组办公室延期"
    who = HOLDERS.get(ReturnStatus(row.current.status), "")
    if row.current.status in OPEN and row.assigned_to:
        who = str(row.assigned_to)
    return who if who in ("", HOLDERS[ReturnStatus.SEALED]) else f"{row.organisation or '未指定填报单位'} {who}"


def streets_of(*, user: User, month: ReportingMonth, now: datetime) -> list[StreetMonth]:
    """The returns of the month that she may see: those not in and longest late first. Two statements."""
    rows = MonthlyReturn.objects.for_user(user).filter(reporting_month=month).select_related(*LATEST)
    standing = Contradiction.objects.standing().filter(monthly_return__reporting_month=month).order_by()
    found = dict(standing.values_list("monthly_return").annotate(count=Count("pk")))
    lines = [
        StreetMonth(
            monthly_return=row,
            judgement=judged(row, now),
            contradictions=found.get(row.pk, 0),
            holder=holder(row, timezone.localtime(now).date()),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda each: (-each.judgement.days, each.monthly_return.division_id))


def counts(lines: list[StreetMonth]) -> dict[str, int]:
    """已报, 按时, 迟报, 未报 and what the office has accepted."""
    kinds = [line.judgement.kind for line in lines]
    late, on_time = kinds.count(Punctuality.LATE), kinds.count(Punctuality.ON_TIME)
    return {
        "all": len(lines),
        "reported": late + on_time,
        "on_time": on_time,
        "late": late,
        "not_in": len(lines) - late - on_time,
        "overdue": sum(kind in NOT_IN for kind in kinds),
        "accepted": sum(line.monthly_return.current.status == ReturnStatus.ACCEPTED for line in lines),
    }


def as_text(*, month: ReportingMonth, lines: list[StreetMonth], now: datetime) -> str:
    """Who is late, to be pasted into a group chat, with the definition and the moment."""
    figures = counts(lines)
    days = f"应报 {month.due_on}，宽限至 {month.late_on}，锁定 {month.lock_on}"
    split = f"按时 {figures['on_time']} 个，迟报 {figures['late']} 个"
    said = [
        f"【月报报送情况】{month}",
        f"截至 {timezone.localtime(now):%Y年%m月%d日 %H:%M}；{days}。{DEFINITION}",
        f"应报 {figures['all']} 个街道，已报 {figures['reported']} 个（{split}），未报 {figures['not_in']} 个。",
    ]
    for title, kinds in (("逾期未报、漏报", NOT_IN), ("迟报", (Punctuality.LATE,))):
        named = [line for line in lines if line.judgement.kind in kinds]
        said += [f"{title}："] if named else []
        said += [f"{n}. {each.monthly_return.division}：{each.judgement}" for n, each in enumerate(named, start=1)]
    return "\n".join(said if figures["overdue"] or figures["late"] else [*said, "没有迟报、漏报。"])


def months_listed(user: User) -> QuerySet[ReportingMonth]:
    """The months with what their streets, as far as she may see them, have handed in."""
    returns = MonthlyReturn.objects.for_user(user).filter(reporting_month=OuterRef("pk")).order_by()

    def count(condition: Q) -> Subquery:
        return Subquery(returns.filter(condition).values("reporting_month").annotate(count=Count("pk")).values("count"))

    return (
        ReportingMonth.objects.for_user(user)
        .select_related("division")
        .annotate(
            streets=count(Q()),
            reported=count(Q(reported_at__isnull=False)),
            accepted=count(Q(current__status=ReturnStatus.ACCEPTED)),
        )
    )


def waiting_for(user: Any) -> Q:
    """Versions that wait for this person: to be approved for her organisation, to be accepted in her territory."""
    nothing = Q(pk__in=[])
    hers = Q(status=ReturnStatus.SUBMITTED, monthly_return__organisation=user.organisation_id)
    to_approve = hers & ~Q(submitted_by=user.pk) if user.may(Permission.APPROVE_RETURNS) else nothing
    to_review = Q(status=ReturnStatus.SEALED) if user.may(Permission.REVIEW_RETURNS) else nothing
    return to_approve | to_review


def to_fill_in(user: Any, today: date) -> Q:
    """Versions that her organisation has to fill in, or to seal and upload, while the street's time runs."""
    if not user.may(Permission.FILL_RETURNS):
        return Q(pk__in=[])
    own = Q(monthly_return__organisation=user.organisation_id, monthly_return__open_until__gte=today)
    return own & Q(current_of__isnull=False, status__in=(*OPEN, ReturnStatus.APPROVED))


def versions_waiting(user: Any, today: date) -> QuerySet[ReturnVersion]:
    return ReturnVersion.objects.for_user(user).filter(waiting_for(user) | to_fill_in(user, today))

"""Whether a street reported in time: from time stamps alone (W六(三), F34)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from progress.choices import Punctuality
from progress.models import MonthlyReturn

NOT_IN = (Punctuality.OVERDUE, Punctuality.MISSING)  # late, and nothing has come
DEFINITION = (
    "报齐指数据经单位负责人审核并上传盖章件；宽限日当天报齐为按时，之后为迟报，自宽限日次日起按自然日计天数；"
    "锁定日过后仍未报齐为漏报，延期后补报的计为迟报。"
)


@dataclass(frozen=True)
class Judgement:
    """`days` past the day of grace: until it was reported, or until now."""

    kind: str
    days: int = 0

    @property
    def label(self) -> str:
        return str(Punctuality(self.kind).label)

    @property
    def is_bad(self) -> bool:
        return self.kind in (Punctuality.LATE, *NOT_IN)

    def __str__(self) -> str:
        return f"{self.label} {self.days} 天" if self.days else self.label


def judged(monthly_return: MonthlyReturn, now: datetime) -> Judgement:
    """As it stood at a moment; the reporting month comes along with the return. Days end at midnight here."""
    month = monthly_return.reporting_month
    reported_at = monthly_return.reported_at
    reported_on = timezone.localtime(reported_at).date() if reported_at and reported_at <= now else None
    return judge(reported_on, late_on=month.late_on, lock_on=month.lock_on, today=timezone.localtime(now).date())


def judge(reported_on: date | None, *, late_on: date, lock_on: date, today: date) -> Judgement:
    days = max(0, ((reported_on or today) - late_on).days)
    if reported_on:
        return Judgement(Punctuality.LATE, days) if days else Judgement(Punctuality.ON_TIME)
    if not days:
        return Judgement(Punctuality.WAITING)
    return Judgement(Punctuality.MISSING if today > lock_on else Punctuality.OVERDUE, days)

"""Days that cannot be meant: a slip of the keyboard is named before it becomes a deadline or a project's history."""

from datetime import date

from core.errors import DomainError
from projects.models import Phase, Project

BEFORE, AFTER = 2, 10  # years around the programme's


def check_planned(project: Project, *days: date | None) -> None:
    """A plan lies from two years before the programme's year to ten years after it."""
    first, last = project.programme.year - BEFORE, project.programme.year + AFTER
    for day in filter(None, days):
        if not first <= day.year <= last:
            raise DomainError(f"计划日期（{day}）不在 {first} 年至 {last} 年之间，请核对年份后更正。")


def check_actual(project: Project, day: date) -> None:
    """Nothing of a project happened more than two years before its programme."""
    first = project.programme.year - BEFORE
    if day.year < first:
        year = project.programme.year
        raise DomainError(f"日期（{day}）早于 {first} 年，而项目列入 {year} 年计划，请核对年份后更正。")


def check_order(phase: Phase, day: date) -> None:
    """Phases may overlap; none begins before an earlier one that has begun did."""
    begun = Phase.objects.filter(project=phase.project_id, actual_start__isnull=False)
    before = begun.filter(position__lt=phase.position, actual_start__gt=day).order_by("-actual_start").first()
    if before:
        raise DomainError(f"开始日期（{day}）早于前面的阶段“{before}”的开始日期（{before.actual_start}），请更正。")

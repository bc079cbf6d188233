"""Columns of the list of everything that is due."""

from django.utils import timezone

from core.columns import Column, Kind
from deadlines import kinds
from deadlines.choices import Outcome
from deadlines.models import Deadline


def days_late(deadline: Deadline) -> int | None:
    """Nothing where it is or was in time, and where it no longer matters."""
    if deadline.outcome == Outcome.WITHDRAWN:
        return None
    late = deadline.days_late(timezone.localdate())
    return late if late > 0 else None


DEADLINES = (
    Column(key="title", title="事项", link=Deadline.get_absolute_url, width=36),
    Column(key="kind", title="类别", value=lambda deadline: kinds.label(deadline.kind), order_by="kind"),
    Column(key="division", title="区划", order_by="division_id"),
    Column(key="organisation", title="责任单位", value=lambda deadline: deadline.organisation or "", width=24),
    Column(key="assigned_to", title="责任人", value=lambda deadline: deadline.assigned_to or ""),
    Column(key="due_on", title="期限", kind=Kind.DATE, order_by="due_on"),
    Column(key="estimated", title="推算", value=lambda deadline: "推算" if deadline.estimated else "", width=8),
    Column(key="days_late", title="逾期天数", kind=Kind.INTEGER, value=days_late),
    Column(key="closed_on", title="办结日期", kind=Kind.DATE, order_by="closed_on"),
    Column(key="outcome", title="结果", value=lambda deadline: deadline.get_outcome_display(), shown=False),
    Column(key="basis", title="依据", width=30),
    Column(key="set_on", title="设定日期", kind=Kind.DATE, order_by="set_on", shown=False),
)

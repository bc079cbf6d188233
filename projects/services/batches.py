"""Batches of a programme: what each is to hold, and its dates stage by stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from projects import policies
from projects.models import Batch, BatchDate, Programme


@dataclass(frozen=True)
class Window:
    """From when to when one stage of a batch runs; either end may be open. Windows may overlap (X五)."""

    stage: str
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def add(
    *, programme: Programme, number: int, name: str, windows: Sequence[Window], by: User, compounds: int | None = None
) -> Batch:
    """Add a batch. Refused: a number or name used twice, a stage that ends before it starts."""
    policies.check_can_edit(by, programme)
    batch = Batch(programme=programme, division=programme.division)
    _keep(batch, number=number, name=name, compounds=compounds, windows=windows)
    audit.write(by=by, action="新建批次", on=batch, details={"年度计划": str(programme)})
    return batch


@transaction.atomic
def change(
    *, batch: Batch, number: int, name: str, windows: Sequence[Window], by: User, compounds: int | None = None
) -> Batch:
    """Correct a batch by the same rules."""
    policies.check_can_edit(by, batch.programme)
    _keep(batch, number=number, name=name, compounds=compounds, windows=windows)
    audit.write(by=by, action="修改批次", on=batch, details={"年度计划": str(batch.programme)})
    return batch


@transaction.atomic
def remove(*, batch: Batch, by: User) -> None:
    """Remove a batch; its compounds stay in the programme, in no batch."""
    policies.check_can_edit(by, batch.programme)
    audit.write(by=by, action="删除批次", on=batch, details={"未分批小区": batch.entries.count()})
    batch.delete()


def out_of_order(windows: Sequence[Window]) -> list[str]:
    """Stages that begin or end before the stage listed ahead of them: allowed, and named on the page."""
    remarks = []
    for before, after in pairwise(windows):
        if before.starts_on and after.starts_on and after.starts_on < before.starts_on:
            remarks.append(f"“{after.stage}”的开始日期早于“{before.stage}”的开始日期。")
        if before.ends_on and after.ends_on and after.ends_on < before.ends_on:
            remarks.append(f"“{after.stage}”的结束日期早于“{before.stage}”的结束日期。")
    return remarks


def _keep(batch: Batch, *, number: int, name: str, compounds: int | None, windows: Sequence[Window]) -> None:
    others = Batch.objects.filter(programme=batch.programme).exclude(pk=batch.pk)
    if others.filter(number=number).exists():
        raise DomainError(f"本计划已有第 {number} 批，请换一个期次。")
    if others.filter(name=name).exists():
        raise DomainError(f"本计划已有名为“{name}”的批次，请换一个名称。")
    _check_windows(windows)
    batch.number, batch.name, batch.compounds = number, name, compounds
    batch.save()
    batch.dates.all().delete()
    BatchDate.objects.bulk_create(
        BatchDate(
            batch=batch, position=position, stage=window.stage, starts_on=window.starts_on, ends_on=window.ends_on
        )
        for position, window in enumerate(windows, start=1)
    )


def _check_windows(windows: Sequence[Window]) -> None:
    stages = [window.stage for window in windows]
    if repeated := next((stage for stage in stages if stages.count(stage) > 1), None):
        raise DomainError(f"阶段“{repeated}”填了两次，请合并为一行。")
    for window in windows:
        if window.starts_on and window.ends_on and window.ends_on < window.starts_on:
            raise DomainError(
                f"阶段“{window.stage}”的结束日期（{window.ends_on}）早于开始日期（{window.starts_on}），请更正。"
            )

"""A small layout over a table that core has: each row of the ledger is a job, so that no room is needed.

`done` stands for households and `attempt` is the record's version. A row is known by its title.
"""

from contextlib import contextmanager

from django.db.models import F

from core.columns import Column, Kind
from core.errors import Conflict
from core.imports import checks
from core.imports.layout import LAYOUTS, Change, Layout, PlannedRow
from core.models import Job
from core.units import HOUSEHOLDS, WAN_YUAN

COLUMNS = (
    Column(key="name", title="小区名称", required=True),
    Column(key="households", title="户数", kind=Kind.INTEGER, unit=HOUSEHOLDS),
    Column(key="investment", title="计划投资", kind=Kind.MONEY, unit=WAN_YUAN),
    Column(key="start", title="开工日期", kind=Kind.DATE),
)


def not_twice(rows, context):
    return checks.twice(rows, by=lambda row: row.values["name"], key="name", what="小区")


def plan(rows, context):
    known = {job.title: job for job in Job.objects.filter(title__in=[row.values["name"] for row in rows])}
    return [_planned(row, known.get(row.values["name"])) for row in rows]


def _planned(row, job):
    label = row.values["name"]
    if job is None:
        return PlannedRow(row=row, change=Change.NEW, label=label, values=row.values)
    changed = job.done != row.values["households"]
    return PlannedRow(
        row=row,
        change=Change.CHANGED if changed else Change.SAME,
        label=label,
        values={"households": row.values["households"]} if changed else {},
        before={"households": job.done} if changed else {},
        subject_id=job.pk,
        version=job.attempt,
    )


def versions(ids):
    return dict(Job.objects.select_for_update().filter(pk__in=ids).values_list("pk", "attempt"))


def apply(rows, context):
    new = [row for row in rows if row.change is Change.NEW]
    if Job.objects.filter(title__in=[row.values["name"] for row in new]).exists():
        raise Conflict("预览之后已有人录入。")
    made = Job.objects.bulk_create(
        Job(kind="test", title=row.values["name"], done=row.values["households"] or 0, started_by=context.by)
        for row in new
    )
    for row in rows:
        if row.change is Change.CHANGED:
            Job.objects.filter(pk=row.subject_id).update(done=row.values["households"], attempt=F("attempt") + 1)
    ids = iter(job.pk for job in made)
    return [row.subject_id or next(ids) for row in rows]


def undo(rows, context):
    for row in rows:
        job = Job.objects.filter(pk=row.subject_id)
        if row.change is Change.NEW:
            job.delete()
        else:
            job.update(done=row.before["households"], attempt=F("attempt") + 1)


LAYOUT = Layout(
    key="jobs",
    title="示例台账",
    columns=COLUMNS,
    permission="import_compounds",
    checks=(not_twice,),
    plan=plan,
    versions=versions,
    apply=apply,
    undo=undo,
    landing=lambda import_id, context: f"/jobs/?import={import_id}",
    lists=lambda user: {"name": ["示例一号院"]},
    example={"name": "某某小区", "households": 120},
)


@contextmanager
def registered():
    """The layout is known while a test runs."""
    LAYOUTS[LAYOUT.key] = LAYOUT
    try:
        yield LAYOUT
    finally:
        del LAYOUTS[LAYOUT.key]

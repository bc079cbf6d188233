"""Into the reserve pool and out of it (F12, B四(三))."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from communities import policies
from communities.eligibility import Assessment
from communities.models import Compound, PoolEntry
from communities.selectors.eligibility import assess_many, eligibility_of
from communities.selectors.pool import waiting_outside
from communities.services import standing
from core import audit, jobs
from core.errors import Conflict, DomainError
from core.models import Job
from divisions.models import Division

JOB = "communities.enter_pool"


@transaction.atomic
def enter(*, compound: Compound, reason: str, by: User, on: date, estimate: Decimal | None = None) -> PoolEntry:
    """Take one compound in. Refused unless it may be renovated today, naming every condition that stands against it."""
    policies.check_within(by, Permission.MANAGE_POOL, compound.division_id)
    locked = Compound.objects.active().select_for_update(of=("self",)).get(pk=compound.pk)
    if PoolEntry.objects.current().filter(compound=locked).exists():
        raise Conflict("该小区已在储备库中。")
    assessment = eligibility_of(locked, on=on)
    if not assessment.may_be_renovated:
        raise DomainError(_refusal(assessment))
    [entry] = _take_in([locked], reason=reason, by=by, on=on, estimate=estimate)
    audit.write(by=by, action="小区入库", on=locked, reason=reason, details={"得分": str(entry.score)})
    return entry


@transaction.atomic
def enter_all(*, division_code: str, reason: str, by: User, on: date) -> int:
    """Take in all of a division that may be renovated and do not stand in the pool yet; how many that were."""
    policies.check_within(by, Permission.MANAGE_POOL, division_code)
    waiting = Compound.objects.active().filter(outcome__in=waiting_outside(by, division_code=division_code))
    locked = list(waiting.select_for_update(of=("self",)))
    # Asked again under the lock: somebody may have taken one in a moment ago.
    inside = set(PoolEntry.objects.current().filter(compound__in=locked).values_list("compound", flat=True))
    standings = assess_many(locked, on=on)
    welcome = [row for row in locked if row.pk not in inside and standings[row.pk].may_be_renovated]
    _take_in(welcome, reason=reason, by=by, on=on)
    audit.write(by=by, action="批量入库", division_id=division_code, reason=reason, details={"小区数": len(welcome)})
    return len(welcome)


def enter_all_later(*, division: Division, reason: str, by: User, on: date) -> Job:
    """The same as a job, for more than can be waited for."""
    policies.check_within(by, Permission.MANAGE_POOL, division.code)
    arguments = {"division_code": division.code, "reason": reason, "on": on.isoformat()}
    return jobs.start(kind=JOB, title=f"{division}符合条件的小区入库", by=by, arguments=arguments)


@jobs.runner(JOB)
def _run(job: Job) -> None:
    arguments = job.arguments | {"on": date.fromisoformat(job.arguments["on"])}
    taken = enter_all(**arguments, by=job.started_by)
    job.message = f"已将{taken}个小区列入储备库。"


@transaction.atomic
def leave(*, entry: PoolEntry, reason: str, by: User, on: date) -> None:
    """Take a compound out, and out of the plan year it stood in; the entry stays as it was scored."""
    locked = _lock(entry, by)
    locked.left_on, locked.left_by, locked.left_reason, locked.plan_year = on, by, reason, None
    locked.save(update_fields=["left_on", "left_by", "left_reason", "plan_year"])
    audit.write(by=by, action="小区出库", on=locked.compound, reason=reason)


@transaction.atomic
def set_estimate(*, entry: PoolEntry, estimate: Decimal | None, by: User) -> None:
    """Enter what the compound is expected to cost, 元; None goes back to the cost reckoned from its area."""
    locked = _lock(entry, by)
    before, locked.estimate = locked.estimate, estimate
    locked.save(update_fields=["estimate"])
    details = {"原估算（元）": str(before or ""), "估算（元）": str(estimate or "")}
    audit.write(by=by, action="填报估算投资", on=locked.compound, details=details)


def _lock(entry: PoolEntry, by: User) -> PoolEntry:
    policies.check_within(by, Permission.MANAGE_POOL, entry.division_id)
    locked = PoolEntry.objects.select_related("compound").select_for_update(of=("self",)).get(pk=entry.pk)
    if locked.left_on:
        raise Conflict("该小区已经出库。")
    return locked


def _take_in(
    compounds: Sequence[Compound], *, reason: str, by: User, on: date, estimate: Decimal | None = None
) -> list[PoolEntry]:
    PoolEntry.objects.bulk_create(
        PoolEntry(
            compound=compound,
            division_id=compound.division_id,
            entered_on=on,
            entered_by=by,
            entered_reason=reason,
            estimate=estimate,
        )
        for compound in compounds
    )
    standing.refresh(compounds=[compound.pk for compound in compounds], on=on)
    return list(PoolEntry.objects.current().filter(compound__in=compounds))


def _refusal(assessment: Assessment) -> str:
    against = "；".join(f"{finding.sentence}（{finding.clause}）" for finding in assessment.shortfalls)
    return f"不能入库：{assessment.result.label}。{against}"

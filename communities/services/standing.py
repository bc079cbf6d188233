"""What is derived from a compound's facts and its district's rules: the eligibility outcome and the pool's score.

Whoever changes facts calls `refresh` in the same transaction; whoever changes rules calls `refresh_under`. A nightly
task does it for all, because rules begin on a date and buildings age (docs/decisions/0011).
"""

from collections.abc import Callable, Collection
from datetime import date

from django.db import transaction

from accounts.models import User
from communities import facts, scoring
from communities.choices import CompoundStatus
from communities.models import Compound, EligibilityOutcome, PoolEntry, PriorityRule, Shortfall
from communities.selectors.eligibility import assess_many
from core import jobs
from core.models import Job
from core.units import rounded
from divisions.models import Division

BATCH = 1_000
AT_ONCE = 2_000  # more than this takes over two seconds and runs as a job
JOB = "communities.standing"
SCORED = ("division", "score", "working", "scored_by", "scored_on", "reckoned")


@transaction.atomic
def refresh(*, compounds: Collection[int], on: date) -> None:
    """Bring the outcome and the score of these compounds up to date; some fifteen queries per thousand."""
    ids = list(compounds)
    for start in range(0, len(ids), BATCH):
        _store_outcomes(ids[start : start + BATCH], on)
        _store_scores(ids[start : start + BATCH], on)


def refresh_under(*, division: Division, by: User, on: date) -> Job | None:
    """After a change of rules: everything in the division, at once if small, otherwise as a job that is returned."""
    affected = _within(division.prefix)
    if len(affected) > AT_ONCE:
        title = f"按新规则重新核对{division}小区、重排储备库"
        return jobs.start(kind=JOB, title=title, by=by, arguments={"prefix": division.prefix, "on": on.isoformat()})
    refresh(compounds=affected, on=on)
    return None


def refresh_all(*, prefix: str, on: date, progress: Callable[..., None] | None = None) -> None:
    """Everything in a territory, batch by batch, so that writers need not wait. May be run again at any time."""
    ids = _within(prefix)
    for start in range(0, len(ids), BATCH):
        refresh(compounds=ids[start : start + BATCH], on=on)
        if progress:
            progress(done=min(start + BATCH, len(ids)), total=len(ids))


@jobs.runner(JOB)
def _run(job: Job) -> None:
    refresh_all(
        prefix=job.arguments["prefix"],
        on=date.fromisoformat(job.arguments["on"]),
        progress=lambda **counts: jobs.progress(job, **counts),
    )


def _within(prefix: str) -> list[int]:
    return list(Compound.objects.within(prefix).order_by("pk").values_list("pk", flat=True))


def _store_outcomes(compounds: list[int], on: date) -> None:
    """How the compounds stand on the day; a removed one has no standing."""
    active = list(
        Compound.objects.filter(pk__in=compounds, status=CompoundStatus.ACTIVE).only("division", *facts.FROM_COMPOUND)
    )
    standings = assess_many(active, on=on)
    Shortfall.objects.filter(outcome__in=compounds).delete()
    EligibilityOutcome.objects.filter(pk__in=set(compounds) - standings.keys()).delete()
    EligibilityOutcome.objects.bulk_create(
        [
            EligibilityOutcome(
                compound_id=compound.pk,
                division_id=compound.division_id,
                result=standings[compound.pk].result,
                rule=standings[compound.pk].rule,
                assessed_on=on,
            )
            for compound in active
        ],
        update_conflicts=True,
        unique_fields=["compound"],
        update_fields=["division", "result", "rule", "assessed_on"],
    )
    Shortfall.objects.bulk_create(
        Shortfall(
            outcome_id=compound_id,
            test=finding.test,
            state=finding.state,
            sentence=finding.sentence,
            clause=finding.clause,
        )
        for compound_id, assessment in standings.items()
        for finding in assessment.shortfalls
    )


def _store_scores(compounds: list[int], on: date) -> None:
    """Score and reckoned cost of those that stand in the pool."""
    entries = list(PoolEntry.objects.current().filter(compound__in=compounds).select_related("compound"))
    if not entries:
        return
    known = facts.gather((entry.compound for entry in entries), on=on)
    rules = PriorityRule.objects.prefetch_related("weights").in_force_for({e.compound.division_id for e in entries}, on)
    for entry in entries:
        _score(entry, rule=rules[entry.compound.division_id], known=known[entry.compound_id], on=on)
    # An upsert of rows that exist: ten times as fast as bulk_update, whose CASE grows with every row.
    PoolEntry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["id"], update_fields=SCORED)


def _score(entry: PoolEntry, *, rule: PriorityRule | None, known: facts.Facts, on: date) -> None:
    lines = scoring.working(weights=rule.weights.all() if rule else (), facts=known, on=on)
    area, price = entry.compound.floor_area, rule.cost_per_sqm if rule else None
    entry.division_id = entry.compound.division_id
    entry.score, entry.working = scoring.total(lines), [line.as_json() for line in lines]
    entry.scored_by, entry.scored_on = rule, on
    entry.reckoned = rounded(area * price) if area and price else None

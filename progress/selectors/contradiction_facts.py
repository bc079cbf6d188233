"""Gather what the rules of contradiction look at, in a fixed number of queries however many sites there are."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from progress.choices import NoteKind
from progress.contradictions.facts import ReturnFacts, SiteFacts
from progress.days import last_month
from progress.models import CellNote, MonthlyReturn, ReturnLine
from progress.selectors.pictures import used_twice
from progress.selectors.sites import newest_lines
from projects.choices import Duty, ProjectStatus
from projects.models import Gate, Phase, ProjectSite

STANDING_STILL = (ProjectStatus.SUSPENDED, ProjectStatus.DEFERRED, ProjectStatus.CANCELLED)
ACCEPTED = (ProjectStatus.ACCEPTED, ProjectStatus.HANDED_OVER, ProjectStatus.CLOSED)
Acceptances = dict[int, tuple[bool, str]]  # project -> whether it is on record, and the phase it happens in


def gather(*, monthly_return: MonthlyReturn, now: datetime) -> ReturnFacts:
    """The current version of the return as it is at this moment, and what is known beside it."""
    version, month = monthly_return.current, monthly_return.reporting_month
    lines = list(version.lines.select_related("site__project").prefetch_related("tallies"))
    site_ids = [line.site_id for line in lines]
    accepted = _last_accepted(site_ids, before=version.month)
    earlier = _reported_before(site_ids, month=version.month, months=max(month.rule.unchanged_months, 1))
    reasons = _reasons(monthly_return)
    acceptances = _acceptances({line.site.project_id for line in lines if line.completed_on})
    sites = [
        SiteFacts(
            line=line,
            month=version.month,
            accepted=accepted.get(line.site_id),
            earlier=earlier.get(line.site_id, []),
            reasons=reasons.get(line.site_id, {}),
            is_running=line.site.project.status not in STANDING_STILL,
            is_accepted=line.site.project.status in ACCEPTED or acceptances.get(line.site.project_id, (False, ""))[0],
            acceptance=acceptances.get(line.site.project_id, (False, ""))[1],
            compound_id=line.site.compound_id,
        )
        for line in lines
    ]
    said_at = monthly_return.reported_at or (None if version.is_open else version.submitted_at)
    return ReturnFacts(
        monthly_return=monthly_return,
        rule=month.rule,
        today=timezone.localdate(now),
        reported_on=said_at and timezone.localdate(said_at),
        late_on=month.late_on,
        sites=sites,
        pictures=used_twice(ProjectSite.objects.filter(return_lines__version=version)),
    )


def _last_accepted(site_ids: list[int], *, before: date) -> dict[int, ReturnLine]:
    """Of each site the line of the newest month before that the office has accepted, in its newest accepted version."""
    accepted = ReturnLine.objects.filter(
        site__in=site_ids, version__month__lt=before, version__accepted_at__isnull=False
    )
    return newest_lines(accepted.order_by("version__month", "version__number"))


def _reported_before(site_ids: list[int], *, month: date, months: int) -> dict[int, list[ReturnLine]]:
    """Of each site its lines of the months just before that were reported, newest first, up to the first gap."""
    wanted = [last_month(month)]
    while len(wanted) < months:
        wanted.append(last_month(wanted[-1]))
    lines = ReturnLine.objects.filter(
        site__in=site_ids,
        version__month__in=wanted,
        version=F("version__monthly_return__current"),
        version__monthly_return__reported_at__isnull=False,
    ).select_related("version")
    by_month = {(line.site_id, line.version.month): line for line in lines}
    found: dict[int, list[ReturnLine]] = {}
    for site_id in site_ids:
        for each in wanted:
            if (line := by_month.get((site_id, each))) is None:
                break
            found.setdefault(site_id, []).append(line)
    return found


def _reasons(monthly_return: MonthlyReturn) -> dict[int, dict[str, str]]:
    """What the street wrote to a figure in any version of this return; the latest counts."""
    notes = CellNote.objects.filter(line__version__monthly_return=monthly_return, kind=NoteKind.REASON)
    found: dict[int, dict[str, str]] = {}
    for site_id, figure, text in notes.order_by("pk").values_list("line__site_id", "figure", "text"):
        found.setdefault(site_id, {})[figure] = text
    return found


def _acceptances(project_ids: Iterable[int]) -> Acceptances:
    """Whether 竣工验收 of each project is on record: its phase has ended, or its gate has been satisfied."""
    projects = list(project_ids)
    about = Q(duty=Duty.ACCEPTANCE) | Q(status=ProjectStatus.ACCEPTED)
    found: Acceptances = {}
    for phase in Phase.objects.filter(about, project__in=projects).order_by("position"):
        done, name = found.get(phase.project_id, (False, ""))
        found[phase.project_id] = (done or phase.actual_end is not None, name or phase.name)
    gates = Gate.objects.filter(project__in=projects, duty=Duty.ACCEPTANCE, satisfied_on__isnull=False)
    for gate in gates.select_related("phase"):
        found[gate.project_id] = (True, found.get(gate.project_id, (True, gate.phase.name))[1])
    return found

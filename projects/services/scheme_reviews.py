"""What is due about a scheme: the office decides on a submitted one, the implementer mends a returned one.

Both within the working days of the district's rule, counted from the day after the scheme came to them.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from core.working_days import WorkingDays
from deadlines.choices import Outcome
from deadlines.services import deadlines
from deadlines.services.deadlines import Due
from projects.choices import SchemeStatus
from projects.models import Scheme, SchemeRule
from projects.selectors.responsibilities import offices_over

KIND = "scheme"
USUAL = SchemeRule._meta.get_field("review_days").default  # working days where the district has no rule
WAITING = (SchemeStatus.SUBMITTED, SchemeStatus.RETURNED)


def set_due(*, schemes: Iterable[Scheme], today: date) -> None:
    """Say anew who has to act on these schemes, and by when, counted from today."""
    waiting = list(schemes)
    if not waiting:
        return
    divisions = {scheme.project.division_id for scheme in waiting}
    rules, days, offices = SchemeRule.objects.in_force_for(divisions, today), WorkingDays(), offices_over(divisions)
    dues = []
    for scheme in waiting:
        project, rule = scheme.project, rules[scheme.project.division_id]
        by = days.after(today, rule.review_days if rule else USUAL)
        submitted = scheme.status == SchemeStatus.SUBMITTED
        what = (
            f"审批改造方案（第 {scheme.number} 版）"
            if submitted
            else f"按退回意见修改改造方案（第 {scheme.number} 版）"
        )
        dues.append(
            Due(
                kind=KIND,
                subject=scheme,
                title=f"{project.name}：{what}",
                due_on=by.day,
                estimated=by.estimated,
                division_id=project.division_id,
                organisation_id=offices[project.division_id] if submitted else project.implementer_id,
                url=scheme.get_absolute_url(),
                basis=rule.document if rule else "",
            )
        )
    deadlines.set_all(dues=dues, today=today)


def clear(*, scheme: Scheme, on: date, outcome: Outcome = Outcome.DONE) -> None:
    deadlines.clear(kind=KIND, model=Scheme, ids=[scheme.pk], on=on, outcome=outcome)


@transaction.atomic
def refresh(*, projects: Iterable[int], today: date) -> None:
    """While a project does not run nobody has to act on its scheme; once it runs again the days count anew."""
    waiting = list(Scheme.objects.filter(project__in=list(projects), status__in=WAITING).select_related("project"))
    if idle := [scheme.pk for scheme in waiting if not scheme.project.is_running]:
        deadlines.clear(kind=KIND, model=Scheme, ids=idle, on=today, outcome=Outcome.WITHDRAWN)
    running = [scheme for scheme in waiting if scheme.project.is_running]
    known = set(deadlines.open_among(kind=KIND, model=Scheme, ids=[scheme.pk for scheme in running]))
    set_due(schemes=[scheme for scheme in running if scheme.pk not in known], today=today)

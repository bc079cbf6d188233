"""Suspending a project, taking it up again, deferring it to the next year, giving it up (projects/life.py)."""

from datetime import date

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from projects import project_policies
from projects.life import Interruption, interrupted
from projects.models import Project
from projects.models.projects import RUNNING
from projects.services import bars, standing
from projects.services.projects import locked_project, save

ACTIONS = {
    Interruption.SUSPEND: "暂停项目",
    Interruption.RESUME: "恢复项目",
    Interruption.DEFER: "项目转下一年度",
    Interruption.CANCEL: "取消项目",
}


@transaction.atomic
def interrupt(*, project: Project, action: Interruption, reason: str, by: User, on: date, today: date) -> Project:
    """The office's decision, with its reason and day. Its deadlines are withdrawn, and set again when it is resumed.

    Refused: without a reason, before the day of the present state, or where projects/life.py allows no such step.
    A cancelled project frees its compounds for another one and does not come back; one with money is not cancelled
    (bars.py).
    """
    locked = locked_project(project)
    project_policies.check_can_manage(by, locked)
    if not reason.strip():
        raise DomainError(f"请写明{ACTIONS[action]}的原因。")
    if on < locked.status_since or on > today:
        raise DomainError(f"日期须在 {locked.status_since}（现状态的日期）和今天之间，请更正。")
    following = interrupted(locked.status, action)
    if action is Interruption.CANCEL:
        bars.check(bars.Act.CANCEL, [locked])
    if action is Interruption.RESUME:
        following, locked.resumes_as = locked.resumes_as, ""
    elif locked.status in RUNNING and action is not Interruption.CANCEL:
        locked.resumes_as = locked.status
    locked.status, locked.status_since = following, on
    locked.status_reason = "" if action is Interruption.RESUME else reason
    save(locked, by=by, reason=f"{ACTIONS[action]}：{reason}")
    standing.refresh(projects=[locked.pk], today=today)
    audit.write(by=by, action=ACTIONS[action], on=locked, reason=reason)
    return locked

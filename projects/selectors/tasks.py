"""Reads about tasks."""

from collections.abc import Sequence
from datetime import date

from accounts.models import User
from projects import task_policies
from projects.models import Project, Task

SOON = 7  # days before the due date from which a task is marked


def tasks_of(project: Project, *, user: User, today: date) -> Sequence[Task]:
    """A project's tasks, open ones first by date, each with what she may do and how late it is. One query."""
    found = Task.objects.for_user(user).filter(project=project).select_related("organisation", "done_by")
    tasks = sorted(found, key=lambda task: (not task.is_open, task.due_on or date.max, task.pk))
    for task in tasks:
        task.project = project  # with its division: the checks ask no more
        task.tell = standing(task, today)
        task.may_do = task_policies.can_do(user, task)
        task.hers = task.organisation_id == user.organisation_id
    return tasks


def standing(task: Task, today: date) -> dict[str, str]:
    """Where the task stands, in words, and how the words look."""
    if task.withdrawn_reason:
        return {"text": "已撤回", "tone": "blank"}
    late = task.days_late(today)
    if task.done_on:
        return {"text": f"{task.done_on:%Y-%m-%d} 办结" + (f"，晚 {late} 天" if late else ""), "tone": ""}
    if late:
        return {"text": f"逾期 {late} 天", "tone": "late"}
    if task.due_on and (left := (task.due_on - today).days) <= SOON:
        return {"text": f"还剩 {left} 天" if left else "今天到期", "tone": "soon"}
    return {"text": "待办", "tone": ""}

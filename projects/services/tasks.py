"""Tasks 责任事项: what one organisation owes one project, by the matrix of duties or because the office asked (F05)."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.models import Organisation, OrganisationKind, User
from core import audit
from core.errors import DomainError
from deadlines.choices import Outcome
from deadlines.services import deadlines
from deadlines.services.deadlines import Due
from projects import project_policies, task_policies
from projects.choices import Duty, SchemeStatus
from projects.models import Gate, Phase, Project, Responsibility, SchemeItem, Task
from projects.selectors.responsibilities import Responsible

KIND = "task"  # of deadlines
BATCH = 1_000
# Duties that no gate asks for and that a bureau has on every project; the office's own are its daily work.
STANDING = frozenset({Duty.FUNDS, Duty.AUDIT, Duty.QUALITY, Duty.DEMOLITION, Duty.UTILITIES})
ASKED = frozenset({OrganisationKind.BUREAU, OrganisationKind.UTILITY})
NOT_CALLED_FOR = "方案或职责分工已变更，不再需要。"


@transaction.atomic
def from_matrix(*, project: Project, by: User, today: date) -> list[Task]:
    """Ask bureaus and utilities for what the plan's matrix says of a project with this scheme; returns the new tasks.

    Run again it adds what is new and takes back what is not called for any more and not done yet. Refused while no
    scheme is approved.
    """
    project = _locked(project)
    project_policies.check_can_manage(by, project)
    project_policies.check_is_running(project)
    matrix = Responsible([project.division_id], today)
    wanted = _wanted(project, matrix)
    asked = {_key(task): task for task in Task.objects.filter(project=project, source__isnull=False)}
    due_on = Phase.objects.filter(project=project, duty=Duty.WORKS).aggregate(last=Max("planned_end"))["last"]
    new = [
        Task(
            project=project,
            source=line,
            organisation_id=organisation,
            duty=line.duty,
            title=line.wording,
            clause=f"{matrix.document_of(line)} {line.clause}".strip()[:100],
            due_on=due_on,
            given_by=by,
        )
        for (organisation, wording), line in wanted.items()
        if (organisation, wording) not in asked
    ]
    Task.objects.bulk_create(new)
    gone = [task.pk for key, task in asked.items() if task.is_open and key not in wanted]
    again = [t.pk for key, t in asked.items() if t.withdrawn_reason == NOT_CALLED_FOR and key in wanted]
    Task.objects.filter(pk__in=gone).update(withdrawn_reason=NOT_CALLED_FOR)
    Task.objects.filter(pk__in=again).update(withdrawn_reason="")
    if due_on:  # the plan of the works may have moved since they were asked for
        Task.objects.filter(project=project, source__isnull=False).open().update(due_on=due_on)
    deadlines.clear(kind=KIND, model=Task, ids=gone, on=today, outcome=Outcome.WITHDRAWN)
    refresh_tasks(projects=[project.pk], today=today)
    details = {"新下达": len(new) + len(again), "不再需要": len(gone)}
    audit.write(by=by, action="按职责分工下达责任事项", on=project, details=details)
    return new


@transaction.atomic
def give(
    *, project: Project, organisation: Organisation, title: str, due_on: date | None, by: User, today: date
) -> Task:
    """The office asks one organisation for something that the matrix does not say."""
    project = _locked(project)
    project_policies.check_can_manage(by, project)
    project_policies.check_is_running(project)
    if organisation.until:
        raise DomainError(f"{organisation}已于 {organisation.until} 停用，请选择现有单位。")
    if due_on and due_on < today:
        raise DomainError(f"期限 {due_on} 已过，请填写今天或以后的日期。")
    if Task.objects.filter(project=project, organisation=organisation, title=title.strip()).open().exists():
        raise DomainError(f"已向{organisation}下达过同样的责任事项，尚未办结，不必重复下达。")
    facts = {"duty": Duty.COORDINATION, "title": title.strip(), "due_on": due_on}  # the office's own: it coordinates
    task = Task.objects.create(project=project, organisation=organisation, given_by=by, **facts)
    refresh_tasks(projects=[project.pk], today=today)
    details = {"责任单位": str(organisation), "事项": task.title, "期限": str(due_on or "")}
    audit.write(by=by, action="下达责任事项", on=project, details=details)
    return task


@transaction.atomic
def done(*, task: Task, result: str, by: User, on: date) -> Task:
    """Put on record what was done. By the organisation that owes it, or the office over the project."""
    task = _current(task)
    task_policies.check_can_do(by, task)
    if not result.strip():
        raise DomainError("请写明办理情况，例如完成了什么、依据哪份材料。")
    task.done_on, task.done_by, task.result = on, by, result.strip()
    task.save(update_fields=["done_on", "done_by", "result"])
    deadlines.clear(kind=KIND, model=Task, ids=[task.pk], on=on)
    _write(by, "办结责任事项", task)
    return task


@transaction.atomic
def take_back(*, task: Task, reason: str, by: User, on: date) -> Task:
    """The office does not ask for it any more; the task stays with the reason, and the matrix does not ask again."""
    task = _current(task)
    task_policies.check_can_take_back(by, task)
    if not reason.strip():
        raise DomainError("请写明撤回原因。")
    task.withdrawn_reason = reason.strip()
    task.save(update_fields=["withdrawn_reason"])
    deadlines.clear(kind=KIND, model=Task, ids=[task.pk], on=on, outcome=Outcome.WITHDRAWN)
    _write(by, "撤回责任事项", task, reason=task.withdrawn_reason)
    return task


@transaction.atomic
def refresh_tasks(*, projects: Iterable[int], today: date) -> None:
    """Set the deadlines of open tasks; withdraw them while a project does not run. Per thousand projects a fixed number
    of statements. Called by services/standing.py whenever a project's state changes."""
    ids = sorted(set(projects))
    for start in range(0, len(ids), BATCH):
        _refresh(ids[start : start + BATCH], today)


def _refresh(ids: Collection[int], today: date) -> None:
    tasks = list(Task.objects.filter(project__in=ids).open().select_related("project"))
    due = [task for task in tasks if task.due_on and task.project.is_running]
    deadlines.set_all(dues=[_due(task) for task in due], today=today)
    if idle := {task.pk for task in tasks} - {task.pk for task in due}:
        deadlines.clear(kind=KIND, model=Task, ids=idle, on=today, outcome=Outcome.WITHDRAWN)


def _due(task: Task) -> Due:
    return Due(
        kind=KIND,
        subject=task,
        title=f"{task.project.name}：{task.title}",
        due_on=task.due_on,
        division_id=task.project.division_id,
        organisation_id=task.organisation_id,
        url=task.get_absolute_url(),
        basis=task.clause,
    )


def _wanted(project: Project, matrix: Responsible) -> dict[tuple[int, str], Responsibility]:
    """What the matrix says of a project with this scheme, by organisation and words. What a gate asks of the same
    organisation is not asked twice."""
    as_gates = set(Gate.objects.filter(project=project).values_list("organisation", "duty"))
    return {
        (organisation, line.wording): line
        for line in matrix.lines_for(project, _approved_items(project))
        if line.kind in ASKED and (line.duty == Duty.ITEMS or line.duty in STANDING)
        for organisation in matrix.organisations_of(line, project)
        if (organisation, line.duty) not in as_gates
    }


def _approved_items(project: Project) -> set[int]:
    in_force = project.schemes.filter(status=SchemeStatus.APPROVED).first()
    if in_force is None:
        raise DomainError(f"“{project}”还没有批准的改造方案，请先批准方案，再按职责分工下达责任事项。")
    return set(SchemeItem.objects.filter(scheme=in_force).values_list("item", flat=True))


def _key(task: Task) -> tuple[int, str]:
    return task.organisation_id, task.title


def _locked(project: Project) -> Project:
    """The project as it is now; two people who ask at once queue here."""
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def _current(task: Task) -> Task:
    _locked(task.project)
    return Task.objects.select_related("project__division", "organisation").get(pk=task.pk)


def _write(by: User, action: str, task: Task, reason: str = "") -> None:
    details = {"事项": task.title, "责任单位": str(task.organisation), "办理情况": task.result}
    audit.write(by=by, action=action, on=task.project, reason=reason, details=details)

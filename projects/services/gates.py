"""Gates: proved with evidence, overruled by a leader, or taken back by the office (design.md, decision 4)."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from deadlines.services import deadlines
from projects import phase_policies, project_policies
from projects.choices import Duty, FileKind
from projects.models import Gate, Project
from projects.services import files, standing
from projects.services.phase_days import check_actual

LEAST_REASON = 4  # characters: less than that is no reason that anybody can follow later


@transaction.atomic
def satisfy(*, project: Project, gate: Gate, evidence: str, by: User, on: date) -> Gate:
    """Put on record that what the gate asks for is there: by which paper, of which day. `on` is not in the future.

    Also of an overruled gate, which goes on saying that it was overruled.
    """
    gate = _locked(gate)
    if gate.project_id != project.pk:
        raise DomainError(f"关口“{gate}”不属于项目“{project}”。")
    phase_policies.check_can_satisfy(by, gate)
    check_actual(gate.project, on)
    _prove([gate], evidence=evidence, by=by, on=on)
    _recount(gate.project)
    audit.write(by=by, action="办结关口", on=gate.project, details={"关口": gate.name, "依据": gate.evidence})
    return gate


@transaction.atomic
def prove(*, gate: Gate, evidence: str, upload: UploadedFile | None, by: User, on: date) -> Gate:
    """Satisfy a gate and keep the paper that shows it, both or neither."""
    passed = satisfy(project=gate.project, gate=gate, evidence=evidence, by=by, on=on)
    if upload:
        files.add(project=gate.project, upload=upload, kind=FileKind.EVIDENCE, by=by, gate=gate)
    return passed


@transaction.atomic
def satisfy_duty(*, project: Project, duty: Duty, evidence: str, by: User, on: date) -> int:
    """Prove every shut gate of a duty. For the services of rooms that decide on it and have asked for the right."""
    locked = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    project_policies.check_is_running(locked)
    shut = list(Gate.objects.filter(project=locked, duty=duty).shut())
    if shut:
        _prove(shut, evidence=evidence, by=by, on=on)
        _recount(locked)
        details = {"关口": [gate.name for gate in shut], "依据": evidence}
        audit.write(by=by, action="办结关口", on=locked, details=details)
    return len(shut)


@transaction.atomic
def overrule(*, gate: Gate, reason: str, by: User, on: date) -> Gate:
    """Let the project pass without what the gate asks for. The leader's name and reason stay for ever."""
    gate = _locked(gate)
    phase_policies.check_can_overrule(by, gate)
    gate.overrule_reason = _reason(reason, "越过关口")
    gate.overruled_by, gate.overruled_on = by, on
    gate.save(update_fields=["overruled_by", "overruled_on", "overrule_reason"])
    deadlines.clear(kind=standing.GATE, model=Gate, ids=[gate.pk], on=on)
    _recount(gate.project)
    audit.write(by=by, action="越过关口", on=gate.project, reason=gate.overrule_reason, details={"关口": gate.name})
    return gate


@transaction.atomic
def take_back(*, gate: Gate, reason: str, by: User, today: date) -> Gate:
    """What was put on record as evidence is none: the gate is shut again and due again."""
    gate = _locked(gate)
    phase_policies.check_can_take_back(by, gate)
    details = {"关口": gate.name, "原依据": gate.evidence, "原办结日期": gate.satisfied_on.isoformat()}
    gate.satisfied_on, gate.satisfied_by, gate.evidence = None, None, ""
    gate.save(update_fields=["satisfied_on", "satisfied_by", "evidence"])
    standing.refresh(projects=[gate.project_id], today=today)
    audit.write(by=by, action="退回关口", on=gate.project, reason=_reason(reason, "退回关口"), details=details)
    return gate


def _locked(gate: Gate) -> Gate:
    """The gate as it is now, its project locked: two people who act at once queue here."""
    Project.objects.select_for_update(of=("self",)).get(pk=gate.project_id)
    related = ("project__implementer", "project__division", "project__programme", "phase", "organisation")
    return Gate.objects.select_related(*related).get(pk=gate.pk)


def _prove(gates: list[Gate], *, evidence: str, by: User, on: date) -> None:
    if not evidence.strip():
        raise DomainError("请写明依据，例如文号、日期和会议纪要名称。")
    for gate in gates:
        gate.satisfied_on, gate.satisfied_by, gate.evidence = on, by, evidence.strip()
    Gate.objects.bulk_update(gates, ["satisfied_on", "satisfied_by", "evidence"])
    deadlines.clear(kind=standing.GATE, model=Gate, ids=[gate.pk for gate in gates], on=on)


def _recount(project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(gates_open=Gate.objects.filter(project=project).shut().count())


def _reason(text: str, act: str) -> str:
    if len(text.strip()) < LEAST_REASON:
        raise DomainError(f"{act}须写明理由，不少于 {LEAST_REASON} 个字。")
    return text.strip()

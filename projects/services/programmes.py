"""Drawing up a programme, issuing it, taking it back."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from communities.services.signing import sign
from core import audit
from core.errors import Conflict, DomainError
from divisions import territory
from divisions.models import Division
from projects import policies
from projects.choices import ProgrammeStatus
from projects.models import Programme, ProgrammeEntry, Project, Target
from projects.tie_out import MEASURES, Figures

KEYS = tuple(measure.key for measure in MEASURES)
Targets = Mapping[str, Figures]  # division code → what the document promises there


class AlreadyThere(DomainError):
    """A division has one programme a year."""


class Incomplete(DomainError):
    """Something is missing that an issued programme must have."""


@transaction.atomic
def create(
    *,
    division: Division,
    year: int,
    title: str,
    by: User,
    document: str = "",
    households_in_wan: bool = False,
    targets: Targets | None = None,
) -> Programme:
    """Begin the programme of a division and year. Refused: a second one for the same year."""
    programme = Programme(
        division=division,
        year=year,
        title=title,
        document=document,
        households_in_wan=households_in_wan,
        created_by=by,
    )
    policies.check_can_edit(by, programme)
    if existing := Programme.objects.filter(division=division, year=year).first():
        raise AlreadyThere(f"{division}{year}年已有《{existing}》，请直接修改它。")
    sign(programme, by=by, reason="新建年度计划")
    programme.save()
    _keep_targets(programme, targets or {})
    audit.write(by=by, action="新建年度计划", on=programme)
    return programme


@transaction.atomic
def change(
    *,
    programme: Programme,
    version: int,
    title: str,
    document: str,
    households_in_wan: bool,
    targets: Targets,
    by: User,
) -> Programme:
    """Correct what the document says. Refused once it is issued, and when somebody else changed it meanwhile."""
    locked = _locked(programme)
    policies.check_can_change_targets(by, locked)
    if locked.version != version:
        who = locked.history.select_related("history_user").first().history_user or "别人"
        raise Conflict(f"{who}刚刚修改过《{locked}》，您的修改没有保存。请重新打开本页，核对后再改。")
    locked.title, locked.document, locked.households_in_wan = title, document, households_in_wan
    locked.version += 1
    sign(locked, by=by, reason="修改年度计划")
    locked.save()
    changed = _keep_targets(locked, targets)
    audit.write(by=by, action="修改年度计划", on=locked, details={"目标任务变更": changed})
    return locked


@transaction.atomic
def issue(*, programme: Programme, by: User) -> Programme:
    """The document is out (印发). Refused without its number or without a single target."""
    locked = _locked(programme)
    policies.check_can_change_targets(by, locked)
    if not locked.document:
        raise Incomplete("请先填写文号，再印发。")
    if not locked.targets.exists():
        raise Incomplete("请先填写目标任务，再印发。")
    return _set_status(locked, ProgrammeStatus.ISSUED, by=by, action="印发年度计划")


@transaction.atomic
def take_back(*, programme: Programme, reason: str, by: User) -> Programme:
    """Return an issued programme to drafting, with a reason (计划调整)."""
    locked = _locked(programme)
    policies.check_can_edit(by, locked)
    if not locked.is_issued:
        raise DomainError(f"《{locked}》正在编制，不需要退回。")
    if not reason.strip():
        raise Incomplete("请写明退回编制的原因。")
    return _set_status(locked, ProgrammeStatus.DRAFT, by=by, action="退回编制年度计划", reason=reason)


@transaction.atomic
def remove(*, programme: Programme, by: User) -> None:
    """Delete a programme begun by mistake. Refused once it lists a compound or is issued."""
    locked = _locked(programme)
    policies.check_can_change_targets(by, locked)
    if listed := ProgrammeEntry.objects.filter(programme=locked).count():
        raise DomainError(f"《{locked}》已列入 {listed} 个小区，不能删除。请先移出这些小区。")
    if project := Project.objects.filter(programme=locked).first():
        raise DomainError(f"《{locked}》下有项目《{project}》（{project.get_status_display()}），不能删除。")
    audit.write(by=by, action="删除年度计划", on=locked)
    locked.delete()


def _locked(programme: Programme) -> Programme:
    return Programme.objects.select_for_update(of=("self",)).select_related("division").get(pk=programme.pk)


def _set_status(programme: Programme, status: str, *, by: User, action: str, reason: str = "") -> Programme:
    programme.status = status
    programme.version += 1
    sign(programme, by=by, reason=reason or action)
    programme.save()
    audit.write(by=by, action=action, on=programme, reason=reason)
    return programme


def _keep_targets(programme: Programme, targets: Targets) -> list[str]:
    """Make the stored targets equal to these; a line without a figure is no target. Returns the changed lines."""
    wanted = {code: {key: figures.get(key) for key in KEYS} for code, figures in targets.items()}
    stored = {target.division_id: target for target in programme.targets.all()}
    changed = []
    for code, figures in wanted.items():
        if not territory.contains(programme.prefix, code):
            raise DomainError(f"目标任务中的区划 {code} 不在{programme.division}范围内。")
        target = stored.pop(code, None) or Target(programme=programme, division_id=code)
        if all(figure is None for figure in figures.values()):
            if target.pk:
                target.delete()
                changed.append(code)
        elif target.pk is None or any(getattr(target, key) != figure for key, figure in figures.items()):
            for key, figure in figures.items():
                setattr(target, key, figure)
            target.save()
            changed.append(code)
    for left_out in stored.values():
        left_out.delete()
        changed.append(left_out.division_id)
    return sorted(changed)

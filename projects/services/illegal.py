"""The ledger of illegal structures 违建台账 (F38): found, then demolished by a day or kept for a stated reason.

Each one outstanding with a day to be gone by is a deadline of whoever implements the project.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from communities.services.signing import sign
from core import audit
from core.errors import Conflict, DomainError
from deadlines.choices import Outcome
from deadlines.services import deadlines
from deadlines.services.deadlines import Due
from projects import site_policies
from projects.choices import IllegalKind, IllegalStatus
from projects.models import IllegalStructure, ProjectSite, Spot
from projects.models.projects import RUNNING
from projects.selectors.illegal import revisions_of

KIND = "illegal"
AT_ONCE = 1_000


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the ledger says of one structure; `area` in ㎡."""

    place: str
    kind: str
    found_on: date
    area: Decimal | None = None
    due_on: date | None = None
    spot: Spot | None = None
    remarks: str = ""


@transaction.atomic
def add(*, site: ProjectSite, facts: Facts, by: User, today: date) -> IllegalStructure:
    """Enter a structure found. Refused: found in the future, due before it was found, an area below zero."""
    site_policies.check_can_keep_ledger(by, site)
    structure = IllegalStructure(site=site, division_id=site.division_id)
    _set(structure, facts, today=today)
    return _kept(structure, action="登记违建", by=by, today=today)


@transaction.atomic
def change(*, structure: IllegalStructure, version: int, facts: Facts, by: User, today: date) -> IllegalStructure:
    """Correct a line by the same rules. Refused when somebody else changed it meanwhile."""
    locked = _locked(structure, by=by)
    if locked.version != version:
        raise Conflict(_changed_meanwhile(locked))
    _set(locked, facts, today=today)
    return _kept(locked, action="修改违建", by=by, today=today)


@transaction.atomic
def demolish(*, structure: IllegalStructure, on: date, by: User, today: date) -> IllegalStructure:
    """It is gone since that day."""
    locked = _locked(structure, by=by)
    _decide(locked, IllegalStatus.DEMOLISHED, on=on, today=today)
    return _kept(locked, action="登记违建拆除", by=by, today=today)


@transaction.atomic
def retain(*, structure: IllegalStructure, reason: str, on: date, by: User, today: date) -> IllegalStructure:
    """It is kept for the time being, for a reason that stands in the ledger."""
    locked = _locked(structure, by=by)
    if not reason.strip():
        raise DomainError("请写明暂予保留的理由和依据。")
    _decide(locked, IllegalStatus.RETAINED, on=on, today=today)
    locked.reason = reason.strip()
    return _kept(locked, action="暂予保留违建", by=by, today=today, reason=reason)


@transaction.atomic
def reopen(*, structure: IllegalStructure, reason: str, by: User, today: date) -> IllegalStructure:
    """Back to outstanding: built again, entered wrongly, or no longer to be kept."""
    locked = _locked(structure, by=by)
    if locked.status == IllegalStatus.OUTSTANDING:
        raise DomainError(f"“{locked}”尚未拆除，不需要恢复。")
    if not reason.strip():
        raise DomainError("请写明恢复为未拆除的原因。")
    locked.status, locked.decided_on, locked.reason = IllegalStatus.OUTSTANDING, None, ""
    return _kept(locked, action="违建恢复为未拆除", by=by, today=today, reason=reason)


def refresh(*, projects: Iterable[int], today: date) -> None:
    """Set and withdraw the deadlines of these projects' structures, whoever implements them now, running or not."""
    ids = list(projects)
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        structures = IllegalStructure.objects.filter(site__project__in=part, status=IllegalStatus.OUTSTANDING)
        _set_deadlines(list(structures.select_related("site__project", "site__compound")), today=today)


def _locked(structure: IllegalStructure, *, by: User) -> IllegalStructure:
    rows = IllegalStructure.objects.select_for_update(of=("self",)).select_related("site__project", "site__compound")
    locked = rows.get(pk=structure.pk)
    site_policies.check_can_keep_ledger(by, locked.site)
    return locked


def _set(structure: IllegalStructure, facts: Facts, *, today: date) -> None:
    if not facts.place.strip():
        raise DomainError("请填写违建的位置，例如“3号楼1单元西侧”。")
    if facts.area is not None and facts.area < 0:
        raise DomainError(f"面积不能是负数（{facts.area} ㎡），请更正；面积不清楚的留空。")
    if facts.found_on > today:
        raise DomainError(f"发现日期（{facts.found_on}）晚于今天，请更正。")
    if facts.due_on and facts.due_on < facts.found_on:
        raise DomainError(f"拆除期限（{facts.due_on}）早于发现日期（{facts.found_on}），请更正。")
    if structure.decided_on and structure.decided_on < facts.found_on:
        raise DomainError(
            f"发现日期（{facts.found_on}）晚于已登记的拆除（保留）日期（{structure.decided_on}），请更正。"
        )
    if facts.spot and facts.spot.site_id != structure.site_id:
        raise DomainError(f"拍摄点位“{facts.spot}”不属于{structure.site}，请重新选择。")
    for name in Facts.__dataclass_fields__:
        setattr(structure, name, getattr(facts, name))
    structure.place, structure.kind = facts.place.strip(), IllegalKind(facts.kind)


def _decide(structure: IllegalStructure, status: IllegalStatus, *, on: date, today: date) -> None:
    if structure.status != IllegalStatus.OUTSTANDING:
        raise DomainError(
            f"“{structure}”已于 {structure.decided_on} 登记为“{structure.get_status_display()}”，不能重复办理。"
        )
    if on > today:
        raise DomainError(f"日期（{on}）晚于今天，请到那一天再登记。")
    if on < structure.found_on:
        raise DomainError(f"日期（{on}）早于发现日期（{structure.found_on}），请核对后更正。")
    structure.status, structure.decided_on = status, on


def _kept(structure: IllegalStructure, *, action: str, by: User, today: date, reason: str = "") -> IllegalStructure:
    structure.version += 1 if structure.pk else 0
    sign(structure, by=by, reason=reason or action)
    structure.save()
    _set_deadlines([structure], today=today)
    site = structure.site
    details = {"项目": str(site.project), "小区": str(site), "状态": structure.get_status_display()}
    audit.write(by=by, action=action, on=structure, reason=reason, details=details)
    return structure


def _set_deadlines(structures: list[IllegalStructure], *, today: date) -> None:
    """What is outstanding in a running project is due; what is decided is done; the rest waits for nobody."""
    if dues := [_due(each) for each in structures if _is_due(each)]:
        deadlines.set_all(dues=dues, today=today)
    for day, decided in _by_day([each for each in structures if each.decided_on]).items():
        deadlines.clear(kind=KIND, model=IllegalStructure, ids=decided, on=day)
    waived = [each.pk for each in structures if not each.decided_on and not _is_due(each)]
    if waived:
        deadlines.clear(kind=KIND, model=IllegalStructure, ids=waived, on=today, outcome=Outcome.WITHDRAWN)


def _is_due(structure: IllegalStructure) -> bool:
    outstanding = structure.status == IllegalStatus.OUTSTANDING and structure.due_on is not None
    return outstanding and structure.site.project.status in RUNNING


def _due(structure: IllegalStructure) -> Due:
    project = structure.site.project
    return Due(
        kind=KIND,
        subject=structure,
        title=f"拆除违建：{structure.site} {structure}",
        due_on=structure.due_on,
        division_id=structure.site.division_id,
        organisation_id=project.implementer_id,
        assigned_to_id=project.assigned_to_id,
        url=reverse("projects:illegal_detail", args=[structure.pk]),
        basis="违建台账",
    )


def _by_day(structures: list[IllegalStructure]) -> dict[date, list[int]]:
    days: dict[date, list[int]] = {}
    for structure in structures:
        days.setdefault(structure.decided_on, []).append(structure.pk)
    return days


def _changed_meanwhile(structure: IllegalStructure) -> str:
    """Who changed it, and what, so that both values can be weighed."""
    newest = revisions_of(structure)[0]
    changes = "；".join(f"{change.label}由{change.before}改为{change.after}" for change in newest.changes)
    return f"{newest.who}刚刚修改过“{structure}”（{changes}），您的修改没有保存。请重新打开本页，核对后再改。"

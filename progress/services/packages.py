"""The signed package: clerk submits, leader approves, the sealed sheet comes, the office accepts or returns (F33).

What was approved never changes: a recall or a return leaves the version and draws up the next one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.errors import Conflict, DomainError
from progress import checks
from progress import package_policies as policies
from progress.choices import Correction, NoteKind, ReturnStatus
from progress.figures import BY_KEY
from progress.flow import Action
from progress.models import CellNote, MonthlyReturn, ReturnVersion
from progress.selectors import packages as selected
from progress.services import contradictions, due, ledger, versions

LONGEST_REASON = 300
TOLD = 3  # findings said in the refusal itself; the page lists them all
CellReason = tuple[int, str, str]  # line, figure, what is wrong


@dataclass(frozen=True)
class Accepted:
    """What went through at once, and of what did not: why."""

    accepted: list[MonthlyReturn] = field(default_factory=list)
    skipped: list[tuple[MonthlyReturn, str]] = field(default_factory=list)


@transaction.atomic
def submit(*, version: ReturnVersion, by: User, now: datetime) -> ReturnVersion:
    """Hand the figures to the unit's leader; 本月拨付 as the ledger of money has it at this moment.

    Refused: before the as-at date, after the street's time, while the month before is not submitted, once a later
    month is signed, and while the sheet has gaps or contradictions that block (progress/checks.py).
    """
    locked, today = locked_version(version), timezone.localdate(now)
    policies.check_can_submit(by, locked, today)
    check_order(locked, today=today)
    check_nothing_follows(locked.monthly_return)
    ledger.follow(version=locked)
    _check_sound(locked)
    locked.status = policies.check_step(locked, Action.SUBMIT)
    locked.submitted_by, locked.submitted_at = by, now
    locked.save(update_fields=["status", "submitted_by", "submitted_at"])
    versions.carry_on(version=locked)
    _record(locked, by=by, action="提交街道月报", now=now)
    contradictions.look(monthly_return=locked.monthly_return, now=now)
    return locked


@transaction.atomic
def withdraw(*, version: ReturnVersion, by: User, now: datetime) -> ReturnVersion:
    """Take a submitted version back to go on filling it; until the leader has decided."""
    locked = locked_version(version)
    policies.check_can_withdraw(by, locked, timezone.localdate(now))
    check_nothing_follows(locked.monthly_return)
    locked.status = policies.check_step(locked, Action.WITHDRAW)
    locked.submitted_by = locked.submitted_at = None
    locked.save(update_fields=["status", "submitted_by", "submitted_at"])
    _record(locked, by=by, action="撤回街道月报", now=now)
    return locked


@transaction.atomic
def send_back(
    *, version: ReturnVersion, reason: str, by: User, now: datetime, notes: Iterable[CellReason] = ()
) -> ReturnVersion:
    """The leader gives the version back to the clerk, with a reason and, cell by cell, what is wrong."""
    locked = locked_version(version)
    policies.check_can_send_back(by, locked, timezone.localdate(now))
    check_nothing_follows(locked.monthly_return)
    locked.status = policies.check_step(locked, Action.SEND_BACK)
    locked.return_reason = _reason(reason, "退回原因")
    locked.save(update_fields=["status", "return_reason"])
    told = _write_notes(locked, notes, by=by)
    _record(locked, by=by, action="负责人退回街道月报", reason=locked.return_reason, details=told, now=now)
    return locked


@transaction.atomic
def approve(*, version: ReturnVersion, by: User, now: datetime, seen: datetime | None = None) -> ReturnVersion:
    """The leader approves; from now on the figures of this version never change.

    `seen`: when what she looked at was submitted. Refused where it was withdrawn and submitted anew meanwhile.
    """
    locked = locked_version(version)
    policies.check_can_approve(by, locked, timezone.localdate(now))
    if seen is not None and locked.submitted_at != seen:
        raise Conflict(f"“{locked}”在您审阅期间被撤回修改后重新提交。请重新打开，核对后再审核。")
    locked.status = policies.check_step(locked, Action.APPROVE)
    locked.approved_by, locked.approved_at = by, now
    locked.save(update_fields=["status", "approved_by", "approved_at"])
    _record(locked, by=by, action="审核街道月报", now=now)
    return locked


def seal(*, version: ReturnVersion, by: User, now: datetime) -> ReturnVersion:
    """The sealed sheet of a locked version is on file. Called by services/scans.py inside its transaction.

    The first sheet of a return says when the street has reported; a better scan changes no moment.
    """
    policies.check_can_seal(by, version, timezone.localdate(now))
    version.status = policies.check_step(version, Action.SEAL)
    version.sealed_at = version.sealed_at or now
    version.save(update_fields=["status", "sealed_at"])
    MonthlyReturn.objects.filter(pk=version.monthly_return_id, reported_at=None).update(reported_at=now)
    _follow_up([version.monthly_return_id], now=now)
    contradictions.look(monthly_return=version.monthly_return, now=now)
    return version


@transaction.atomic
def recall(*, version: ReturnVersion, reason: str, by: User, now: datetime, today: date) -> ReturnVersion:
    """The street takes an approved or sealed version back to correct it: a new version, the old one is outdated.

    Refused once the office has accepted it, and after the street's time. Returns the new version.
    """
    locked = locked_version(version)
    policies.check_can_recall(by, locked, today)
    check_nothing_follows(locked.monthly_return)
    reason = _reason(reason, "收回更正的原因")
    locked.status = policies.check_step(locked, Action.RECALL)
    locked.save(update_fields=["status"])
    made = _draw_up_next(locked, reason=reason, correction=Correction.RECALLED, by=by)
    _record(locked, by=by, action="收回街道月报", reason=reason, details={"新版本": made.number}, now=now)
    return made


@transaction.atomic
def accept(*, version: ReturnVersion, by: User, now: datetime) -> ReturnVersion:
    """The office accepts a sealed version: it counts from this moment. Months are accepted in their order."""
    locked = _accept(version, by=by, now=now)
    _follow_up([locked.monthly_return_id], now=now)
    return locked


@transaction.atomic
def accept_all(*, returns: Iterable[MonthlyReturn], by: User, now: datetime) -> Accepted:
    """Accept every return that may be accepted; the others stay as they are and are named with the reason."""
    done = Accepted()
    for each in sorted(returns, key=lambda one: (one.month, one.division_id)):
        try:
            with transaction.atomic():
                _accept(_current(each), by=by, now=now)
        except DomainError as refusal:
            done.skipped.append((each, str(refusal)))
        else:
            done.accepted.append(each)
    _follow_up([each.pk for each in done.accepted], now=now)
    return done


@transaction.atomic
def return_(
    *,
    version: ReturnVersion,
    reason: str,
    by: User,
    now: datetime,
    today: date,
    notes: Iterable[CellReason] = (),
    open_until: date | None = None,
) -> ReturnVersion:
    """The office gives a sealed or accepted version back: the next version is drawn up, with the notes at its cells.

    An accepted one goes on counting until its correction is accepted. After the street's time the office says until
    when it may be corrected. Refused once a later month is signed: then the newest month is where it is corrected,
    by a negative figure with a reason. Returns the new version.
    """
    locked = locked_version(version)
    policies.check_can_return(by, locked)
    check_nothing_follows(locked.monthly_return)
    reason = _reason(reason, "退回原因")
    _open_until(locked.monthly_return, open_until, reason=reason, today=today)
    if locked.status != ReturnStatus.ACCEPTED:
        locked.decided_by = by
    locked.status = policies.check_step(locked, Action.RETURN)
    locked.returned_at, locked.return_reason = now, reason
    locked.save(update_fields=["status", "decided_by", "returned_at", "return_reason"])
    made = _draw_up_next(locked, reason=reason, correction=Correction.RETURNED, by=by)
    told = _write_notes(made, _moved(notes, locked, made), by=by)
    details: dict[str, Any] = {"新版本": made.number, "更正截止": f"{locked.monthly_return.open_until:%Y-%m-%d}"} | told
    _record(locked, by=by, action="退回街道月报", reason=reason, details=details, now=now)
    return made


def locked_version(version: ReturnVersion) -> ReturnVersion:
    """The version locked for this transaction, its return first: two steps at one return wait for each other."""
    MonthlyReturn.objects.select_for_update(of=("self",)).get(pk=version.monthly_return_id)
    return selected.versions_with_parts().select_for_update(of=("self",)).get(pk=version.pk)


def check_order(version: ReturnVersion, *, today: date) -> None:
    """Sums rest on the month before: it is submitted first, unless its time is over."""
    earlier = selected.not_submitted_before(version.monthly_return, today=today)
    if earlier is not None:
        raise DomainError(f"请先提交“{earlier}”，本月的累计数以它为基础。")


def settle_first(earlier: MonthlyReturn) -> str:
    """Why a month is not accepted before an earlier one of the street."""
    state = earlier.current.standing if earlier.current else ""
    return f"请先办结“{earlier}”（{state}），再审核通过本月，累计数以它为基础。"


def _accept(version: ReturnVersion, *, by: User, now: datetime) -> ReturnVersion:
    locked = locked_version(version)
    policies.check_can_accept(by, locked)
    earlier = selected.unsettled_before(locked.monthly_return, today=timezone.localdate(now))
    if earlier is not None:
        raise DomainError(settle_first(earlier))
    locked.status = policies.check_step(locked, Action.ACCEPT)
    locked.decided_by, locked.accepted_at = by, now
    locked.save(update_fields=["status", "decided_by", "accepted_at"])
    versions.carry_on(version=locked)
    contradictions.look(monthly_return=locked.monthly_return, now=now)
    _write_audit(locked, by=by, action="审核通过街道月报")
    return locked


def _current(monthly_return: MonthlyReturn) -> ReturnVersion:
    if monthly_return.current is None:
        raise DomainError(f"“{monthly_return}”还没有可以审核的版本。")
    return monthly_return.current


def check_nothing_follows(monthly_return: MonthlyReturn) -> None:
    """What a later month's signed sums rest on does not change under them."""
    accepted = selected.accepted_after(monthly_return)
    if accepted is not None:
        raise DomainError(
            f"{monthly_return.division}{accepted.year}年{accepted.month}月的月报已审核通过，它的累计数以本月为基础，"
            f"“{monthly_return}”不能再改动。请在最新月份中填报更正（多报的填负数），并写明原因。"
        )
    later = selected.follows(monthly_return)
    if later is not None and later.current is not None:
        raise DomainError(
            f"“{later}”目前是“{later.current.standing}”，它的累计数以本月为基础。"
            f"请先撤回、收回或退回“{later}”，再办理“{monthly_return}”。"
        )


def _check_sound(version: ReturnVersion) -> None:
    found = checks.blocking(version)
    if not found:
        return
    first = "；".join(f"{each.line.compound_name}：{each.sentence}" for each in found[:TOLD])
    more = f"等 {len(found)} 处" if len(found) > TOLD else f"共 {len(found)} 处"
    raise DomainError(f"还不能提交，有数据需要补填或更正（{more}）。{first}")


def _draw_up_next(version: ReturnVersion, *, reason: str, correction: str, by: User) -> ReturnVersion:
    """The next version; its sums start from what the month before says now."""
    made = versions.draw_up_next(version=version, reason=reason, correction=correction, by=by)
    earlier = selected.before_it(made)
    if earlier is not None:
        versions.carry_on(version=earlier)
    versions.carry_on(version=made)
    return made


def _open_until(monthly_return: MonthlyReturn, wanted: date | None, *, reason: str, today: date) -> None:
    if wanted is None:
        if monthly_return.is_closed(today):
            raise DomainError(f"填报截止日 {monthly_return.open_until:%Y-%m-%d} 已过，请写明允许更正到哪一天。")
        return
    if wanted < today:
        raise DomainError(f"更正截止日 {wanted:%Y-%m-%d} 早于今天，请填写今天或以后的日期。")
    if wanted < monthly_return.open_until:
        raise DomainError(f"更正截止日不能早于原填报截止日 {monthly_return.open_until:%Y-%m-%d}。")
    if wanted > monthly_return.open_until:
        monthly_return.open_until, monthly_return.extended_reason = wanted, reason[:200]
        monthly_return.save(update_fields=["open_until", "extended_reason"])


def _reason(reason: str, what: str) -> str:
    if not (text := reason.strip()):
        raise DomainError(f"请写明{what}。")
    if len(text) > LONGEST_REASON:
        raise DomainError(f"{what}请写不超过 {LONGEST_REASON} 个字，现在是 {len(text)} 个字。")
    return text


def _moved(notes: Iterable[CellReason], old: ReturnVersion, new: ReturnVersion) -> list[CellReason]:
    """The notes on the next version's lines of the same sites, where the clerk corrects."""
    notes = list(notes)
    if not notes:
        return []
    sites = dict(old.lines.values_list("pk", "site_id"))
    lines = dict(new.lines.values_list("site_id", "pk"))
    return [(lines.get(sites.get(line), 0), figure, text) for line, figure, text in notes]


def _write_notes(version: ReturnVersion, notes: Iterable[CellReason], *, by: User) -> dict[str, Any]:
    """What is wrong, kept at its cells. A cell that the sheet does not have is refused."""
    notes = [(line, figure, _reason(text, "单元格的退回意见")) for line, figure, text in notes]
    if not notes:
        return {}
    names = dict(version.lines.values_list("pk", "compound_name"))
    if any(line not in names or figure not in BY_KEY for line, figure, _ in notes):
        raise DomainError("所选的单元格不在这份月报中，请刷新页面后重新选择。")
    CellNote.objects.bulk_create(
        CellNote(line_id=line, figure=figure, kind=NoteKind.RETURN, text=text, by=by) for line, figure, text in notes
    )
    return {"退回的数据": [f"{names[line]} {BY_KEY[figure].title}：{text}" for line, figure, text in notes]}


def _follow_up(returns: Sequence[int], *, now: datetime) -> None:
    """What is due after a step."""
    due.refresh(returns=returns, today=timezone.localdate(now))


def _record(
    version: ReturnVersion,
    *,
    by: User,
    action: str,
    now: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    _write_audit(version, by=by, action=action, reason=reason, details=details)
    _follow_up([version.monthly_return_id], now=now)


def _write_audit(
    version: ReturnVersion, *, by: User, action: str, reason: str = "", details: Mapping[str, Any] | None = None
) -> None:
    audit.write(by=by, action=action, on=version, reason=reason, details={"版本": version.number, **(details or {})})

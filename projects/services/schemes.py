"""The versions of a scheme: drawn up by the implementer, submitted, returned or approved by the office (F19)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from core import audit
from core.errors import Conflict, DomainError
from deadlines.choices import Outcome
from projects import project_policies, scheme_policies
from projects.choices import Duty, SchemeStatus, Source
from projects.life import SchemeAction, scheme_after
from projects.models import Project, Scheme, SchemeFund, SchemeItem
from projects.selectors.scheme_checks import findings
from projects.selectors.schemes import Sheet, in_force, in_work, sheet_of, total_of
from projects.services import gates, scheme_reviews
from projects.services import tasks as duties
from projects.services.conflicts import check_version

PROJECT = ("project__programme", "project__division", "project__implementer")
COPIED = ("site_id", "building_id", "unit_id", "item_id", "part", "quantity", "unit_price", "amount", "remarks")


@transaction.atomic
def start(*, project: Project, by: User) -> Scheme:
    """Begin the first version. Refused where there is one already: what was approved is changed by a variation."""
    locked = _project(project.pk)
    project_policies.check_can_edit(by, locked)
    if newest := locked.schemes.order_by("-number").first():
        raise DomainError(f"“{locked}”已有改造方案（第 {newest.number} 版，{newest.get_status_display()}）。")
    scheme = Scheme.objects.create(project=locked, number=1, created_by=by)
    audit.write(by=by, action="编制改造方案", on=scheme, division_id=locked.division_id)
    return scheme


@transaction.atomic
def start_variation(*, project: Project, reason: str, by: User) -> Scheme:
    """A next version with the items and funds of the one in force, which holds until this one is approved.

    The project may be under construction. One variation at a time.
    """
    locked = _project(project.pk)
    project_policies.check_can_edit(by, locked)
    if not reason.strip():
        raise DomainError("请写明变更原因。")
    schemes = list(locked.schemes.all())
    if open_one := in_work(schemes):
        raise DomainError(
            f"第 {open_one.number} 版方案目前是“{open_one.get_status_display()}”，办结之前不能另行发起变更。"
        )
    approved = in_force(schemes)
    if approved is None:
        raise DomainError(f"“{locked}”还没有批准的方案，不需要变更，请直接编制方案。")
    scheme = Scheme.objects.create(
        project=locked,
        number=(locked.schemes.aggregate(last=Max("number"))["last"] or 0) + 1,
        reason=reason,
        tasks=approved.tasks,
        design=approved.design,
        management_mode=approved.management_mode,
        created_by=by,
    )
    _copy(approved, scheme)
    details = {"原版本": approved.number, "新版本": scheme.number}
    audit.write(by=by, action="发起方案变更", on=scheme, reason=reason, details=details, division_id=locked.division_id)
    return scheme


@transaction.atomic
def change(*, scheme: Scheme, version: int, tasks: str, design: str, management_mode: str, by: User) -> Scheme:
    """Change what the scheme says in words. Refused when somebody else changed it meanwhile."""
    locked = locked_scheme(scheme)
    scheme_policies.check_can_change(by, locked)
    facts = {"tasks": tasks, "design": design, "management_mode": management_mode}
    check_version(locked, version=version, typed=facts)
    changed = [name for name, value in facts.items() if getattr(locked, name) != value]
    for name, value in facts.items():
        setattr(locked, name, value)
    _save(locked)
    labels = [str(Scheme._meta.get_field(name).verbose_name) for name in changed]
    _record(locked, by=by, action="修改改造方案", details={"修改": labels})
    return locked


@transaction.atomic
def set_funds(*, scheme: Scheme, version: int, funds: Mapping[str, Decimal | None], by: User) -> Scheme:
    """Say which source bears how much, 元. A source without an amount is left out; a negative amount is refused."""
    locked = locked_scheme(scheme)
    scheme_policies.check_can_change(by, locked)
    if locked.version != version:
        now = "、".join(f"{fund} {fund.amount:,.2f} 元" for fund in locked.funds.all())
        raise Conflict(
            f"“{locked}”在您填写期间有了新的修改（他人，或您本人在另一个窗口），"
            f"资金筹措现为：{now or '未填'}。没有保存，请重新打开本页，核对后再改。"
        )
    for source, amount in funds.items():
        if amount is not None and amount < 0:
            raise DomainError(f"“{Source(source).label}”的金额是 {amount:,.2f} 元，不能为负，请更正。")
    locked.funds.all().delete()
    SchemeFund.objects.bulk_create(
        SchemeFund(scheme=locked, source=Source(source), amount=funds[source])
        for source in Source.values
        if funds.get(source)
    )
    _save(locked)
    told = {Source(source).label: f"{amount:.2f}" for source, amount in funds.items() if amount}
    _record(locked, by=by, action="填写方案资金筹措", details={"资金（元）": told})
    return locked


@transaction.atomic
def submit(*, scheme: Scheme, by: User, now: datetime) -> Scheme:
    """Hand the scheme to the office. Refused with everything that has to be mended, by name."""
    locked = locked_scheme(scheme)
    project_policies.check_can_edit(by, locked.project)
    status = scheme_after(locked.status, SchemeAction.SUBMIT)
    sheet = sheet_of(locked)
    _check_sound(sheet, on=timezone.localdate(now), wanted="提交")
    locked.status, locked.submitted_at, locked.return_reason = status, now, ""
    _save(locked)
    scheme_reviews.set_due(schemes=[locked], today=timezone.localdate(now))
    _record(locked, by=by, action="提交改造方案", details=_totals(sheet))
    return locked


@transaction.atomic
def withdraw(*, scheme: Scheme, by: User, on: date) -> Scheme:
    """Take a submitted scheme back to go on working on it."""
    locked = locked_scheme(scheme)
    project_policies.check_can_edit(by, locked.project)
    locked.status = scheme_after(locked.status, SchemeAction.WITHDRAW)
    locked.submitted_at = None
    _save(locked)
    scheme_reviews.clear(scheme=locked, on=on, outcome=Outcome.WITHDRAWN)
    _record(locked, by=by, action="撤回改造方案")
    return locked


@transaction.atomic
def return_(*, scheme: Scheme, reason: str, by: User, on: date, version: int | None = None) -> Scheme:
    """Send a submitted scheme back to be mended, with a reason that its page shows."""
    locked = locked_scheme(scheme)
    scheme_policies.check_can_decide(by, locked)
    status = scheme_after(locked.status, SchemeAction.RETURN)
    _check_seen(locked, version)
    if not reason.strip():
        raise DomainError("请写明退回原因。")
    locked.status, locked.return_reason = status, reason
    _save(locked)
    scheme_reviews.set_due(schemes=[locked], today=on)
    _record(locked, by=by, action="退回改造方案", reason=reason)
    return locked


@transaction.atomic
def approve(*, scheme: Scheme, document: str, on: date, by: User, today: date, version: int | None = None) -> Scheme:
    """Put a submitted scheme into force; the one before it is superseded in the same moment.

    Nobody approves her own scheme, unless her office implements the project itself: then the entry says so. The
    approval satisfies the gates that wait for a scheme, and gives the bureaus their tasks. Of two people who approve
    at once, or approve what was withdrawn meanwhile, the second is refused.
    """
    locked = locked_scheme(scheme)
    scheme_policies.check_can_decide(by, locked)
    status = scheme_after(locked.status, SchemeAction.APPROVE)
    _check_seen(locked, version)
    scheme_policies.check_is_not_her_own(by, locked)
    _check_decision(scheme=locked, document=document, on=on, today=today)
    sheet = sheet_of(locked)
    _check_sound(sheet, on=on, wanted="批准")
    before = in_force(locked.project.schemes.all())
    if before:
        before.status = SchemeStatus.SUPERSEDED
        _save(before)
    locked.status, locked.decided_by, locked.decided_on, locked.document = status, by, on, document
    _save(locked)
    scheme_reviews.clear(scheme=locked, on=on)
    gates.satisfy_duty(
        project=locked.project, duty=Duty.SCHEME, evidence=f"改造方案第 {locked.number} 版，{document}", by=by, on=on
    )
    duties.from_matrix(project=locked.project, by=by, today=today)
    own = {"编制人即审批人": "是（办公室自行实施）"} if locked.created_by_id == by.pk else {}
    replaced = {"替代": f"第 {before.number} 版，合计 {_sum(before):.2f} 元"} if before else {}
    details = {"批准文号": document, "批准日期": f"{on:%Y-%m-%d}", **_totals(sheet), **replaced, **own}
    _record(locked, by=by, action="批准改造方案", details=details)
    return locked


@transaction.atomic
def discard(*, scheme: Scheme, reason: str, by: User, on: date) -> None:
    """Give up a version that was never approved; the entry keeps its sums, its papers stay on the project."""
    locked = locked_scheme(scheme)
    scheme_policies.check_can_change(by, locked)
    if not reason.strip():
        raise DomainError("请写明放弃的原因。")
    _record(locked, by=by, action="放弃方案草稿", reason=reason, details=_totals(sheet_of(locked)))
    scheme_reviews.clear(scheme=locked, on=on, outcome=Outcome.WITHDRAWN)
    locked.delete()


def _project(pk: int) -> Project:
    """The lock that lets one person at a time begin or approve a version."""
    return Project.objects.select_for_update(of=("self",)).select_related("division", "implementer").get(pk=pk)


def locked_scheme(scheme: Scheme) -> Scheme:
    """The scheme locked for this transaction, its project first. Refused where somebody gave it up meanwhile."""
    _project(scheme.project_id)
    found = Scheme.objects.select_for_update(of=("self",)).select_related(*PROJECT).filter(pk=scheme.pk).first()
    if found is None:
        raise Conflict(f"“{scheme}”已被放弃，没有保存。")
    return found


def _save(scheme: Scheme) -> None:
    scheme.version += 1
    scheme.save()


def _copy(old: Scheme, new: Scheme) -> None:
    SchemeItem.objects.bulk_create(
        (SchemeItem(scheme=new, **{name: getattr(line, name) for name in COPIED}) for line in old.items.all()),
        batch_size=1_000,
    )
    SchemeFund.objects.bulk_create(
        SchemeFund(scheme=new, source=fund.source, amount=fund.amount) for fund in old.funds.all()
    )


def _check_sound(sheet: Sheet, *, on: date, wanted: str) -> None:
    wrong = [finding.text for finding in findings(sheet, on=on) if finding.severe]
    if wrong:
        numbered = "".join(f"（{number}）{text}" for number, text in enumerate(wrong, start=1))
        raise DomainError(f"“{sheet.scheme}”还不能{wanted}：{numbered}")


def _check_seen(scheme: Scheme, version: int | None) -> None:
    if version is not None and scheme.version != version:
        raise Conflict(f"“{scheme}”在您审阅期间被撤回修改后重新提交。请重新打开方案，核对后再办理。")


def _check_decision(*, scheme: Scheme, document: str, on: date, today: date) -> None:
    if not document.strip():
        raise DomainError("请填写批准文号（或会议纪要编号）。")
    if on > today:
        raise DomainError(f"批准日期 {on:%Y-%m-%d} 晚于今天，请到那一天再办理。")
    submitted = timezone.localdate(scheme.submitted_at)
    if on < submitted:
        raise DomainError(f"批准日期 {on:%Y-%m-%d} 早于方案提交日 {submitted:%Y-%m-%d}，请核对。")


def _sum(scheme: Scheme) -> Decimal:
    return total_of(scheme.items.all())


def _totals(sheet: Sheet) -> dict[str, Any]:
    categories = {share.label: f"{share.amount:.2f}" for share in sheet.by_category if share.lines}
    funds = {str(fund): f"{fund.amount:.2f}" for fund in sheet.funds}
    return {"行数": len(sheet.lines), "合计（元）": f"{sheet.total:.2f}", "分类（元）": categories, "资金（元）": funds}


def _record(scheme: Scheme, *, by: User, action: str, reason: str = "", details: dict[str, Any] | None = None) -> None:
    audit.write(by=by, action=action, on=scheme, reason=reason, details=details, division_id=scheme.project.division_id)

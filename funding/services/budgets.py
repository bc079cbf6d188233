"""概（预）算评审: submitted by the implementer, approved or sent back by the finance bureau (X五(三)).

The newest approved budget is the project's ceiling: nothing is paid above it.
"""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from communities.services.signing import sign
from core import audit
from core.errors import Conflict, DomainError
from funding import policies
from funding.choices import ReviewStatus
from funding.models import BudgetReview
from funding.selectors.accounts import wan
from funding.services import accounts, ledger, papers
from projects import project_policies
from projects.choices import Duty
from projects.models import Project
from projects.services import gates


@transaction.atomic
def submit(
    *,
    project: Project,
    kind: str,
    submitted_on: date,
    amount: Decimal,
    agency: str,
    by: User,
    today: date,
    note: str = "",
    upload: UploadedFile | None = None,
) -> BudgetReview:
    """Hand an estimate or budget of `amount`, 元, in for review by an agency, with its paper.

    Refused: while another round is open, a day in the future, an amount finer than the cent.
    """
    policies.check_can_fill(by, project)
    project_policies.check_is_running(project)
    accounts.check_amount(amount)
    if submitted_on > today:
        raise DomainError(f"送审日期 {submitted_on} 晚于今天，请更正。")
    accounts.lock([project.pk])
    earlier = list(project.budget_reviews.all())
    if open_one := next((each for each in earlier if each.status == ReviewStatus.SUBMITTED), None):
        raise Conflict(f"“{open_one}”于 {open_one.submitted_on} 送审，还没有批复。请等批复或退回后再送审。")
    review = BudgetReview(
        project=project,
        number=1 + max((each.number for each in earlier), default=0),
        kind=kind,
        submitted_on=submitted_on,
        submitted_amount=amount,
        agency=agency.strip(),
        note=note.strip(),
        submitted_by=by,
    )
    _save(review, by=by, why="送审")
    if upload:
        papers.keep(subject=review, upload=upload, by=by)
    details = {"类别": review.get_kind_display(), "送审金额": f"{amount:,.2f} 元", "评审机构": review.agency}
    audit.write(by=by, action="送审概（预）算", on=review, division_id=project.division_id, details=details)
    return review


@transaction.atomic
def approve(*, review: BudgetReview, amount: Decimal, document: str, on: date, by: User, today: date) -> BudgetReview:
    """Approve at most what was submitted, 元: from now on the project's ceiling, in place of the one before.

    Proves the project's gates that ask for a budget review. Refused: below what is paid already.
    """
    policies.check_can_manage(by, review.project.division)
    ledger.check_cents(amount)
    account = accounts.lock([review.project_id])[review.project_id]
    review = _open(review)
    project = review.project
    _check_decision(review, on=on, today=today)
    if not document.strip():
        raise DomainError("请填写批复文号。")
    if amount <= 0:
        raise DomainError("批复金额必须大于 0。不予批复的，请退回。")
    if amount > review.submitted_amount:
        raise DomainError(f"批复金额 {wan(amount)}超过送审金额 {wan(review.submitted_amount)}，请核对。")
    if amount < account.paid:
        raise DomainError(f"该项目已拨付 {wan(account.paid)}，批复金额 {wan(amount)}不能低于已拨付数。")
    for old in project.budget_reviews.filter(status=ReviewStatus.APPROVED):
        old.status = ReviewStatus.SUPERSEDED
        _save(old, by=by, why="已被新批复替代")
    review.status, review.approved_amount, review.approved_on = ReviewStatus.APPROVED, amount, on
    review.document, review.decided_by = document.strip(), by
    _save(review, by=by, why="批复")
    account.approved = amount
    account.save(update_fields=["approved"])
    if project.is_running:
        evidence = f"{review.document} 批复{review.get_kind_display()} {wan(amount)}"
        gates.satisfy_duty(project=project, duty=Duty.BUDGET, evidence=evidence, by=by, on=on)
    details = {
        "送审金额": f"{review.submitted_amount:,.2f} 元",
        "批复金额": f"{amount:,.2f} 元",
        "核减率": f"{review.cut_back}%",
        "文号": review.document,
    }
    audit.write(by=by, action="批复概（预）算", on=review, division_id=project.division_id, details=details)
    return review


@transaction.atomic
def send_back(*, review: BudgetReview, note: str, by: User, on: date, today: date) -> BudgetReview:
    """Give the round back and say what to mend; the next one is a new round."""
    policies.check_can_manage(by, review.project.division)
    accounts.lock([review.project_id])
    review = _open(review)
    _check_decision(review, on=on, today=today)
    if not note.strip():
        raise DomainError("请写明退回的原因，让送审单位知道改什么。")
    review.status, review.note, review.decided_by = ReviewStatus.RETURNED, note.strip(), by
    _save(review, by=by, why=review.note)
    audit.write(by=by, action="退回概（预）算", on=review, division_id=review.project.division_id, reason=review.note)
    return review


def _open(review: BudgetReview) -> BudgetReview:
    """The round as it is now; the project's account is locked. Refused when somebody has decided it meanwhile."""
    found = BudgetReview.objects.select_related("project__division").get(pk=review.pk)
    if found.status != ReviewStatus.SUBMITTED:
        raise Conflict(f"“{found}”{found.get_status_display()}，可能有人刚刚办理过，请刷新后再看。")
    return found


def _check_decision(review: BudgetReview, *, on: date, today: date) -> None:
    if on > today:
        raise DomainError(f"批复日期 {on} 晚于今天，请更正。")
    if on < review.submitted_on:
        raise DomainError(f"批复日期 {on} 早于送审日期 {review.submitted_on}，请更正。")


def _save(review: BudgetReview, *, by: User, why: str) -> None:
    sign(review, by=by, reason=why)
    review.save()

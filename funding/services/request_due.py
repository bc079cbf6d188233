"""What is due about a payment request: the finance bureau owes its decision within the rule's working days.

Derived from the row; whoever changes a request calls `refresh` in her transaction.
"""

from datetime import date

from core.working_days import WorkingDays
from deadlines.services import deadlines
from deadlines.services.deadlines import Due
from funding.choices import RequestStatus
from funding.due import REQUEST
from funding.models import PaymentRequest
from funding.selectors import rules
from funding.selectors.organisations import finance_over


def refresh(request: PaymentRequest, *, today: date) -> None:
    """Set while it waits for review, closed as soon as it does not.

    One that was returned and handed in again goes straight to whoever returned it.
    """
    if request.status != RequestStatus.SUBMITTED:
        deadlines.clear(kind=REQUEST, model=PaymentRequest, ids=[request.pk], on=today)
        return
    rule = rules.payment_rule(division_code=request.division_id, on=today)
    by = WorkingDays().after(today, rule.review_days)
    due = Due(
        kind=REQUEST,
        subject=request,
        title=f"审核支付申请 {request}（{request.project}）",
        due_on=by.day,
        estimated=by.estimated,
        division_id=request.division_id,
        organisation_id=finance_over(request.division_id),
        assigned_to_id=request.decided_by_id,
        url=request.get_absolute_url(),
        basis=rule.document,
    )
    deadlines.set_all(dues=[due], today=today)

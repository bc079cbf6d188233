"""What may follow what in a payment request, as a table: drawn up → reviewed by the bureau → paid with a voucher.

Of this room until approvals/ takes it over.
"""

from collections.abc import Mapping
from enum import StrEnum

from core.errors import Conflict
from funding.choices import RequestStatus

S = RequestStatus


class Action(StrEnum):
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    RECALL = "recall"  # the bureau takes its approval back
    PAY = "pay"
    REVERSE = "reverse"
    CANCEL = "cancel"


FLOW: Mapping[tuple[str, Action], str] = {
    (S.DRAFT, Action.SUBMIT): S.SUBMITTED,
    (S.RETURNED, Action.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, Action.WITHDRAW): S.DRAFT,
    (S.SUBMITTED, Action.RETURN): S.RETURNED,
    (S.SUBMITTED, Action.APPROVE): S.APPROVED,
    (S.APPROVED, Action.RECALL): S.SUBMITTED,
    (S.APPROVED, Action.PAY): S.PAID,
    (S.PAID, Action.REVERSE): S.REVERSED,
    (S.DRAFT, Action.CANCEL): S.CANCELLED,
    (S.RETURNED, Action.CANCEL): S.CANCELLED,
}


def after(now: str, action: Action) -> str:
    """The state after the action. Where the table is silent somebody else was quicker, or it is not her turn."""
    if (now, action) not in FLOW:
        raise Conflict(f"这份支付申请目前是“{S(now).label}”，不能这样办理。可能有人刚刚办理过，请刷新后再看。")
    return FLOW[now, action]

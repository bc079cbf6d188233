"""What may follow what in a return, as a table (style-examples.md, 6): clerk → leader → seal → office (W六(三))."""

from collections.abc import Mapping
from enum import StrEnum

from core.errors import Conflict
from progress.choices import ReturnStatus

S = ReturnStatus


class Action(StrEnum):
    """`RECALL` and `RETURN` leave the version as it is and open the next one."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    SEAL = "seal"
    RECALL = "recall"
    ACCEPT = "accept"
    RETURN = "return"


FLOW: Mapping[tuple[str, Action], str] = {
    (S.DRAFT, Action.SUBMIT): S.SUBMITTED,
    (S.SENT_BACK, Action.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, Action.WITHDRAW): S.DRAFT,
    (S.SUBMITTED, Action.SEND_BACK): S.SENT_BACK,
    (S.SUBMITTED, Action.APPROVE): S.APPROVED,
    (S.APPROVED, Action.SEAL): S.SEALED,
    (S.SEALED, Action.SEAL): S.SEALED,  # a better scan
    (S.APPROVED, Action.RECALL): S.RECALLED,
    (S.SEALED, Action.RECALL): S.RECALLED,
    (S.SEALED, Action.ACCEPT): S.ACCEPTED,
    (S.SEALED, Action.RETURN): S.RETURNED,
    (S.ACCEPTED, Action.RETURN): S.ACCEPTED,  # it goes on counting until its correction is accepted
}


def after(now: str, action: Action) -> str:
    """The state after the action. Where the table is silent somebody else was quicker, or it is not her turn."""
    if (now, action) not in FLOW:
        raise Conflict(f"这份月报目前是“{S(now).label}”，不能这样办理。可能有人刚刚办理过，请刷新后再看。")
    return FLOW[now, action]

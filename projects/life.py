"""What may follow what: the life of a project and of a scheme, as tables (style-examples.md, 6)."""

from collections.abc import Mapping
from enum import StrEnum

from core.errors import DomainError
from projects.choices import ProjectStatus, SchemeStatus

S = ProjectStatus
LIFE = (
    S.PLANNED,
    S.PREPARING,
    S.TENDERING,
    S.UNDER_CONSTRUCTION,
    S.COMPLETED,
    S.ACCEPTED,
    S.HANDED_OVER,
    S.CLOSED,
)  # a project moves forward along this line, and may pass over a stage that its district's plan does not have
BEFORE_WORKS = LIFE[: LIFE.index(S.UNDER_CONSTRUCTION)]


class Interruption(StrEnum):
    """What the office decides about a project; each needs a reason."""

    SUSPEND = "suspend"
    RESUME = "resume"
    DEFER = "defer"
    CANCEL = "cancel"


_UNTIL_ACCEPTED = LIFE[:5]
INTERRUPTIONS: Mapping[Interruption, tuple[frozenset[str], str]] = {
    Interruption.SUSPEND: (frozenset(LIFE[:-1]), S.SUSPENDED),
    Interruption.DEFER: (frozenset({*LIFE[:3], S.SUSPENDED}), S.DEFERRED),
    Interruption.CANCEL: (frozenset({*_UNTIL_ACCEPTED, S.SUSPENDED, S.DEFERRED}), S.CANCELLED),
    Interruption.RESUME: (frozenset({S.SUSPENDED, S.DEFERRED}), ""),  # back to where it was
}


class SchemeAction(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"


SCHEME_FLOW: Mapping[tuple[str, SchemeAction], str] = {
    (SchemeStatus.DRAFT, SchemeAction.SUBMIT): SchemeStatus.SUBMITTED,
    (SchemeStatus.RETURNED, SchemeAction.SUBMIT): SchemeStatus.SUBMITTED,
    (SchemeStatus.SUBMITTED, SchemeAction.WITHDRAW): SchemeStatus.DRAFT,
    (SchemeStatus.SUBMITTED, SchemeAction.RETURN): SchemeStatus.RETURNED,
    (SchemeStatus.SUBMITTED, SchemeAction.APPROVE): SchemeStatus.APPROVED,
}


def forward(now: str, wanted: str) -> str:
    """The later of two stages: beginning a phase never takes a project back."""
    return wanted if now in LIFE and LIFE.index(S(wanted)) > LIFE.index(S(now)) else now


def interrupted(now: str, action: Interruption) -> str:
    """The state after the office's decision; "" means: where it was before. Refused where the table is silent."""
    allowed, result = INTERRUPTIONS[action]
    if now not in allowed:
        raise DomainError(f"项目目前是“{S(now).label}”，不能这样调整。")
    return result


def scheme_after(now: str, action: SchemeAction) -> str:
    """The scheme's state after the action. Refused where the table is silent."""
    if (now, action) not in SCHEME_FLOW:
        raise DomainError(f"方案目前是“{SchemeStatus(now).label}”，不能这样办理。")
    return SCHEME_FLOW[now, action]

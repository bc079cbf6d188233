"""May this act be reversed, and by whom? The page and the service ask the same functions."""

from collections.abc import Iterable

from accounts.models import User
from core.errors import DomainError
from funding import policies
from funding.choices import ActKind
from funding.models import FundAct, FundEntry


def check_may_reverse(user: User, act: FundAct, entries: Iterable[FundEntry]) -> None:
    """Whoever does such acts: the finance bureau of the giver; of a payment the bureau that pays; of a collection
    whoever fills the project's papers."""
    for entry in entries:
        if act.kind == ActKind.COLLECT:
            policies.check_can_fill(user, entry.project)
        elif act.kind == ActKind.PAY and entry.project_id:
            policies.check_can_review(user, entry.project)
        else:
            policies.check_can_manage(user, entry.giver.division if entry.giver_id else entry.division)


def check_not_reversed(act: FundAct) -> None:
    """Neither a reversal nor an act that was reversed can be reversed again."""
    if act.kind == ActKind.REVERSE:
        raise DomainError("冲销业务不能再冲销。原业务确需恢复的，请重新登记。")
    again = FundEntry.objects.filter(reverses__act=act).select_related("act").first()
    if again:
        raise DomainError(f"这笔业务已于 {again.on} 冲销（第 {again.act_id} 号业务），不能再次冲销。")


def is_reversed_here(act: FundAct, entries: Iterable[FundEntry]) -> bool:
    """Whether the act's own page reverses it. A requested payment is reversed with its request, a collection with its
    receipt."""
    if act.kind in (ActKind.RECEIVE, ActKind.ALLOCATE, ActKind.TAKE_BACK, ActKind.MOVE):
        return True
    return act.kind == ActKind.PAY and all(entry.instalment_id for entry in entries)

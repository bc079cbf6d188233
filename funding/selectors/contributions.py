"""The receipts of a contribution with their running sum, and what was agreed before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from funding.models import Contribution, ContributionReceipt


@dataclass(frozen=True)
class ReceiptLine:
    """A receipt, what was received with it in all, 元, and whether it was taken back."""

    receipt: ContributionReceipt
    sum: Decimal
    is_reversed: bool

    @property
    def may_reverse(self) -> bool:
        return not self.is_reversed and self.receipt.reverses_id is None


def receipts_of(contribution: Contribution) -> Sequence[ReceiptLine]:
    """In the order in which they were entered. One query."""
    receipts = list(contribution.receipts.select_related("by", "act", "reverses").order_by("pk"))
    gone = {receipt.reverses_id for receipt in receipts}
    lines, total = [], Decimal(0)
    for receipt in receipts:
        total += receipt.amount
        lines.append(ReceiptLine(receipt, total, receipt.pk in gone))
    return lines


@dataclass(frozen=True)
class Agreed:
    at: datetime
    who: str
    before: Decimal
    after: Decimal
    reason: str


def agreed_changes(contribution: Contribution) -> list[Agreed]:
    """Each change of what was promised, newest first. One query."""
    versions = contribution.history.select_related("history_user").order_by("history_id")
    return [
        Agreed(
            newer.history_date,
            newer.history_user.full_name if newer.history_user else "系统",
            older.promised,
            newer.promised,
            newer.history_change_reason or "",
        )
        for older, newer in pairwise(versions)
        if older.promised != newer.promised
    ][::-1]

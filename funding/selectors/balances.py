"""Every balance held against the sum of its entries (design.md, decision 10: a check proves summary = records)."""

from dataclasses import dataclass

from django.db import connection

from funding.guards import BALANCES, Balance

MOST_NAMED = 20


@dataclass(frozen=True)
class Drift:
    """One row whose balance is not the sum of its entries; 元."""

    balance: Balance
    pk: int
    kept: object
    summed: object

    def __str__(self) -> str:
        return f"{self.balance.target} {self.pk} {self.balance.column}：账面 {self.kept} 元，明细合计 {self.summed} 元"


def drifts() -> list[Drift]:
    """The first of them, kind by kind; none where the books are right."""
    return [drift for balance in BALANCES for drift in _of(balance)]


def _of(balance: Balance) -> list[Drift]:
    kept = f"NEW.{balance.column}"
    summed = f"(SELECT COALESCE(SUM(amount), 0) FROM {balance.table} WHERE {balance.where})"
    differs = f"ROUND({kept} - {summed}, 2) <> 0"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT NEW.id, {kept}, {summed} FROM {balance.target} AS NEW WHERE {differs} LIMIT {MOST_NAMED}"
        )
        return [Drift(balance, *row) for row in cursor.fetchall()]

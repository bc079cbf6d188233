"""A project's account: the row that is locked before its ceilings are compared."""

from collections.abc import Iterable
from decimal import Decimal

from core.errors import DomainError
from funding.models import ProjectAccount
from funding.services import ledger

LARGEST = Decimal(10) ** 12  # 元; above it a figure is surely in the wrong unit


def check_amount(amount: Decimal) -> None:
    """An amount, 元, that may be entered: to the cent, more than nothing, not absurd."""
    ledger.check_cents(amount)
    if amount <= 0:
        raise DomainError("金额必须大于 0。")
    if amount >= LARGEST:
        raise DomainError("金额过大，请核对单位。")


def lock(projects: Iterable[int]) -> dict[int, ProjectAccount]:
    """The accounts of these projects, by project, until the transaction ends; opened where there are none yet.

    After allotments and contract parts, before the project itself.
    """
    wanted = sorted(set(projects))
    there = set(ProjectAccount.objects.filter(project__in=wanted).values_list("project_id", flat=True))
    missing = [ProjectAccount(project_id=key) for key in wanted if key not in there]
    ProjectAccount.objects.bulk_create(missing, ignore_conflicts=True)
    rows = ProjectAccount.objects.filter(project__in=wanted).select_for_update(of=("self",)).order_by("pk")
    return {row.project_id: row for row in rows}

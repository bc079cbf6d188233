"""Which office looks after the money of a division."""

from typing import Any

from accounts.models import Organisation, OrganisationKind
from accounts.models.organisations import Function
from divisions.territory import ancestors


def finance_over(division_code: str) -> int | None:
    """The finance bureau nearest above a division. One query."""
    line = ancestors(division_code)
    found = finance_bureaus(division__in=line)
    return next((found[code] for code in line if code in found), None)


def finance_bureaus(**only: Any) -> dict[str, int]:
    """By division, its finance bureau (the treasury where there is none). One query: there is one per division."""
    bureaus = Organisation.objects.active().filter(
        kind=OrganisationKind.BUREAU, function__in=(Function.FINANCE, Function.TREASURY), **only
    )
    rows = sorted(bureaus.values_list("function", "pk", "division_id"), reverse=True)
    return {code: pk for _, pk, code in rows}  # of one division the last counts: finance before treasury, the oldest

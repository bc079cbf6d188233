"""Which office looks after the money of a division."""

from accounts.models import Organisation, OrganisationKind
from accounts.models.organisations import Function


def finance_bureaus() -> dict[str, int]:
    """By division, its finance bureau (the treasury where there is none). One query: there is one per division."""
    bureaus = Organisation.objects.active().filter(
        kind=OrganisationKind.BUREAU, function__in=(Function.FINANCE, Function.TREASURY)
    )
    rows = sorted(bureaus.values_list("function", "pk", "division_id"), reverse=True)
    return {code: pk for _, pk, code in rows}  # of one division the last counts: finance before treasury, the oldest

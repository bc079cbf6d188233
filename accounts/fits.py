"""Which role fits which organisation, and which organisation which level of division: two plain tables."""

from dataclasses import dataclass

from accounts.models import Function, Organisation, OrganisationKind
from accounts.permissions import ADMINISTRATORS, Role
from divisions.models import Level

K = OrganisationKind
F = Function

OFFICES_ABOVE_STREETS = frozenset({Level.COUNTRY, Level.PROVINCE, Level.PREFECTURE, Level.COUNTY})
LEVELS: dict[str, frozenset[int]] = {
    K.LEADING_GROUP: OFFICES_ABOVE_STREETS,
    K.LEADING_GROUP_OFFICE: OFFICES_ABOVE_STREETS,
    K.BUREAU: OFFICES_ABOVE_STREETS,
    K.STREET_OFFICE: frozenset({Level.STREET}),
    K.COMMUNITY: frozenset({Level.COMMUNITY}),
    K.UTILITY: frozenset(Level),
    K.CONTRACTOR: frozenset(Level),
}


@dataclass(frozen=True)
class Fit:
    """The kinds of organisation a role belongs to; with functions, only bureaus that have one of them."""

    kinds: frozenset[str]
    functions: frozenset[str] = frozenset()

    def suits(self, organisation: Organisation) -> bool:
        if organisation.kind not in self.kinds:
            return False
        return not self.functions or organisation.function in self.functions

    @property
    def words(self) -> str:
        kinds = "、".join(K(kind).label for kind in sorted(self.kinds))
        functions = "、".join(F(function).label for function in sorted(self.functions))
        return f"{kinds}（{functions}）" if functions else kinds


_STREET = Fit(frozenset({K.STREET_OFFICE}))
_ADMINISTRATION = Fit(frozenset({K.LEADING_GROUP_OFFICE, K.BUREAU}))
FITS: dict[str, Fit] = {
    Role.STREET_CLERK: _STREET,
    Role.STREET_LEADER: _STREET,
    Role.COMMUNITY_WORKER: Fit(frozenset({K.COMMUNITY})),
    Role.LEADING_GROUP_OFFICE: Fit(frozenset({K.LEADING_GROUP_OFFICE})),
    Role.LEADING_GROUP: Fit(frozenset({K.LEADING_GROUP})),
    Role.FINANCE: Fit(frozenset({K.BUREAU}), frozenset({F.FINANCE, F.TREASURY})),
    Role.BUREAU: Fit(frozenset({K.BUREAU})),
    Role.AUDITOR: Fit(frozenset({K.BUREAU}), frozenset({F.AUDIT})),
    Role.UTILITY: Fit(frozenset({K.UTILITY})),
    Role.CONTRACTOR: Fit(frozenset({K.CONTRACTOR})),
    **dict.fromkeys(ADMINISTRATORS, _ADMINISTRATION),
}


def roles_for(organisation: Organisation) -> list[Role]:
    """The roles that a person of this organisation can be given."""
    return [role for role in Role if FITS[role].suits(organisation)]

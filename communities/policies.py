"""Who may change a compound, and whether its state allows it. The right itself is checked with the territory."""

from accounts.models import User
from accounts.permissions import Permission
from communities.choices import CompoundStatus
from communities.models import Compound
from core.errors import DomainError, NotAllowed
from divisions.models import Division, Level
from divisions.territory import contains

PLACES = frozenset({Level.STREET, Level.COMMUNITY})


def check_within(user: User, permission: Permission, *division_codes: str) -> None:
    """The role holds the right, and every division lies in the person's territory."""
    user.demand(permission)
    if not all(contains(user.territory, code) for code in division_codes):
        raise NotAllowed("该街道不在您的管辖范围内。")


def check_is_place(division: Division) -> None:
    """A compound lies in a street or a community that exists today, never in a whole district."""
    if division.level not in PLACES:
        raise DomainError(f"“{division}”不是街道或社区，请选择小区所在的街道或社区。")
    if division.until:
        raise DomainError(f"“{division}”已于 {division.until} 停用，请选择现在的街道或社区。")


def check_can_change(user: User, permission: Permission, compound: Compound) -> None:
    """The right, the territory, and a compound that is on the register."""
    check_within(user, permission, compound.division_id)
    check_is_active(compound)


def check_is_active(compound: Compound) -> None:
    if compound.status != CompoundStatus.ACTIVE:
        raise DomainError(f"“{compound}”已移除（{compound.removed_reason}），请先恢复再修改。")

"""May this person change this programme, and does its state allow it? Checks raise; pages ask the same functions."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from accounts.models import User
from accounts.permissions import Permission
from communities.choices import CompoundStatus
from communities.models import Compound
from core.errors import DomainError, NotAllowed
from divisions import territory
from projects.models import Programme


class AlreadyListed(DomainError):
    """The compound is in another programme (杜绝重复申报, B八(三))."""


class Issued(DomainError):
    """The document is out; what it promises stands."""


@dataclass(frozen=True)
class Listing:
    """Where a compound is listed: the programme, and the buildings it was limited to (none: all of them)."""

    programme_id: int
    title: str
    year: int
    buildings: frozenset[str] = frozenset()

    def overlaps(self, buildings: Collection[str]) -> bool:
        """Whether these buildings (none: all) were listed before; only named buildings can be told apart."""
        return not (self.buildings and buildings) or not self.buildings.isdisjoint(buildings)

    def __str__(self) -> str:
        return f"{self.year}年《{self.title}》（{'、'.join(sorted(self.buildings)) or '全部楼栋'}）"


def check_can_edit(user: User, programme: Programme) -> None:
    """The office of the programme's own division, or one above it, draws it up."""
    user.demand(Permission.EDIT_PROGRAMMES)
    if not territory.contains(user.territory, programme.division_id):
        raise NotAllowed(f"只有{programme.division}的领导小组办公室可以编制《{programme}》。")


def check_can_change_targets(user: User, programme: Programme) -> None:
    """Once issued, title, document number and targets stand until the office takes the programme back with a reason."""
    check_can_edit(user, programme)
    if programme.is_issued:
        raise Issued(f"《{programme}》已印发，名称、文号和目标任务不能修改。需要调整时，请先退回编制并写明原因。")


def check_can_list(programme: Programme, compound: Compound) -> None:
    """Only a compound of the programme's division that is on the books."""
    if not territory.contains(programme.prefix, compound.division_id):
        raise DomainError(f"{compound.name}不在{programme.division}范围内，不能列入《{programme}》。")
    if compound.status != CompoundStatus.ACTIVE:
        raise DomainError(f"{compound.name}已从小区台账移除，请先恢复再列入计划。")


def check_not_repeated(
    *,
    name: str,
    year: int,
    listings: Sequence[Listing],
    buildings: Collection[str] = (),
    justification: str = "",
) -> None:
    """A compound is listed once a year, and in another year only for other buildings or with a reason (F14)."""
    same_year = [listing for listing in listings if listing.year == year]
    if same_year:
        raise AlreadyListed(f"{name}已列入{same_year[0]}，同一年度不能重复列入。")
    overlapping = [listing for listing in listings if listing.overlaps(buildings)]
    if overlapping and not justification.strip():
        listed = "、".join(map(str, overlapping))
        raise AlreadyListed(f"{name}已列入{listed}。请限于其他楼栋，或写明“再次纳入理由”。")


def check_no_look_alike(*, name: str, look_alikes: Sequence[tuple[str, str, Listing]], justification: str = "") -> None:
    """The same compound under another spelling or a re-used address counts as listed, until somebody says otherwise.

    `look_alikes`: the other compound, why it may be the same, where it is listed.
    """
    if not look_alikes or justification.strip():
        return
    other, reason, listing = look_alikes[0]
    raise AlreadyListed(
        f"{name}疑似与“{other}”是同一小区（{reason}），后者已列入{listing}。"
        "请先在“疑似重复”中处理，或写明再次纳入的理由。"
    )


def as_predicate(check: Callable[..., None]) -> Callable[..., bool]:
    """The yes/no of a check, for buttons."""

    def allowed(*args: object) -> bool:
        try:
            check(*args)
        except DomainError:
            return False
        return True

    return allowed


can_edit = as_predicate(check_can_edit)
can_change_targets = as_predicate(check_can_change_targets)

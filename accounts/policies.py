"""Who may manage whom. The three administrators 三员 do not do each other's work (GB/T 22239 8.1.5)."""

from accounts.fits import FITS, LEVELS
from accounts.models import Organisation, OrganisationKind, User
from accounts.open_work import open_work
from accounts.permissions import ADMINISTRATORS, GRANTS, Permission, Role
from accounts.validators import MOBILE
from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division, Level


def check_can_manage(by: User, division: Division) -> None:
    """A system administrator, for organisations and people inside her territory."""
    by.demand(Permission.MANAGE_PEOPLE)
    _check_inside(by, division)


def _check_inside(by: User, division: Division) -> None:
    if not territory.contains(by.territory, division.code):
        raise NotAllowed(f"{division}不在您的辖区内。")


def check_organisation_fits(kind: str, division: Division) -> None:
    if division.until:
        raise DomainError(f"{division}已停用，请选择现行区划。")
    if division.level not in LEVELS[kind]:
        levels = "、".join(Level(level).label for level in sorted(LEVELS[kind]))
        label, is_level = OrganisationKind(kind).label, division.get_level_display()
        raise DomainError(f"{label}的辖区须是{levels}区划，{division}是{is_level}区划。")


def check_named_once(organisation: Organisation) -> None:
    same = Organisation.objects.filter(division=organisation.division, name=organisation.name)
    if same.exclude(pk=organisation.pk).exists():
        raise DomainError(f"{organisation.division}已有“{organisation.name}”（含已停用的），名称不能重复。")


def check_roles_still_fit(organisation: Organisation) -> None:
    """Its people keep their roles, so the roles must suit what it becomes."""
    roles = organisation.people.active().exclude(role="").values_list("role", flat=True).distinct()
    if misfits := [Role(role).label for role in roles if not FITS[role].suits(organisation)]:
        raise DomainError(f"现有人员的角色（{'、'.join(misfits)}）与新的类别或职能不符，请先由安全管理员调整角色。")


def check_works(organisation: Organisation) -> None:
    if organisation.until:
        raise DomainError(f"{organisation}已停用。")


def check_can_stop(organisation: Organisation) -> None:
    """Nobody may be left behind in an organisation that has stopped."""
    left = organisation.people.active().count()
    if left:
        raise DomainError(f"{organisation}还有 {left} 名在用人员，请先办理离岗交接或调到其他单位。")


def check_mobile(mobile: str) -> None:
    if mobile and not MOBILE.fullmatch(mobile):
        raise DomainError("手机号须是以 1 开头的 11 位数字。")


def check_not_oneself(by: User, person: User, deed: str) -> None:
    if by.pk == person.pk:
        raise NotAllowed(f"不能给自己{deed}，请由另一名管理员办理。")


def check_can_move(by: User, person: User, organisation: Organisation) -> None:
    """Another organisation is another duty: what is open stays behind with a colleague."""
    check_works(organisation)
    check_not_oneself(by, person, "调换单位")
    check_others_remain(person)
    check_holds_nothing(person)


def check_can_reset_password(by: User, person: User) -> None:
    """Not those of the other administrators: who sets their password could sign in as them."""
    check_not_oneself(by, person, "重置密码")
    if person.role in ADMINISTRATORS and person.role != by.role:
        raise NotAllowed(f"{person.get_role_display()}的密码不能由{by.get_role_display()}重置，请在服务器上办理。")


def check_can_close(by: User, person: User) -> None:
    check_not_oneself(by, person, "停用账号")
    if not person.is_active:
        raise DomainError(f"{person}的账号已经停用。")
    check_others_remain(person)


def check_can_reopen(person: User) -> None:
    if person.is_active:
        raise DomainError(f"{person}的账号正在使用，不必恢复。")
    check_works(person.organisation)


def check_holds_nothing(person: User) -> None:
    if work := open_work(person):
        listed = "、".join(f"{kind} {count} 项" for kind, count in work.items())
        raise DomainError(f"{person}手上还有：{listed}。请先办理离岗交接。")


def check_can_secure(by: User, person: User, deed: str) -> None:
    """A security administrator, for people inside her territory and never for herself."""
    by.demand(Permission.GRANT_ROLES)
    _check_inside(by, person.organisation.division)
    check_not_oneself(by, person, deed)


def check_can_grant(by: User, person: User, role: str) -> None:
    """The role suits the organisation and the person's past."""
    check_can_secure(by, person, "变更角色")
    check_others_remain(person)
    if role:
        _check_role_fits(person, role)
        _check_may_administer(person, role)


def check_others_remain(person: User) -> None:
    """The last administrator of a kind stays: without her nobody could let another one in."""
    if person.role in ADMINISTRATORS and person.is_active:
        others = User.objects.active().filter(role=person.role).exclude(pk=person.pk)
        if not others.exists():
            raise DomainError(f"{person}是唯一在用的{person.get_role_display()}，请先设立另一名。")


def _check_role_fits(person: User, role: str) -> None:
    if not person.is_active:
        raise DomainError(f"{person}的账号已停用，不能授予角色。")
    if not FITS[role].suits(person.organisation):
        raise DomainError(
            f"“{Role(role).label}”只能授予{FITS[role].words}的人员，{person}的单位是{person.organisation}。"
        )


def _check_may_administer(person: User, role: str) -> None:
    """An account that ever was one of the three never becomes another; and only she herself knows its password."""
    if role not in ADMINISTRATORS:
        return
    if person.must_change_password:
        raise DomainError(f"{person}还在用初始密码，设密码的人也能登录。请本人先登录改密码，再授予{Role(role).label}。")
    held = person.history.filter(role__in=ADMINISTRATORS - {role}).values_list("role", flat=True).first()
    if held:
        raise DomainError(f"{person}曾任{Role(held).label}，不能再任{Role(role).label}：三员不得由同一账号兼任。")


def check_can_hand_over(by: User, person: User, successor: User) -> None:
    """By a system administrator, or by the person herself to a colleague of her own organisation.

    The successor must be able to see and to do all that she takes over.
    """
    if by.pk != person.pk:
        check_can_manage(by, person.organisation.division)
        check_can_manage(by, successor.organisation.division)
    elif successor.organisation_id != person.organisation_id:
        raise NotAllowed("只能交给本单位的同事；交给其他单位请联系系统管理员。")
    if successor.pk == person.pk or not successor.is_active:
        raise DomainError("接手人须是另一个在用的账号。")
    if not territory.contains(successor.territory, person.organisation.division_id):
        raise DomainError(f"{successor}的辖区不包含{person.organisation}的辖区，接手后看不到这些工作。")
    if not GRANTS[successor.role] >= GRANTS.get(person.role, frozenset()):
        role, work = successor.get_role_display(), person.get_role_display()
        raise DomainError(f"{successor}的角色（{role}）办不了{work}的工作。")

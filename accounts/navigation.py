"""The rooms in the left-hand frame, and the page each role opens first (design.md, People)."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from accounts.permissions import Permission, Role


@dataclass(frozen=True)
class Room:
    """One entry of the frame: its words, its page, and the right it takes to enter."""

    title: str
    url_name: str
    permission: str


ROOMS = (
    Room("小区", "communities:compound_list", Permission.VIEW_COMPOUNDS),
    Room("年度计划", "projects:programme_list", Permission.VIEW_PROGRAMMES),
    Room("机构人员", "accounts:person_list", Permission.VIEW_PEOPLE),
    Room("行政区划", "divisions:division_list", Permission.VIEW_PEOPLE),
    Room("操作日志", "accounts:audit_list", Permission.VIEW_AUDIT),
)

FIRST_PAGES: dict[str, str] = {
    Role.STREET_CLERK: "communities:compound_list",
    Role.STREET_LEADER: "projects:programme_list",
    Role.COMMUNITY_WORKER: "communities:compound_list",
    Role.LEADING_GROUP_OFFICE: "projects:programme_list",
    Role.LEADING_GROUP: "projects:programme_list",
    Role.FINANCE: "projects:programme_list",
    Role.BUREAU: "projects:programme_list",
    Role.AUDITOR: "projects:programme_list",
    Role.SYSTEM_ADMIN: "accounts:person_list",
    Role.SECURITY_ADMIN: "accounts:person_list",
    Role.AUDIT_ADMIN: "accounts:audit_list",
}


def rooms_for(user, path: str, kept: str) -> list[dict]:
    """The rooms this person may enter, with the one she is in marked. `kept` is the query string the links carry."""
    entries = [(room, _address(room)) for room in ROOMS if user.may(room.permission)]
    return [{"title": room.title, "url": url + kept, "here": path.startswith(url)} for room, url in entries if url]


def _address(room: Room) -> str:
    try:
        return reverse(room.url_name)
    except NoReverseMatch:
        return ""


def search_address(user) -> str:
    """Where the search box of the frame asks; "" for a person who may not see compounds."""
    return _address(ROOMS[0]) if user.may(Permission.VIEW_COMPOUNDS) else ""


def first_page(user) -> str:
    """The address of the page this person opens first; an account without a role gets an explanation."""
    return reverse(FIRST_PAGES.get(user.role, "accounts:no_role"))

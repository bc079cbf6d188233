"""The people and organisations of the demo: the plans' department lists, and one invented person per role and place."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.contrib.auth.hashers import make_password

from accounts.fits import FITS
from accounts.models import Organisation, OrganisationKind, User
from accounts.permissions import Role
from accounts.services import organisations
from core import audit
from divisions.models import Division
from divisions.services import changes

PASSWORD = "Shifan-2023!"
LISTS = Path(__file__).with_name("organisations.csv")
DOCUMENT = "示例数据"


@dataclass(frozen=True)
class Place:
    """One of the four plans: its division, and the street whose people appear."""

    code: str
    office: str  # the leading group's office, as the plan calls it
    street: str


PLACES = {
    "weibin": Place("410703000000", "卫滨区老旧小区改造工作领导小组办公室", "410703008000"),
    "zhanhe": Place("410411000000", "湛河区老旧小区改造提质工作领导小组办公室", "410411001000"),
    "xiangshan": Place("450304000000", "象山区老旧小区改造提升工作领导小组办公室", "450304001000"),
    "bazhou": Place("652800000000", "自治州城镇老旧小区改造领导小组办公室", "652801099000"),
}
NAMES = {
    Role.LEADING_GROUP_OFFICE: "office",
    Role.LEADING_GROUP: "group",
    Role.STREET_CLERK: "clerk",
    Role.STREET_LEADER: "leader",
    Role.COMMUNITY_WORKER: "community",
    Role.FINANCE: "finance",
    Role.BUREAU: "bureau",
    Role.AUDITOR: "auditor",
    Role.UTILITY: "utility",
    Role.CONTRACTOR: "contractor",
    Role.SYSTEM_ADMIN: "system",
    Role.SECURITY_ADMIN: "security",
    Role.AUDIT_ADMIN: "logs",
}


NEIGHBOURS = {  # of 卫滨's other streets: a clerk and a leader each, because every street reports for itself
    "weibin-jiankang": "410703004000",
    "weibin-shengli": "410703001000",
    "weibin-ziyou": "410703007000",
    "weibin-jiefang": "410703002000",
}
STREET_ROLES = (Role.STREET_CLERK, Role.STREET_LEADER)


@dataclass
class Company:
    """Those who act in one place, and those of its streets by the street's code."""

    division: Division
    people: dict[str, User] = field(default_factory=dict)
    streets: dict[str, dict[str, User]] = field(default_factory=dict)

    @property
    def office(self) -> User:
        return self.people[Role.LEADING_GROUP_OFFICE]

    @property
    def administrator(self) -> User:
        return self.people[Role.SYSTEM_ADMIN]


def username(slug: str, role: Role) -> str:
    return f"{slug}-{NAMES[role]}"


def is_on_stage() -> bool:
    return User.objects.filter(username=username("weibin", Role.LEADING_GROUP_OFFICE)).exists()


def enter(*, today: date) -> dict[str, Company]:
    """Set up every place: its office and administrator first, who then enters the rest."""
    password = make_password(PASSWORD)  # made once: a good hash takes its time
    return {slug: _set_up(slug, place, password, today) for slug, place in PLACES.items()}


def _set_up(slug: str, place: Place, password: str, today: date) -> Company:
    company = Company(Division.objects.get(pk=place.code))
    office = Organisation.objects.create(
        name=place.office, kind=OrganisationKind.LEADING_GROUP_OFFICE, division=company.division
    )

    def employ(role: Role, organisation: Organisation, name: str = slug) -> User:
        return User.objects.create(
            username=username(name, role),
            full_name=f"示例{role.label}",
            organisation=organisation,
            role=role,
            password=password,
            password_changed_on=today,
            must_change_password=False,
        )

    company.people[Role.SYSTEM_ADMIN] = employ(Role.SYSTEM_ADMIN, office)
    found = [office, *_organisations(slug, place, company)]
    for role in NAMES:
        if role not in company.people:
            company.people[role] = employ(role, next(each for each in found if FITS[role].suits(each)))
    company.streets[place.street] = {role: company.people[role] for role in STREET_ROLES}
    own = {code: name for name, code in NEIGHBOURS.items() if code.startswith(company.division.prefix)}
    for organisation in found:
        if organisation.kind == OrganisationKind.STREET_OFFICE and organisation.division_id in own:
            name = own[organisation.division_id]
            company.streets[organisation.division_id] = {
                role: employ(role, organisation, name) for role in STREET_ROLES
            }
    audit.write(by=company.administrator, action="载入示例数据", on=company.division)
    return company


def _organisations(slug: str, place: Place, company: Company) -> Iterator[Organisation]:
    """The plan's department list, the community of the demo, and the offices of all streets, that of the demo first."""
    by = company.administrator
    with LISTS.open(encoding="utf-8") as lines:
        listed = [line for line in csv.DictReader(lines) if line["place"] == slug]
    for line in listed:
        yield organisations.add(
            name=line["name"], kind=line["kind"], function=line["function"], division=company.division, by=by
        )
    for county in _counties_below(company.division):
        changes.add(code=county.prefix + "099000", name="示例街道", since=None, document=DOCUMENT, by=by)
        yield _office(f"{county}城镇老旧小区改造领导小组办公室", OrganisationKind.LEADING_GROUP_OFFICE, county, by)
    community = changes.add(code=place.street[:9] + "199", name="示例社区", since=None, document=DOCUMENT, by=by)
    yield _office("示例社区居民委员会", OrganisationKind.COMMUNITY, community, by)
    streets = Division.objects.in_force().within(company.division.prefix).streets()
    for street in sorted(streets, key=lambda each: (each.code != place.street, each.code)):
        yield _office(_street_office(street.name), OrganisationKind.STREET_OFFICE, street, by)


def _counties_below(division: Division) -> list[Division]:
    return list(Division.objects.in_force().within(division.prefix).counties().exclude(pk=division.pk))


def _office(name: str, kind: str, division: Division, by: User) -> Organisation:
    return organisations.add(name=name, kind=kind, division=division, by=by)


def _street_office(street: str) -> str:
    return f"{street}办事处" if street.endswith("街道") else f"{street}人民政府"

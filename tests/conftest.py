"""The fixed cast: one district with its streets, its people, and a neighbour who must see nothing of it."""

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation, OrganisationKind, User
from accounts.permissions import Role
from divisions.models import Division, Level

PASSWORD = "Weibin-2023!"
STREETS = {
    "410703001000": "胜利路街道",
    "410703002000": "解放路街道",
    "410703004000": "健康路街道",
    "410703007000": "自由路街道",
    "410703008000": "南桥街道",
}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL drops no database that is in use, and a thread of the live server outlives its browser a little."""
    yield
    if connection.vendor == "postgresql":
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(others, [connection.settings_dict["NAME"]])


@pytest.fixture
def divisions(db) -> dict[str, Division]:
    """卫滨区 with its five plan streets and one community, and 湛河区 with one street, by name."""
    rows = [
        ("410000000000", "河南省", Level.PROVINCE, None),
        ("410700000000", "新乡市", Level.PREFECTURE, "410000000000"),
        ("410703000000", "卫滨区", Level.COUNTY, "410700000000"),
        *((code, name, Level.STREET, "410703000000") for code, name in STREETS.items()),
        ("410703008001", "示例社区", Level.COMMUNITY, "410703008000"),
        ("410400000000", "平顶山市", Level.PREFECTURE, "410000000000"),
        ("410411000000", "湛河区", Level.COUNTY, "410400000000"),
        ("410411001000", "马庄街道", Level.STREET, "410411000000"),
    ]
    made = [Division.objects.create(code=c, name=n, level=lv, parent_id=p) for c, n, lv, p in rows]
    return {division.name: division for division in made}


@pytest.fixture
def person(divisions):
    """Make a person of a role in a division: person("street_clerk", "南桥街道")."""
    kinds = {
        Role.STREET_CLERK: OrganisationKind.STREET_OFFICE,
        Role.STREET_LEADER: OrganisationKind.STREET_OFFICE,
        Role.COMMUNITY_WORKER: OrganisationKind.COMMUNITY,
        Role.LEADING_GROUP_OFFICE: OrganisationKind.LEADING_GROUP_OFFICE,
    }

    def make(role: str, division: str, username: str = "") -> User:
        kind = kinds.get(role, OrganisationKind.BUREAU)
        organisation, _ = Organisation.objects.get_or_create(
            name=f"{division}{kind.label}", division=divisions[division], defaults={"kind": kind}
        )
        user = User(
            username=username or f"{role}.{divisions[division].code}",
            full_name=f"示例{Role(role).label}",
            organisation=organisation,
            role=role,
            must_change_password=False,
            password_changed_on=timezone.localdate(),
        )
        user.set_password(PASSWORD)
        user.save()
        return user

    return make


@pytest.fixture
def clerk(person) -> User:
    """街道经办 of 南桥."""
    return person(Role.STREET_CLERK, "南桥街道")


@pytest.fixture
def leader(person) -> User:
    """街道负责人 of 南桥."""
    return person(Role.STREET_LEADER, "南桥街道")


@pytest.fixture
def neighbour(person) -> User:
    """邻街道经办: the clerk of 健康路."""
    return person(Role.STREET_CLERK, "健康路街道")


@pytest.fixture
def community_worker(person) -> User:
    return person(Role.COMMUNITY_WORKER, "示例社区")


@pytest.fixture
def office(person) -> User:
    """卫滨区领导小组办公室."""
    return person(Role.LEADING_GROUP_OFFICE, "卫滨区")


@pytest.fixture
def finance(person) -> User:
    return person(Role.FINANCE, "卫滨区")


@pytest.fixture
def auditor(person) -> User:
    return person(Role.AUDITOR, "卫滨区")


@pytest.fixture
def group(person) -> User:
    """领导小组 of 卫滨区: the leader who may overrule a gate."""
    return person(Role.LEADING_GROUP, "卫滨区")


@pytest.fixture
def bureau(person) -> User:
    """Another bureau of 卫滨区."""
    return person(Role.BUREAU, "卫滨区")


@pytest.fixture
def outsider(person) -> User:
    """湛河区领导小组办公室: another district."""
    return person(Role.LEADING_GROUP_OFFICE, "湛河区")


@pytest.fixture
def prefecture(person) -> User:
    """新乡市领导小组办公室, over 卫滨区 and not over 湛河区."""
    return person(Role.LEADING_GROUP_OFFICE, "新乡市")


@pytest.fixture
def system_admin(person) -> User:
    return person(Role.SYSTEM_ADMIN, "卫滨区")


@pytest.fixture
def security_admin(person) -> User:
    return person(Role.SECURITY_ADMIN, "卫滨区")


@pytest.fixture
def audit_admin(person) -> User:
    return person(Role.AUDIT_ADMIN, "卫滨区")


@pytest.fixture
def signed_in(client):
    """A browser session of a person: signed_in(clerk).get(...)."""

    def sign_in(user: User):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in

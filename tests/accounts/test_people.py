"""People and the three administrators: who enters, who grants, who only reads (F03)."""

import re
from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Act, Organisation, OrganisationKind, User
from accounts.permissions import ADMINISTRATORS, GRANTS, Permission, Role
from accounts.services import people, roles
from communities.models import Compound
from core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def street_office(clerk) -> Organisation:
    return clerk.organisation


@pytest.fixture
def newcomer(street_office, system_admin) -> User:
    """A person just entered, without a role."""
    return people.create(username="nanqiao-9", full_name="示例新人", organisation=street_office, by=system_admin)[0]


@pytest.fixture
def second_security_admin(person) -> User:
    return person(Role.SECURITY_ADMIN, "卫滨区", username="second-security")


def grant(person, role, by, reason="示例：到岗"):
    return roles.grant(person=person, role=role, reason=reason, by=by)


def test_a_new_person_sees_nothing_until_a_role_is_granted(newcomer, security_admin):
    Compound.objects.create(division_id="410703008000", name="示例小区")
    before = Compound.objects.for_user(newcomer).count()

    grant(newcomer, Role.STREET_CLERK, security_admin)

    after = Compound.objects.for_user(User.objects.get(pk=newcomer.pk)).count()
    assert (before, after) == (0, 1)


def test_the_first_password_opens_the_door_once_and_has_all_four_classes(street_office, system_admin, client):
    _, password = people.create(username="nanqiao-8", full_name="示例", organisation=street_office, by=system_admin)

    assert all(re.search(kind, password) for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]"))
    assert client.post("/sign-in/", {"username": "nanqiao-8", "password": password}).status_code == 302
    assert client.get("/").url == "/password/"


def test_the_security_administrator_enters_nobody(street_office, security_admin):
    with pytest.raises(NotAllowed):
        people.create(username="x", full_name="示例", organisation=street_office, by=security_admin)


def test_the_system_administrator_grants_nothing(newcomer, system_admin):
    with pytest.raises(NotAllowed):
        grant(newcomer, Role.STREET_CLERK, system_admin)


def test_the_audit_administrator_changes_nothing(newcomer, street_office, audit_admin):
    with pytest.raises(NotAllowed):
        grant(newcomer, Role.STREET_CLERK, audit_admin)
    with pytest.raises(NotAllowed):
        people.reset_password(person=newcomer, by=audit_admin)


def test_nobody_changes_her_own_role(security_admin, second_security_admin):
    with pytest.raises(NotAllowed, match="不能给自己变更角色"):
        grant(security_admin, Role.LEADING_GROUP_OFFICE, security_admin)


@pytest.mark.parametrize("held", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("wanted", sorted(ADMINISTRATORS))
def test_who_was_one_administrator_never_becomes_another(held, wanted, person, security_admin):
    colleague = person(held, "卫滨区", username="colleague")
    person(held, "卫滨区", username="another")
    grant(colleague, "", security_admin, reason="示例：调岗")

    if held == wanted:
        assert grant(colleague, wanted, security_admin).role == wanted
    else:
        with pytest.raises(DomainError, match="三员不得由同一账号兼任"):
            grant(colleague, wanted, security_admin)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_an_administrator_has_no_right_on_business_data(role):
    administrative = {
        Permission.VIEW_AUDIT,
        Permission.VIEW_PEOPLE,
        Permission.MANAGE_PEOPLE,
        Permission.GRANT_ROLES,
        Permission.SET_CALENDAR,
    }

    assert GRANTS[role] <= administrative


def test_an_administrator_sees_no_compound(system_admin):
    Compound.objects.create(division_id="410703008000", name="示例小区")

    assert not Compound.objects.for_user(system_admin).exists()


def test_the_last_administrator_of_a_kind_stays(security_admin, system_admin, second_security_admin):
    people.close(person=second_security_admin, on=None, reason="示例", by=system_admin)

    with pytest.raises(DomainError, match="唯一在用的安全管理员"):
        people.close(person=security_admin, on=None, reason="示例", by=system_admin)


def test_the_system_administrator_cannot_become_another_administrator_by_a_new_password(system_admin, security_admin):
    with pytest.raises(NotAllowed, match="请在服务器上办理"):
        people.reset_password(person=security_admin, by=system_admin)


def test_who_made_her_password_could_administer_in_her_name(office, security_admin, system_admin):
    deputy, _ = people.create(username="deputy", full_name="示例", organisation=office.organisation, by=system_admin)

    with pytest.raises(DomainError, match="请本人先登录改密码"):
        grant(deputy, Role.SECURITY_ADMIN, security_admin)


def test_a_role_taken_away_meanwhile_does_not_come_back_with_a_new_password(clerk, security_admin):
    page_opened_before = User.objects.get(pk=clerk.pk)
    grant(clerk, "", security_admin)

    people.change_password(person=page_opened_before, password="Xinren#2024", today=date(2026, 3, 20))

    clerk.refresh_from_db()
    assert clerk.role == ""


def test_a_person_is_entered_into_an_organisation_found_by_its_name(clerk, outsider, system_admin, signed_in):
    found = signed_in(system_admin).get(reverse("accounts:organisation_search"), {"q": "街道"}).json()["results"]

    assert found == [{"code": str(clerk.organisation_id), "name": clerk.organisation.name, "path": "南桥街道"}]


def test_an_organisation_of_another_district_is_refused_and_not_even_named(outsider, system_admin, signed_in):
    facts = {"username": "x", "full_name": "示例", "organisation": outsider.organisation_id, "email": ""}

    page = signed_in(system_admin).post(reverse("accounts:person_create"), facts)

    assert page.status_code == 422
    assert outsider.organisation.name not in page.content.decode()


@pytest.mark.parametrize("role", [Role.LEADING_GROUP_OFFICE, Role.FINANCE, Role.COMMUNITY_WORKER, Role.SYSTEM_ADMIN])
def test_a_role_suits_the_organisation(role, newcomer, security_admin):
    with pytest.raises(DomainError, match="只能授予"):
        grant(newcomer, role, security_admin)


def test_finance_is_for_the_finance_bureau(divisions, system_admin, security_admin):
    made = [
        Organisation.objects.create(
            name=f"示例{function}局", kind=OrganisationKind.BUREAU, function=function, division=divisions["卫滨区"]
        )
        for function in ("civil_affairs", "finance")
    ]
    civil, finance = (
        people.create(username=f"bureau-{o.pk}", full_name="示例", organisation=o, by=system_admin)[0] for o in made
    )

    assert grant(finance, Role.FINANCE, security_admin).role == Role.FINANCE
    with pytest.raises(DomainError, match="财政"):
        grant(civil, Role.FINANCE, security_admin)


def test_a_person_of_another_district_is_out_of_reach(outsider, system_admin, security_admin):
    with pytest.raises(NotAllowed):
        people.reset_password(person=outsider, by=system_admin)
    with pytest.raises(NotAllowed):
        grant(outsider, "", security_admin)


def test_moving_to_another_organisation_takes_the_role_away(clerk, neighbour, system_admin):
    people.edit(person=clerk, full_name="示例", email="", organisation=neighbour.organisation, by=system_admin)

    clerk.refresh_from_db()
    assert (clerk.organisation, clerk.role) == (neighbour.organisation, "")


def test_who_has_open_work_does_not_move(clerk, neighbour, system_admin):
    Compound.objects.create(division_id="410703008000", name="示例小区", assigned_to=clerk)

    with pytest.raises(DomainError, match="手上还有：小区 1 项"):
        people.edit(person=clerk, full_name="示例", email="", organisation=neighbour.organisation, by=system_admin)


def test_a_new_password_ends_the_open_session(clerk, system_admin, client):
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")

    people.reset_password(person=clerk, by=system_admin)

    assert "/sign-in/" in client.get("/rights/").url


def test_a_closed_account_is_out_at_once(clerk, system_admin, client):
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")

    people.close(person=clerk, on=None, reason="示例", by=system_admin)

    assert "/sign-in/" in client.get("/rights/").url


def test_who_returns_gets_a_first_password_and_no_role(clerk, system_admin):
    people.close(person=clerk, on=None, reason="示例", by=system_admin)

    people.reopen(person=clerk, by=system_admin)

    clerk.refresh_from_db()
    assert (clerk.is_active, clerk.role, clerk.must_change_password) == (True, "", True)


def test_an_account_in_use_is_not_reopened(clerk, system_admin):
    with pytest.raises(DomainError, match="不必恢复"):
        people.reopen(person=clerk, by=system_admin)


def test_every_change_of_a_role_is_on_record(newcomer, security_admin):
    grant(newcomer, Role.STREET_CLERK, security_admin, reason="卫滨住建函〔2023〕示例号")

    entry = Act.objects.latest("pk")
    assert (entry.by, entry.action, entry.reason) == (security_admin, "授予角色", "卫滨住建函〔2023〕示例号")
    assert entry.in_words == "角色：空 → 街道经办"


def test_unlocking_lets_her_in_again(client, clerk, security_admin):
    for _ in range(5):
        client.post("/sign-in/", {"username": clerk.username, "password": "wrong"})

    roles.unlock(person=clerk, by=security_admin)

    assert client.post("/sign-in/", {"username": clerk.username, "password": "Weibin-2023!"}).status_code == 302


def test_entering_a_person_in_the_browser_shows_her_password_once(street_office, system_admin, signed_in):
    facts = {"username": "nanqiao-7", "full_name": "示例", "organisation": street_office.pk, "email": ""}

    page = signed_in(system_admin).post(reverse("accounts:person_create"), facts)

    password = page.context["password"]
    assert password in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0")
    assert User.objects.get(username="nanqiao-7").check_password(password)


def test_an_account_name_is_given_once(clerk, street_office, system_admin, signed_in):
    facts = {"username": clerk.username, "full_name": "示例", "organisation": street_office.pk, "email": ""}

    page = signed_in(system_admin).post(reverse("accounts:person_create"), facts)

    assert page.status_code == 422
    assert "已经有人用了" in page.content.decode()


def test_granting_in_the_browser_offers_only_roles_that_suit(newcomer, security_admin, signed_in):
    page = signed_in(security_admin).get(reverse("accounts:person_role", args=[newcomer.pk]))

    assert [value for value, _ in page.context["form"].fields["role"].choices] == ["", "street_clerk", "street_leader"]


def test_the_list_shows_who_is_locked_out(client, clerk, security_admin, signed_in):
    for _ in range(5):
        client.post("/sign-in/", {"username": clerk.username, "password": "wrong"})

    page = signed_in(security_admin).get(reverse("accounts:person_list"), {"state": "locked"})

    assert page.context["page"].rows == [clerk]


def test_the_list_takes_the_same_queries_for_two_and_for_twenty_people(
    street_office, system_admin, signed_in, django_assert_num_queries, django_assert_max_num_queries
):
    browser = signed_in(system_admin)
    browser.get(reverse("accounts:person_list"))
    with django_assert_max_num_queries(8) as few:
        browser.get(reverse("accounts:person_list"))
    for number in range(20):
        User.objects.create(username=f"p{number}", full_name="示例", organisation=street_office)

    with django_assert_num_queries(len(few)):
        browser.get(reverse("accounts:person_list"))


def test_the_table_of_rights_names_every_role_and_every_right(clerk, signed_in):
    page = signed_in(clerk).get(reverse("accounts:rights")).content.decode()

    assert all(label in page for label in [*Role.labels, *Permission.labels])

"""Every address is tried by every role, the street next door, another district and nobody (style-examples.md, 7)."""

from contextlib import nullcontext

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accounts.permissions import Role
from tests.matrix import MATRIX, World

HOME = {
    Role.STREET_CLERK: "南桥街道",
    Role.STREET_LEADER: "南桥街道",
    Role.COMMUNITY_WORKER: "示例社区",
}
OPENED = {"get": {200, 302}, "post": {200, 204, 302, 400, 409, 422}}


@pytest.fixture
def world(divisions, person) -> World:
    return World(divisions=divisions, people={role: person(role, HOME.get(role, "卫滨区")) for role in Role})


def refuse_writes(execute, sql, params, many, context):
    """A page that is only looked at changes nothing, but for the sign of life in the session."""
    verb = sql.split(" ", 1)[0]
    if verb in {"INSERT", "UPDATE", "DELETE"} and "django_session" not in sql:
        raise AssertionError(f"a GET request writes: {sql}")
    return execute(sql, params, many, context)


def answer(client, case, url) -> int | str:
    """The status of the answer, or where it sends the person; whatever it changed is taken back."""
    looking = connection.execute_wrapper(refuse_writes) if case.method == "get" else nullcontext()
    with transaction.atomic(), looking:
        response = getattr(client, case.method)(url, case.data)
        if response.streaming:
            response.getvalue()  # read to its end, a file is closed; close() would take the test's connection with it
        transaction.set_rollback(True)
    sent_away = response.headers.get("Location", "").startswith(f"{reverse('accounts:sign_in')}?next=")
    return "sign in" if sent_away else response.status_code


def expected(case, role, *, inside: bool) -> set[int]:
    names_a_record = case.args and not case.everywhere
    if role in case.hidden or (role in case.roles and names_a_record and not inside):
        return {404}
    if role in case.roles:
        return OPENED[case.method]
    # Outside, a record that her role may see does not exist, also where it may only be touched by those who drew it up.
    return {403} if inside or not names_a_record else {403, 404}


@pytest.mark.parametrize("name", MATRIX)
def test_an_address_opens_for_those_it_is_meant_for(name, world, client, signed_in, neighbour, outsider):
    case = MATRIX[name]
    url = reverse(name, args=case.args(world) if case.args else ())
    visitor_gets = {"sign in"} if not case.visitors else OPENED[case.method]
    tries = {"未登录": (answer(client, case, url), visitor_gets)}
    for role, user in world.people.items():
        tries[role.label] = (answer(signed_in(user), case, url), expected(case, role, inside=True))
    for user, inside in ((neighbour, case.next_door), (outsider, False)):
        tries[str(user.organisation)] = (answer(signed_in(user), case, url), expected(case, user.role, inside=inside))

    wrong = {who: {"got": got, "wanted": wanted} for who, (got, wanted) in tries.items() if got not in wanted}

    assert wrong == {}

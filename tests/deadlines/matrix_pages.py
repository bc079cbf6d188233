"""Who opens the pages of what is due. To-dos are everybody's who works on projects; the lists are of a territory."""

from datetime import UTC, datetime

from accounts.permissions import Role, roles_with
from deadlines.services import feeds
from tests.matrix import EVERYBODY, Case, World

WORKING = frozenset(map(Role, roles_with("see_todo")))
OVERSEEING = frozenset(map(Role, roles_with("view_deadlines")))


def a_token(world: World) -> list[str]:
    """The calendar address of the clerk; whoever holds it needs no sign-in."""
    return [feeds.renew(by=world.people[Role.STREET_CLERK], now=datetime(2023, 3, 20, tzinfo=UTC))]


MATRIX = {
    "deadlines:todo": Case(roles=WORKING),
    "deadlines:month": Case(roles=WORKING),
    "deadlines:deadline_list": Case(roles=OVERSEEING),
    "deadlines:organisation_search": Case(roles=OVERSEEING),
    "deadlines:ranking": Case(roles=OVERSEEING),
    "deadlines:as_text": Case(roles=OVERSEEING),
    "deadlines:feed_settings": Case(roles=WORKING),
    "deadlines:feed_renew": Case(roles=WORKING, method="post"),
    "deadlines:feed_revoke": Case(roles=WORKING, method="post"),
    "deadlines:feed": Case(roles=EVERYBODY, args=a_token, everywhere=True, visitors=True),
}

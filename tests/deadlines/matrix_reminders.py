"""Who opens the pages of reminders."""

from datetime import date

from django.utils import timezone

from accounts.permissions import Permission, Role, allowed
from deadlines.choices import Channel
from deadlines.models import Delivery, Digest, Robot
from tests.matrix import READERS, Case, World

OFFICE = frozenset({Role.LEADING_GROUP_OFFICE})
REMINDED = frozenset(role for role in Role if allowed(role, Permission.SEE_TODO))
ON = date(2023, 5, 24)


def a_digest(world: World) -> Digest:
    """The office's own."""
    return Digest.objects.create(person=world.people[Role.LEADING_GROUP_OFFICE], on=ON)


def a_delivery(world: World) -> Delivery:
    return Delivery.objects.create(
        channel=Channel.EMAIL,
        digest=a_digest(world),
        division=world.divisions["卫滨区"],
        on=ON,
        next_try_at=timezone.now(),
    )


def a_robot(world: World) -> Robot:
    return Robot.objects.create(
        organisation=world.people[Role.STREET_CLERK].organisation,
        division=world.divisions["南桥街道"],
        channel=Channel.WECOM,
        name="示例群",
        address="https://robot.example/send?key=示例",
    )


OWN = {"roles": REMINDED, "hidden": REMINDED - OFFICE, "args": lambda world: [a_digest(world).pk]}

MATRIX = {
    "deadlines:digest_list": Case(roles=REMINDED),
    "deadlines:digest_detail": Case(**OWN),
    "deadlines:digest_read": Case(**OWN, method="post"),
    "deadlines:rule_list": Case(roles=READERS),
    "deadlines:rule_create": Case(roles=OFFICE),
    "deadlines:delivery_list": Case(roles=OFFICE),
    "deadlines:reading_list": Case(roles=OFFICE),
    "deadlines:delivery_detail": Case(roles=OFFICE, args=lambda world: [a_delivery(world).pk]),
    "deadlines:delivery_resend": Case(roles=OFFICE, args=lambda world: [a_delivery(world).pk], method="post"),
    "deadlines:robot_list": Case(roles=OFFICE),
    "deadlines:robot_create": Case(roles=OFFICE),
    "deadlines:robot_edit": Case(roles=OFFICE, args=lambda world: [a_robot(world).pk]),
    "deadlines:robot_remove": Case(roles=OFFICE, args=lambda world: [a_robot(world).pk], method="post"),
}

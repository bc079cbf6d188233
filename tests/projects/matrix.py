"""Who opens the pages of programmes. A programme is issued to its whole district; what it lists lies in one street."""

from accounts.permissions import Role
from communities.models import Compound
from projects.models import Batch, Programme, ProgrammeEntry
from projects.services import batches, entries, programmes
from tests.matrix import READERS, Case, World

OFFICE = frozenset({Role.LEADING_GROUP_OFFICE})
PROGRAMME_READERS = READERS - {Role.COMMUNITY_WORKER}


def the_programme(world: World) -> Programme:
    by = world.people[Role.LEADING_GROUP_OFFICE]
    return programmes.create(division=world.divisions["卫滨区"], year=2023, title="2023年计划", by=by)


def a_compound(world: World) -> Compound:
    return Compound.objects.create(name="示例小区", division=world.divisions["示例社区"])


def an_entry(world: World) -> ProgrammeEntry:
    by = world.people[Role.LEADING_GROUP_OFFICE]
    return entries.add(programme=the_programme(world), compound=a_compound(world), by=by)


def a_batch(world: World) -> Batch:
    by = world.people[Role.LEADING_GROUP_OFFICE]
    return batches.add(programme=the_programme(world), number=1, name="第一期", windows=[], by=by)


def of_programme(world: World) -> list[int]:
    return [the_programme(world).pk]


def of_entry(world: World) -> list[int]:
    return [an_entry(world).pk]


def of_batch(world: World) -> list[int]:
    return [a_batch(world).pk]


MATRIX = {
    "projects:programme_list": Case(roles=PROGRAMME_READERS),
    "projects:programme_create": Case(roles=OFFICE),
    "projects:programme_detail": Case(roles=PROGRAMME_READERS, args=of_programme, next_door=True),
    "projects:programme_edit": Case(roles=OFFICE, args=of_programme),
    "projects:programme_issue": Case(roles=OFFICE, args=of_programme, method="post"),
    "projects:programme_take_back": Case(roles=OFFICE, args=of_programme),
    "projects:programme_remove": Case(roles=OFFICE, args=of_programme, method="post"),
    "projects:tie_out": Case(roles=PROGRAMME_READERS, args=of_programme, next_door=True),
    "projects:batch_list": Case(roles=PROGRAMME_READERS, args=of_programme, next_door=True),
    "projects:batch_create": Case(roles=OFFICE, args=of_programme),
    "projects:batch_assign": Case(roles=OFFICE, args=of_programme),
    "projects:batch_edit": Case(roles=OFFICE, args=of_batch),
    "projects:batch_remove": Case(roles=OFFICE, args=of_batch, method="post"),
    "projects:entry_list": Case(roles=PROGRAMME_READERS),
    "projects:entry_choose": Case(roles=OFFICE, args=of_programme),
    "projects:entry_add": Case(roles=OFFICE, args=lambda world: [the_programme(world).pk, a_compound(world).pk]),
    "projects:entry_detail": Case(roles=PROGRAMME_READERS, args=of_entry),
    "projects:entry_edit": Case(roles=OFFICE, args=of_entry),
    "projects:entry_remove": Case(roles=OFFICE, args=of_entry),
    "projects:compound_entries": Case(roles=PROGRAMME_READERS, args=lambda world: [a_compound(world).pk]),
}

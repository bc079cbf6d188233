"""Who photographs spots and keeps the 违建 ledger. The project has one site, in 示例社区."""

from datetime import date

from accounts.permissions import Role
from communities.models import Compound
from projects.choices import IllegalKind, SpotStage
from projects.models import IllegalStructure, ProjectSite, Spot, SpotPhoto
from projects.services import entries, illegal, programmes, spots
from tests.communities.factories import an_upload
from tests.matrix import READERS, Case, World
from tests.projects.conftest import a_project

SURVEYORS = frozenset({Role.STREET_CLERK, Role.COMMUNITY_WORKER, Role.LEADING_GROUP_OFFICE})
KEEPERS = frozenset({Role.STREET_CLERK, Role.LEADING_GROUP_OFFICE})
TODAY = date(2023, 5, 1)


def a_site(world: World) -> ProjectSite:
    by = world.people[Role.LEADING_GROUP_OFFICE]
    programme = programmes.create(division=world.divisions["卫滨区"], year=2023, title="2023年计划", by=by)
    compound = Compound.objects.create(name="示例小区", division=world.divisions["示例社区"])
    entry = entries.add(programme=programme, compound=compound, by=by)
    implementer = world.people[Role.STREET_CLERK].organisation
    return a_project(entry, implementer=implementer, by=by).sites.get()


def a_spot(world: World) -> Spot:
    return spots.add(site=a_site(world), name="大门口", by=world.people[Role.LEADING_GROUP_OFFICE])


def a_shot(world: World) -> SpotPhoto:
    by = world.people[Role.LEADING_GROUP_OFFICE]
    return spots.add_photo(spot=a_spot(world), stage=SpotStage.BEFORE, upload=an_upload(), by=by)


def a_structure(world: World) -> IllegalStructure:
    facts = illegal.Facts(place="3号楼西侧", kind=IllegalKind.TEMPORARY, found_on=TODAY)
    by = world.people[Role.LEADING_GROUP_OFFICE]
    return illegal.add(site=a_site(world), facts=facts, by=by, today=TODAY)


def of_project(world: World) -> list[int]:
    return [a_site(world).project_id]


def of_site(world: World) -> list[int]:
    return [a_site(world).pk]


def of_spot(world: World) -> list[int]:
    return [a_spot(world).pk]


def of_structure(world: World) -> list[int]:
    return [a_structure(world).pk]


MATRIX = {
    "projects:project_spots": Case(roles=READERS, args=of_project),
    "projects:spots_print": Case(roles=READERS, args=of_project),
    "projects:compound_spots": Case(roles=READERS, args=lambda world: [a_site(world).compound_id]),
    "projects:spot_create": Case(roles=SURVEYORS, args=of_site),
    "projects:spot_edit": Case(roles=SURVEYORS, args=of_spot),
    "projects:spot_remove": Case(roles=SURVEYORS, args=of_spot, method="post"),
    "projects:spot_photo_add": Case(roles=SURVEYORS, args=lambda world: [a_spot(world).pk, "before"]),
    "projects:spot_photo_detach": Case(roles=SURVEYORS, args=lambda world: [a_shot(world).pk], method="post"),
    "projects:project_illegal": Case(roles=READERS, args=of_project),
    "projects:illegal_list": Case(roles=READERS),
    "projects:illegal_summary": Case(roles=READERS),
    "projects:illegal_detail": Case(roles=READERS, args=of_structure),
    "projects:illegal_create": Case(roles=KEEPERS, args=of_site),
    "projects:illegal_edit": Case(roles=KEEPERS, args=of_structure),
    "projects:illegal_demolish": Case(roles=KEEPERS, args=of_structure),
    "projects:illegal_retain": Case(roles=KEEPERS, args=of_structure),
    "projects:illegal_reopen": Case(roles=KEEPERS, args=of_structure),
}

"""Who opens the pages of projects and makes them."""

from datetime import date

from accounts.permissions import Role
from projects.models import Project
from projects.services import projects
from tests.matrix import READERS, Case, World
from tests.projects.matrix import a_compound, an_entry, of_programme

OFFICE = frozenset({Role.LEADING_GROUP_OFFICE})


def a_project(world: World) -> Project:
    """Of one compound in 示例社区."""
    entry, by = an_entry(world), world.people[Role.LEADING_GROUP_OFFICE]
    day = date(2023, 3, 6)
    return projects.create(programme=entry.programme, entries=[entry], name="示例小区改造项目", by=by, today=day)


def of_project(world: World) -> list[int]:
    return [a_project(world).pk]


MATRIX = {
    "projects:project_list": Case(roles=READERS),
    "projects:project_search": Case(roles=READERS),
    "projects:project_detail": Case(roles=READERS, args=of_project),
    "projects:project_history": Case(roles=READERS, args=of_project),
    "projects:project_edit": Case(roles=OFFICE, args=of_project),
    "projects:project_split": Case(roles=OFFICE, args=of_project),
    "projects:project_interrupt": Case(roles=OFFICE, args=of_project),
    "projects:project_create": Case(roles=OFFICE, args=of_programme),
    "projects:project_generate": Case(roles=OFFICE, args=of_programme, method="post"),
    "projects:project_merge": Case(roles=OFFICE, args=of_programme),
    "projects:compound_projects": Case(roles=READERS, args=lambda world: [a_compound(world).pk]),
}

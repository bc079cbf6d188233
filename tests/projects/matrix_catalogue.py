"""Who opens the pages of work items, duties and tasks."""

from accounts.permissions import Role
from projects.models import Project, Task, WorkItem
from projects.services import catalogue
from projects.services.catalogue import ItemFacts
from tests.matrix import EVERYBODY, READERS, Case, World
from tests.projects.conftest import a_project
from tests.projects.matrix import OFFICE, an_entry

OUTSIDE = frozenset({Role.UTILITY, Role.CONTRACTOR})  # they see their own tasks, no projects
STREET = frozenset({Role.STREET_CLERK, Role.STREET_LEADER})


def an_item(world: World) -> WorkItem:
    facts = ItemFacts(code="WB01", name="晾衣架", category="improvement", unit="个")
    by = world.people[Role.LEADING_GROUP_OFFICE]
    return catalogue.add(division=world.divisions["卫滨区"], facts=facts, by=by)


def the_project(world: World) -> Project:
    implementer = world.people[Role.STREET_CLERK].organisation
    return a_project(an_entry(world), implementer=implementer, by=world.people[Role.LEADING_GROUP_OFFICE])


def a_task(world: World) -> Task:
    """Owed by the street office of 南桥: its people and the office may do it."""
    return Task.objects.create(
        project=the_project(world),
        organisation=world.people[Role.STREET_CLERK].organisation,
        duty="items",
        title="核对管线图",
        given_by=world.people[Role.LEADING_GROUP_OFFICE],
    )


def of_item(world: World) -> list[int]:
    return [an_item(world).pk]


def of_project(world: World) -> list[int]:
    return [the_project(world).pk]


def of_task(world: World) -> list[int]:
    return [a_task(world).pk]


MATRIX = {
    "projects:item_list": Case(roles=READERS),
    "projects:item_search": Case(roles=EVERYBODY),
    "projects:plan_terms": Case(roles=READERS),
    "projects:item_detail": Case(roles=READERS, args=of_item, next_door=True),
    "projects:item_create": Case(roles=OFFICE),
    "projects:item_edit": Case(roles=OFFICE, args=of_item),
    "projects:item_retire": Case(roles=OFFICE, args=of_item),
    "projects:item_restore": Case(roles=OFFICE, args=of_item, method="post"),
    "projects:responsibility_list": Case(roles=READERS),
    "projects:responsibility_create": Case(roles=OFFICE),
    "projects:project_tasks": Case(roles=READERS, args=of_project),
    "projects:tasks_from_matrix": Case(roles=OFFICE, args=of_project, method="post"),
    "projects:task_give": Case(roles=OFFICE, args=of_project),
    "projects:task_detail": Case(roles=READERS | OUTSIDE, hidden=OUTSIDE, args=of_task),
    "projects:task_done": Case(roles=STREET | OFFICE | OUTSIDE, hidden=OUTSIDE, args=of_task),
    "projects:task_take_back": Case(roles=OFFICE, args=of_task),
}

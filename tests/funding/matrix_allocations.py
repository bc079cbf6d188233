"""Who opens the pages of money on its way down: read by all who see funds, passed down by the finance bureau."""

from accounts.permissions import Role
from funding.models import Allotment, Simulation, SimulationLine
from tests.funding import stories
from tests.matrix import READERS, Case, World
from tests.projects.matrix_projects import a_project

FUND_READERS = READERS - {Role.COMMUNITY_WORKER}
FINANCE = frozenset({Role.FINANCE})
STREET = frozenset({Role.STREET_CLERK, Role.STREET_LEADER})


def a_root(world: World) -> Allotment:
    return stories.the_root(stories.a_document(world.divisions["卫滨区"], by=world.people[Role.FINANCE]))


def a_pot(world: World) -> Allotment:
    """200 万元 for a project in 示例社区."""
    return stories.allotted(a_root(world), to=a_project(world), wan=200, by=world.people[Role.FINANCE])


def a_simulation(world: World) -> Simulation:
    root = a_root(world)
    made = Simulation.objects.create(
        allotment=root,
        division=root.division,
        name="方案1",
        recipients="streets",
        amount=stories.yuan(100),
        created_by=world.people[Role.FINANCE],
    )
    SimulationLine.objects.create(
        simulation=made, position=1, division=world.divisions["南桥街道"], amount=stories.yuan(100)
    )
    return made


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "funding:allotment_list": Case(roles=FUND_READERS),
    "funding:allotment_detail": Case(roles=FUND_READERS, **of(a_pot)),
    "funding:recipient_search": Case(roles=FINANCE, data={"q": "南桥"}),
    "funding:allocate": Case(roles=FINANCE, **of(a_root)),
    "funding:take_back": Case(roles=FINANCE, **of(a_pot)),
    "funding:move": Case(roles=FINANCE, **of(a_pot)),
    "funding:simulation_create": Case(roles=FINANCE, **of(a_root)),
    "funding:simulation_compare": Case(roles=FUND_READERS, hidden=STREET, **of(a_root)),
    "funding:simulation_detail": Case(roles=FUND_READERS, hidden=STREET, **of(a_simulation)),
    "funding:simulation_edit": Case(roles=FINANCE, **of(a_simulation)),
    "funding:simulation_decide": Case(roles=FINANCE, **of(a_simulation)),
    "funding:simulation_remove": Case(roles=FINANCE, method="post", **of(a_simulation)),
}

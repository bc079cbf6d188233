"""Who opens the pages of phases, gates and templates."""

from datetime import date

from accounts.permissions import GRANTS, Permission, Role
from projects.models import Gate, Phase, Project
from projects.services import gates, phases, templates
from projects.services.templates import GateLine, PhaseLine
from tests.matrix import READERS, Case, World
from tests.projects.conftest import a_project
from tests.projects.matrix import OFFICE, an_entry

TODAY = date(2023, 3, 10)
EDITORS = frozenset({Role.STREET_CLERK, Role.LEADING_GROUP_OFFICE})
PROVERS = frozenset(role for role in Role if Permission.PROVE_GATES in GRANTS[role])
OUTSIDE = frozenset({Role.UTILITY, Role.CONTRACTOR})


def a_template(world: World):
    lines = [
        PhaseLine(
            name="前期准备",
            duty="scheme",
            status="preparing",
            ends_on=date(2023, 3, 31),
            gates=(GateLine(name="改造方案制定", duty="scheme"),),
        ),
        PhaseLine(name="工程实施", duty="works", status="under_construction", ends_on=date(2023, 10, 31)),
    ]
    return templates.save(
        division=world.divisions["卫滨区"],
        name="四阶段",
        year=2023,
        since=date(2023, 2, 28),
        document="卫政办〔2023〕2号",
        phases=lines,
        by=world.people[Role.LEADING_GROUP_OFFICE],
    )


def a_phased_project(world: World) -> Project:
    office, street = world.people[Role.LEADING_GROUP_OFFICE], world.people[Role.STREET_CLERK].organisation
    project = a_project(an_entry(world), implementer=street, by=office)
    phases.apply(template=a_template(world), projects=[project.pk], by=office, today=TODAY)
    return project


def a_begun_phase(world: World) -> Phase:
    phase = a_phased_project(world).phases.first()
    office = world.people[Role.LEADING_GROUP_OFFICE]
    return phases.start(phase=phase, on=TODAY, by=office, today=TODAY)


def a_gate(world: World) -> Gate:
    """Owed by the street that implements the project."""
    return a_phased_project(world).gates.get()


def a_proved_gate(world: World) -> Gate:
    gate = a_gate(world)
    office = world.people[Role.LEADING_GROUP_OFFICE]
    return gates.satisfy(project=gate.project, gate=gate, evidence="纪要〔2023〕1号", by=office, on=TODAY)


def of(make):
    return lambda world: [make(world).pk]


MATRIX = {
    "projects:project_phases": Case(roles=READERS, args=of(a_phased_project)),
    "projects:phase_start": Case(roles=EDITORS, args=lambda world: [a_phased_project(world).phases.first().pk]),
    "projects:phase_finish": Case(roles=EDITORS, args=of(a_begun_phase)),
    "projects:phase_dates": Case(roles=EDITORS, args=of(a_begun_phase)),
    "projects:phase_undo": Case(roles=OFFICE, args=of(a_begun_phase)),
    # Finance and other bureaus prove only what they owe: this one is the street's.
    "projects:gate_satisfy": Case(roles=PROVERS - {Role.FINANCE, Role.BUREAU}, hidden=OUTSIDE, args=of(a_gate)),
    "projects:gate_overrule": Case(roles=frozenset({Role.LEADING_GROUP}), args=of(a_gate)),
    "projects:gate_take_back": Case(roles=OFFICE, args=of(a_proved_gate)),
    "projects:board": Case(roles=READERS),
    "projects:phase_list": Case(roles=READERS),
    "projects:street_gantt": Case(roles=READERS),
    "projects:template_list": Case(roles=READERS),
    "projects:template_create": Case(roles=OFFICE),
    "projects:template_detail": Case(roles=READERS, args=of(a_template), next_door=True),
    "projects:template_apply": Case(roles=OFFICE, args=of(a_template)),
}

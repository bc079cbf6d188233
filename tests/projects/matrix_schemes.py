"""Who opens the pages of a scheme: drawn up by the street, decided by the office, read by all who see the project."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.permissions import GRANTS, Permission, Role
from projects.choices import FileKind
from projects.models import Project, ProjectFile, Scheme, SchemeItem, WorkItem
from projects.services import files, scheme_items, schemes
from tests.matrix import READERS, Case, World
from tests.projects.conftest import a_project
from tests.projects.matrix import an_entry

EDITORS = frozenset(role for role, rights in GRANTS.items() if Permission.EDIT_PROJECTS in rights)
OFFICE = frozenset({Role.LEADING_GROUP_OFFICE})
PDF = b"%PDF-1.4\n%%EOF\n"


def the_project(world: World) -> Project:
    people = world.people
    street = people[Role.STREET_CLERK].organisation
    return a_project(an_entry(world), implementer=street, by=people[Role.LEADING_GROUP_OFFICE])


def a_scheme(world: World) -> Scheme:
    return schemes.start(project=the_project(world), by=world.people[Role.STREET_CLERK])


def a_line(world: World) -> SchemeItem:
    scheme = a_scheme(world)
    item = WorkItem.objects.create(
        division=world.divisions["卫滨区"], code="J01", name="外墙", category="basic", unit="㎡"
    )
    return scheme_items.add(
        scheme=scheme,
        site=scheme.project.sites.get(),
        item=item,
        quantity=Decimal(100),
        unit_price=Decimal("85.50"),
        by=world.people[Role.STREET_CLERK],
    )


def drawn_up(world: World) -> Scheme:
    return a_line(world).scheme


def submitted(world: World) -> Scheme:
    scheme, clerk = drawn_up(world), world.people[Role.STREET_CLERK]
    Project.objects.filter(pk=scheme.project_id).update(investment=Decimal(10_000))
    schemes.set_funds(scheme=scheme, version=1, funds={"district": Decimal(8_550)}, by=clerk)
    return schemes.submit(scheme=scheme, by=clerk, now=timezone.now())


def approved(world: World) -> Scheme:
    office = world.people[Role.LEADING_GROUP_OFFICE]
    day = timezone.localdate()
    return schemes.approve(scheme=submitted(world), document="卫旧改办〔2023〕1号", on=day, by=office, today=day)


def a_file(world: World) -> ProjectFile:
    clerk = world.people[Role.STREET_CLERK]
    upload = SimpleUploadedFile("图纸.pdf", PDF)
    return files.add(project=the_project(world), upload=upload, kind=FileKind.DRAWING, by=clerk)


def two_versions(world: World) -> list[int]:
    first = approved(world)
    by = world.people[Role.STREET_CLERK]
    return [first.pk, schemes.start_variation(project=first.project, reason="增加雨污分流", by=by).pk]


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "projects:project_scheme": Case(roles=READERS, **of(the_project)),
    "projects:scheme_start": Case(roles=EDITORS, method="post", **of(the_project)),
    "projects:scheme_variation": Case(roles=EDITORS, args=lambda world: [approved(world).project_id]),
    "projects:scheme_detail": Case(roles=READERS, **of(a_scheme)),
    "projects:scheme_edit": Case(roles=EDITORS, **of(a_scheme)),
    "projects:scheme_funds": Case(roles=EDITORS, **of(a_scheme)),
    "projects:scheme_submit": Case(roles=EDITORS, method="post", **of(drawn_up)),
    "projects:scheme_withdraw": Case(roles=EDITORS, method="post", **of(submitted)),
    "projects:scheme_approve": Case(roles=OFFICE, **of(submitted)),
    "projects:scheme_return": Case(roles=OFFICE, **of(submitted)),
    "projects:scheme_discard": Case(roles=EDITORS, **of(a_scheme)),
    "projects:scheme_compare": Case(roles=READERS, args=two_versions),
    "projects:scheme_copy": Case(roles=EDITORS, **of(a_scheme)),
    "projects:scheme_item_list": Case(roles=READERS),
    "projects:scheme_item_add": Case(roles=EDITORS, **of(a_scheme)),
    "projects:scheme_item_edit": Case(roles=EDITORS, **of(a_line)),
    "projects:scheme_item_remove": Case(roles=EDITORS, method="post", **of(a_line)),
    "projects:file_add": Case(roles=EDITORS, **of(the_project)),
    "projects:file_download": Case(roles=READERS, **of(a_file)),
    "projects:file_remove": Case(roles=EDITORS, **of(a_file)),
    "projects:scheme_rule_list": Case(roles=READERS),
    "projects:scheme_rule_create": Case(roles=OFFICE),
}

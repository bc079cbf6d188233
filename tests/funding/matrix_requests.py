"""Who opens the pages of payment requests: read by all who see money, moved by the street and the finance bureau."""

from accounts.permissions import Role
from funding.choices import RequestStatus
from funding.models import ContractPart, PaymentRequest
from tests.funding import stories
from tests.matrix import READERS, Case, World
from tests.projects.matrix_projects import a_project

FUND_READERS = READERS - {Role.COMMUNITY_WORKER}
FILLS = frozenset({Role.STREET_CLERK, Role.LEADING_GROUP_OFFICE})
HOLDS = frozenset({Role.STREET_CLERK})  # whose street drew it up
REVIEWS = frozenset({Role.FINANCE})


def a_part(world: World) -> ContractPart:
    """The contract of a project in 示例社区, with money allotted."""
    project, finance = a_project(world), world.people[Role.FINANCE]
    document = stories.a_document(world.divisions["卫滨区"], by=finance)
    stories.allotted(stories.the_root(document), to=project, wan=200, by=finance)
    stories.budgeted(project, 180)
    return stories.a_contract(project, by=world.people[Role.STREET_CLERK])


def a_request(world: World, status: str = RequestStatus.DRAFT) -> PaymentRequest:
    part, finance = a_part(world), world.people[Role.FINANCE]
    decided = {"reviewer": finance} if status in (RequestStatus.APPROVED, RequestStatus.PAID) else {}
    pot = part.project.allotments.get()
    return stories.a_request(part, pot, by=world.people[Role.STREET_CLERK], status=status, **decided)


def approved(world: World) -> PaymentRequest:
    return a_request(world, RequestStatus.APPROVED)


def submitted(world: World) -> PaymentRequest:
    return a_request(world, RequestStatus.SUBMITTED)


def paid(world: World) -> PaymentRequest:
    request = approved(world)
    stories.paid(request, by=world.people[Role.FINANCE])
    return request


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "funding:request_list": Case(roles=FUND_READERS),
    "funding:request_approve_all": Case(roles=REVIEWS),
    "funding:request_create": Case(roles=FILLS, **of(a_part)),
    "funding:request_detail": Case(roles=FUND_READERS, **of(a_request)),
    "funding:request_print": Case(roles=FUND_READERS, **of(paid)),
    "funding:request_edit": Case(roles=HOLDS, **of(a_request)),
    "funding:request_submit": Case(roles=HOLDS, method="post", **of(a_request)),
    "funding:request_withdraw": Case(roles=HOLDS, method="post", **of(submitted)),
    "funding:request_cancel": Case(roles=HOLDS, method="post", **of(a_request)),
    "funding:request_return": Case(roles=REVIEWS, **of(submitted)),
    "funding:request_approve": Case(roles=REVIEWS, **of(submitted)),
    "funding:request_recall": Case(roles=REVIEWS, **of(approved)),
    "funding:request_pay": Case(roles=REVIEWS, **of(approved)),
    "funding:request_reverse": Case(roles=REVIEWS, **of(paid)),
}

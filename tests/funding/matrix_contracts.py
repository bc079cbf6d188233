"""Who opens the pages of a project's money, of budget reviews and contracts."""

from datetime import date
from uuid import uuid4

from accounts.permissions import Role
from funding.models import BudgetReview, Contract, ContractPart
from funding.services import budgets, contracts
from tests.funding.stories import CODE, yuan
from tests.matrix import READERS, Case, World
from tests.projects.matrix_projects import a_project, of_project

FUND_READERS = READERS - {Role.COMMUNITY_WORKER}
OFFICE = frozenset({Role.LEADING_GROUP_OFFICE})
FILLERS = OFFICE | {Role.STREET_CLERK}
DAY = date(2023, 4, 1)


def a_review(world: World) -> BudgetReview:
    return budgets.submit(
        project=a_project(world),
        kind="budget",
        submitted_on=DAY,
        amount=yuan(200),
        agency="示例评审中心",
        by=world.people[Role.LEADING_GROUP_OFFICE],
        today=DAY,
    )


def a_contract(world: World) -> Contract:
    return contracts.sign(
        project=a_project(world),
        amount=yuan(150),
        key=uuid4(),
        by=world.people[Role.LEADING_GROUP_OFFICE],
        today=DAY,
        kind="construction",
        number="卫滨施工〔2023〕1号",
        name="示例施工合同",
        party="示例建筑工程有限公司",
        credit_code=CODE,
        signed_on=DAY,
    )


def a_part(world: World) -> ContractPart:
    return a_contract(world).parts.get()


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "funding:project_funds": Case(roles=FUND_READERS, args=of_project),
    "funding:account_list": Case(roles=FUND_READERS),
    "funding:review_list": Case(roles=FUND_READERS),
    "funding:review_create": Case(roles=FILLERS, args=of_project),
    "funding:review_decide": Case(roles=frozenset({Role.FINANCE}), **of(a_review)),
    "funding:contract_list": Case(roles=FUND_READERS),
    "funding:contract_detail": Case(roles=FUND_READERS, **of(a_contract)),
    "funding:contract_create": Case(roles=FILLERS, args=of_project),
    "funding:contract_edit": Case(roles=FILLERS, **of(a_contract)),
    "funding:part_add": Case(roles=FILLERS, **of(a_contract)),
    "funding:part_change": Case(roles=FILLERS, **of(a_part)),
    "funding:part_correct": Case(roles=FILLERS, **of(a_part)),
    "funding:part_settle": Case(roles=FILLERS, **of(a_part)),
}

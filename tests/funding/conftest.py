"""卫滨区's money in 2023: one document of 946.33 万元, 200 万元 of it for 中州小区, and its contract of 150 万元."""

from datetime import date

import pytest

from funding.models import Allotment, ContractPart, FundDocument, PaymentRequest, SourceRule
from tests.funding import stories

# 中州小区 as a project of one site, and what it stands on.
from tests.projects.conftest import (  # noqa: F401
    a_project,
    compound,
    counted,
    listed,
    programme,
    project,
    street_office,
)


@pytest.fixture
def document(divisions, finance) -> FundDocument:
    """新财预〔2023〕45号 of 2023-03-01, 中央财政补助资金, 946.33 万元, held by the district."""
    return stories.a_document(divisions["卫滨区"], by=finance)


@pytest.fixture
def root(document) -> Allotment:
    """All of it, in the district's hands."""
    return stories.the_root(document)


@pytest.fixture
def pot(root, project, finance) -> Allotment:  # noqa: F811
    """200 万元 of it for 中州小区."""
    return stories.allotted(root, to=project, wan=200, by=finance)


@pytest.fixture
def part(project, clerk) -> ContractPart:  # noqa: F811
    """The construction contract of 150 万元, within an approved budget of 180 万元."""
    stories.budgeted(project, 180)
    return stories.a_contract(project, by=clerk)


@pytest.fixture
def approved(part, pot, clerk, finance) -> PaymentRequest:
    """30 万元 progress payment, approved and not yet paid."""
    return stories.a_request(part, pot, by=clerk, reviewer=finance)


@pytest.fixture
def ground(root, listed, street_office, office, clerk, finance) -> Allotment:  # noqa: F811
    """Three projects with 1 万元 each, and a settled contract of 150 万元 in a budget of 120: every ceiling is met."""
    SourceRule.objects.create(
        division=root.division, source=root.document.source, since=date(2023, 1, 1), document="示例", uses="building"
    )
    for number, entry in enumerate(listed.values(), start=1):
        made = a_project(entry, implementer=street_office, by=office)
        stories.allotted(root, to=made, wan=1, by=finance)
        stories.budgeted(made, 120)
        part = stories.a_contract(made, by=clerk, number=f"卫滨施工〔2023〕{number}号", retention_rate=0)
        ContractPart.objects.filter(pk=part.pk).update(settled=part.amount, settled_on=stories.TODAY)
    return root

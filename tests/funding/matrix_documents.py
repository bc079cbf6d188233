"""Who opens the pages of fund documents and the ledger: read by all who see money, entered by the finance bureau."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.permissions import Role
from funding.models import ClosedYear, FundAct, FundDocument, FundPaper
from funding.services import papers
from tests.funding import stories
from tests.funding.matrix_contracts import FILLERS, a_contract
from tests.matrix import READERS, Case, World

FUND_READERS = READERS - {Role.COMMUNITY_WORKER}
BUREAU = frozenset({Role.FINANCE})
STREET = frozenset({Role.STREET_CLERK, Role.STREET_LEADER})  # nothing of the document came to it


def a_document(world: World) -> FundDocument:
    return stories.a_document(world.divisions["卫滨区"], by=world.people[Role.FINANCE])


def an_act(world: World) -> FundAct:
    """南桥 got a part of it."""
    giver = stories.the_root(a_document(world))
    pot = stories.allotted(giver, to=world.divisions["南桥街道"], wan=10, by=world.people[Role.FINANCE])
    return pot.entries.get().act


def a_paper(world: World) -> FundPaper:
    upload = SimpleUploadedFile("通知.pdf", b"%PDF-1.4\n%%EOF\n")
    return papers.add(subject=a_document(world), upload=upload, by=world.people[Role.FINANCE])


def a_contracts_paper(world: World) -> FundPaper:
    upload = SimpleUploadedFile("合同.pdf", b"%PDF-1.4\n%%EOF\n")
    return papers.add(subject=a_contract(world), upload=upload, by=world.people[Role.FINANCE])


def a_closed_year(world: World) -> ClosedYear:
    return ClosedYear.objects.create(
        division=world.divisions["卫滨区"], year=2022, closed_by=world.people[Role.FINANCE]
    )


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


AMOUNT = {"amount": str(Decimal(1)), "unit": "wan"}

MATRIX = {
    "funding:overview": Case(roles=FUND_READERS),
    "funding:document_list": Case(roles=FUND_READERS),
    "funding:document_create": Case(roles=BUREAU),
    "funding:document_detail": Case(roles=FUND_READERS, hidden=STREET, **of(a_document)),
    "funding:document_edit": Case(roles=BUREAU, **of(a_document)),
    "funding:document_receive": Case(roles=BUREAU, method="post", data=AMOUNT, **of(a_document)),
    "funding:paper_add": Case(roles=frozenset(), hidden=FUND_READERS),  # a page about nothing does not exist
    "funding:paper_download": Case(roles=FUND_READERS, hidden=STREET, **of(a_paper)),
    "funding:paper_remove": Case(roles=FILLERS | BUREAU, **of(a_contracts_paper)),
    "funding:entry_list": Case(roles=FUND_READERS),
    "funding:act_detail": Case(roles=FUND_READERS, **of(an_act)),
    "funding:act_reverse": Case(roles=BUREAU, **of(an_act)),
    "funding:year_list": Case(roles=FUND_READERS),
    "funding:year_close": Case(roles=BUREAU),
    "funding:year_reopen": Case(roles=BUREAU, **of(a_closed_year)),
    "funding:rule_list": Case(roles=FUND_READERS),
    "funding:rule_create": Case(roles=BUREAU, args=lambda world: ["source"], everywhere=True),
}

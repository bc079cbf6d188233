"""Money of 卫滨区 as the tests tell it, entered by the ledger itself, without the pages' services."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from divisions.models import Division
from funding.choices import (
    ActKind,
    ChangeKind,
    ContractKind,
    DocumentKind,
    EntryKind,
    RequestKind,
    RequestStatus,
    Use,
)
from funding.models import (
    Allotment,
    Contract,
    ContractChange,
    ContractPart,
    FundAct,
    FundDocument,
    PaymentRequest,
    ProjectAccount,
)
from funding.services import ledger
from funding.services.ledger import Line
from projects.choices import Source
from projects.models import Gate, Phase, Project

ISSUED_ON, TODAY = date(2023, 3, 1), date(2023, 6, 30)
CODE = "91350100M000100Y43"  # the example of GB 32100
DIGEST = "0" * 64  # of acts that these stories enter themselves


def yuan(wan: str | int) -> Decimal:
    """万元 → 元."""
    return (Decimal(wan) * 10_000).quantize(Decimal("0.01"))


def posted(kind: ActKind, lines: Sequence[Line], *, by: User, on: date = TODAY, **more) -> FundAct:
    return ledger.post(key=uuid4(), digest=DIGEST, kind=kind, on=on, lines=lines, by=by, today=TODAY, **more)


def a_document(division: Division, *, by: User, wan: str | int = "946.33", **facts) -> FundDocument:
    """A fund document with all its money received."""
    facts = {
        "kind": DocumentKind.TRANSFER,
        "source": Source.CENTRAL_SUBSIDY,
        "year": 2023,
        "number": "新财预〔2023〕45号",
        "issued_on": ISSUED_ON,
        "amount": yuan(wan),
        "budget_code": "2210108",
    } | facts
    made = FundDocument.objects.create(division=division, created_by=by, **facts)
    root = Allotment.objects.create(document=made, division=division)
    posted(ActKind.RECEIVE, [Line(kind=EntryKind.RECEIPT, allotment=root, amount=made.amount)], by=by, on=ISSUED_ON)
    return made


def the_root(document: FundDocument) -> Allotment:
    return document.allotments.get(parent=None)


def allotted(giver: Allotment, *, to: Project | Division, wan: str | int, by: User, on: date = ISSUED_ON) -> Allotment:
    """Money passed down to a project or a street; the allotment is made where there is none yet."""
    is_project = isinstance(to, Project)
    names = {"project": to, "division_id": to.division_id} if is_project else {"division": to, "project": None}
    pot, _ = Allotment.objects.get_or_create(document=giver.document, parent=giver, **names)
    line = Line(kind=EntryKind.ALLOCATION, allotment=pot, giver=giver, amount=yuan(wan))
    posted(ActKind.ALLOCATE, [line], by=by, on=on)
    pot.refresh_from_db()
    return pot


def budgeted(project: Project, wan: str | int) -> ProjectAccount:
    """The project's approved budget."""
    account, _ = ProjectAccount.objects.update_or_create(project=project, defaults={"approved": yuan(wan)})
    return account


def a_contract(project: Project, *, by: User, wan: str | int = 150, **facts) -> ContractPart:
    """A construction contract of one project with its price as signed."""
    ProjectAccount.objects.get_or_create(project=project)
    facts = {
        "kind": ContractKind.CONSTRUCTION,
        "number": "卫滨施工〔2023〕1号",
        "name": "示例施工合同",
        "party": "示例建筑工程有限公司",
        "credit_code": CODE,
        "signed_on": date(2023, 4, 1),
    } | facts
    contract = Contract.objects.create(division_id=project.division_id, created_by=by, **facts)
    part = ContractPart.objects.create(contract=contract, project=project)
    ContractChange.objects.create(
        key=uuid4(), part=part, kind=ChangeKind.ORIGINAL, amount=yuan(wan), on=contract.signed_on, by=by
    )
    part.refresh_from_db()
    return part


def a_request(
    part: ContractPart,
    pot: Allotment,
    *,
    by: User,
    wan: str | int = 30,
    status: str = RequestStatus.DRAFT,
    reviewer: User | None = None,
    **facts,
) -> PaymentRequest:
    """A payment request; with `reviewer` as approved in full."""
    decided = {"decided_by": reviewer, "decided_on": TODAY, "granted": yuan(wan)} if reviewer else {}
    facts = {"kind": RequestKind.PROGRESS, "use": Use.BUILDING, "done_value": yuan(100)} | decided | facts
    return PaymentRequest.objects.create(
        key=uuid4(),
        number=f"ZF2023-{PaymentRequest.objects.count() + 1:04}",
        part=part,
        allotment=pot,
        project_id=part.project_id,
        division_id=pot.division_id,
        amount=yuan(wan),
        status=RequestStatus.APPROVED if reviewer and status == RequestStatus.DRAFT else status,
        created_by=by,
        **facts,
    )


def paid(request: PaymentRequest, *, by: User, on: date = TODAY, voucher: str = "记-001") -> FundAct:
    """An approved request paid in full."""
    line = Line(
        kind=EntryKind.PAYMENT,
        allotment=request.allotment,
        amount=request.granted,
        part=request.part,
        request=request,
    )
    act = posted(ActKind.PAY, [line], by=by, on=on, voucher=voucher)
    request.status = RequestStatus.PAID
    request.save(update_fields=["status"])
    return act


def a_gate(project: Project, duty: str) -> Gate:
    """A gate of the project that is shut and of this duty, in a phase of its own."""
    phase = Phase.objects.create(project=project, name=f"示例阶段 {duty}", position=1, duty=duty, status=project.status)
    return Gate.objects.create(project=project, phase=phase, name=f"示例关口 {duty}", duty=duty, position=1)


def a_scan(name: str = "扫描件.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")

"""What the demo says shortly of what people do at length: each act with a fresh key, by the person whose duty it is."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from divisions.models import Division
from funding.choices import ChangeKind, ContractKind, DocumentKind, RequestKind, ReviewKind, Use
from funding.models import Allotment, Contract, ContractPart, FundDocument, PaymentRequest
from funding.services import allocations, budgets, contracts, documents, payments, requests
from projects.demo.cast import Company
from projects.models import Project

AGENCY = "示例工程造价咨询有限公司"
BUILDER = ("示例第一建筑工程有限公司", "91350100M000100Y43")
REVIEWED_IN = timedelta(days=3)  # from handing in to the decision
PLANNER = ("示例建筑设计院有限公司", "91512081MA62K0260E")


def yuan(wan: str | int) -> Decimal:
    """万元 → 元."""
    return Decimal(wan) * 10_000


@dataclass
class Treasury:
    """One place's finance bureau and those who ask it for money. Its acts are entered on the day they are dated."""

    company: Company
    today: date

    @property
    def finance(self) -> User:
        return self.company.people[Role.FINANCE]

    def drawer(self, project: Project) -> User:
        """The clerk of the street that implements it, else the office."""
        clerks = {people[Role.STREET_CLERK].organisation_id: people for people in self.company.streets.values()}
        people = clerks.get(project.implementer_id)
        return people[Role.STREET_CLERK] if people else self.company.office

    def document(
        self, number: str, source: str, wan: str | int, on: date, *, division: Division | None = None, **facts: Any
    ) -> Allotment:
        """A fund document with its money; its root comes back."""
        made: FundDocument = documents.register(
            division=division or self.company.division,
            kind=DocumentKind.TRANSFER,
            source=source,
            year=facts.pop("year", on.year),
            number=number,
            issued_on=on,
            amount=yuan(wan),
            key=uuid4(),
            by=self.finance,
            today=self.today,
            **facts,
        )
        return documents.root_of(made)

    def allot(self, giver: Allotment, shares: dict[Any, str | int], on: date) -> dict[Any, Allotment]:
        """Pass on by hand, 万元; the recipients' allotments come back."""
        asked = [(recipient, yuan(wan)) for recipient, wan in shares.items()]
        allocations.allocate(giver=giver, shares=asked, reason="示例：按计划分配", **self._moving(on))
        return {recipient: self._pot(giver, recipient) for recipient in shares}

    def take_back(self, pot: Allotment, wan: str | int, on: date, reason: str) -> None:
        allocations.take_back(allotment=pot, amount=yuan(wan), reason=reason, **self._moving(on))

    def budget(self, project: Project, submitted: str | int, approved: str | int | None, on: date) -> None:
        """Submitted, and approved unless `approved` is None; 万元."""
        review = budgets.submit(
            project=project,
            kind=ReviewKind.BUDGET,
            submitted_on=on,
            amount=yuan(submitted),
            agency=AGENCY,
            by=self.drawer(project),
            today=self.today,
        )
        if approved is not None:
            document = f"示例评审〔{on.year}〕{project.number[-3:]}号"
            amount = yuan(approved)
            budgets.approve(review=review, amount=amount, document=document, on=on, by=self.finance, today=self.today)

    def contract(
        self, project: Project, wan: str | int, on: date, *, kind: str = ContractKind.CONSTRUCTION, **facts: Any
    ) -> ContractPart:
        party, code = BUILDER if kind == ContractKind.CONSTRUCTION else PLANNER
        label = ContractKind(kind).label
        made: Contract = contracts.sign(
            project=project,
            amount=yuan(wan),
            key=uuid4(),
            by=self.drawer(project),
            today=self.today,
            kind=kind,
            number=f"示例{label}-{project.number}",
            name=f"{project}{label}合同",
            party=party,
            credit_code=code,
            signed_on=on,
            **facts,
        )
        return made.parts.get()

    def vary(self, part: ContractPart, wan: str | int, on: date, reason: str) -> None:
        contracts.change(
            part=part,
            amount=yuan(wan),
            kind=ChangeKind.VARIATION,
            on=on,
            document="示例补充协议1",
            reason=reason,
            key=uuid4(),
            by=self.drawer(part.project),
            today=self.today,
        )

    def asked(
        self, part: ContractPart, pot: Allotment, wan: str | int, *, kind: str = RequestKind.PROGRESS, **facts: Any
    ) -> PaymentRequest:
        """A payment request as drawn up."""
        facts = {"use": Use.BUILDING} | facts
        if "done" in facts:
            facts["done_value"] = yuan(facts.pop("done"))
        return requests.draw_up(
            part=part,
            allotment=pot,
            kind=kind,
            amount=yuan(wan),
            key=uuid4(),
            by=self.drawer(part.project),
            today=self.today,
            **facts,
        )

    def submitted(self, *asked: Any, on: date, **facts: Any) -> PaymentRequest:
        """Drawn up and handed in at noon of that day."""
        request = self.asked(*asked, **facts)
        now = timezone.make_aware(datetime.combine(on, time(12)))
        PaymentRequest.objects.filter(pk=request.pk).update(created_at=now)
        return requests.submit(request=request, by=self.drawer(request.project), now=now)

    def returned(self, *asked: Any, reason: str, on: date, **facts: Any) -> PaymentRequest:
        request = self.submitted(*asked, on=on - REVIEWED_IN, **facts)
        return requests.send_back(request=request, reason=reason, on=on, by=self.finance, today=on)

    def approved(self, *asked: Any, on: date, **facts: Any) -> PaymentRequest:
        request = self.submitted(*asked, on=on - REVIEWED_IN, **facts)
        return requests.approve(request=request, granted=request.amount, on=on, by=self.finance, today=on)

    def paid(self, *asked: Any, on: date, **facts: Any) -> PaymentRequest:
        request = self.approved(*asked, on=on, **facts)
        payments.pay(request=request, voucher=f"示例-{request.pk:04}", **self._moving(on))
        return request

    def reversed(self, request: PaymentRequest, on: date, reason: str) -> None:
        payments.reverse(request=request, reason=reason, **self._moving(on))

    def entering(self, by: User) -> dict[str, Any]:
        return {"key": uuid4(), "by": by, "today": self.today}

    def _moving(self, on: date) -> dict[str, Any]:
        return {"key": uuid4(), "on": on, "by": self.finance, "today": self.today}

    def _pot(self, giver: Allotment, recipient: Any) -> Allotment:
        is_project = isinstance(recipient, Project)
        return giver.children.get(**{"project" if is_project else "division": recipient})

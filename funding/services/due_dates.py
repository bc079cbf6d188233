"""What is due about money by its dates: documents to be used up, works to be settled, retention money to be paid.

Derived rows, kept by the nightly look (services/warnings.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Model
from django.db.models.functions import Coalesce

from deadlines.choices import Outcome
from deadlines.models import Deadline
from deadlines.services import deadlines
from deadlines.services.deadlines import Due
from divisions.territory import ancestors
from funding.due import RETENTION, SETTLEMENT, USE_BY
from funding.models import Allotment, ContractPart, FundDocument
from funding.months import months_later
from funding.selectors.organisations import finance_bureaus
from funding.selectors.warning_facts import left_by_document, payment_rules, unsettled_parts
from funding.warning_rules import wan
from projects.choices import ProjectStatus


def refresh(*, today: date, prefix: str = "") -> None:
    """Bring all three kinds up to date in a territory; a fixed number of statements per thousand."""
    _documents(today, prefix)
    _settlements(today, prefix)
    _retentions(today, prefix)


def _documents(today: date, prefix: str) -> None:
    """Whoever holds the document uses its money by its date; nothing left is done."""
    roots = Allotment.objects.within(prefix).roots().filter(document__use_by__isnull=False)
    documents = list(FundDocument.objects.filter(allotments__in=roots).order_by("pk"))
    left = left_by_document([document.pk for document in documents])
    bureaus = finance_bureaus()
    dues = [
        Due(
            kind=USE_BY,
            subject=document,
            title=f"{document}：使用期限（尚有结余）",
            due_on=document.use_by,
            division_id=document.division_id,
            organisation_id=next((bureaus[c] for c in ancestors(document.division_id) if c in bureaus), None),
            url=document.get_absolute_url(),
            basis=str(document),
        )
        for document in documents
        if document.pk in left
    ]
    done = {document.pk: today for document in documents if document.pk not in left}
    _keep(USE_BY, FundDocument, dues, done, today=today, prefix=prefix)


def _settlements(today: date, prefix: str) -> None:
    """The implementer settles the works within the months of the rule after acceptance."""
    rule_of = payment_rules(today)
    dues = []
    for part, accepted_on in unsettled_parts(prefix):
        rule = rule_of(part.project.division_id)
        due_on = months_later(accepted_on, rule.settlement_months)
        dues.append(_of_part(SETTLEMENT, part, f"{part.project}：办理工程结算", due_on, rule.document))
    _keep(SETTLEMENT, ContractPart, dues, _settled(SETTLEMENT, prefix), today=today, prefix=prefix)


def _retentions(today: date, prefix: str) -> None:
    """When the warranty is over, what is left of the settled price is paid."""
    parts = ContractPart.objects.within(prefix).filter(contract__warranty_until__isnull=False)
    settled = parts.filter(settled__isnull=False, contract__retention_rate__gt=0)
    unpaid = settled.filter(settled__gt=F("paid")).exclude(project__status=ProjectStatus.CANCELLED)
    dues = [
        _of_part(
            RETENTION,
            part,
            f"{part.project}：支付质保金（余 {wan(part.settled - part.paid)}）",
            part.contract.warranty_until,
            part.contract.number,
        )
        for part in unpaid.select_related("contract", "project").order_by("pk")
    ]
    paid = parts.filter(paid__gte=Coalesce("settled", "amount")).values_list("pk", flat=True)
    _keep(RETENTION, ContractPart, dues, dict.fromkeys(paid, today), today=today, prefix=prefix)


def _of_part(kind: str, part: ContractPart, title: str, due_on: date, basis: str) -> Due:
    return Due(
        kind=kind,
        subject=part,
        title=title,
        due_on=due_on,
        division_id=part.project.division_id,
        organisation_id=part.project.implementer_id,
        assigned_to_id=part.project.assigned_to_id,
        url=part.get_absolute_url(),
        basis=basis,
    )


def _settled(kind: str, prefix: str) -> dict[int, date]:
    """Of the parts of which a deadline is open: those settled since, with the day."""
    ids = _open(kind, ContractPart, prefix)
    rows = ContractPart.objects.filter(pk__in=ids, settled_on__isnull=False)
    return {pk: day for pk, day in rows.values_list("pk", "settled_on") if day}


def _keep(
    kind: str, model: type[Model], dues: list[Due], done: Mapping[int, date], *, today: date, prefix: str
) -> None:
    """Set these; of the others that are open, what is done closes on its day, the rest is withdrawn."""
    deadlines.set_all(dues=dues, today=today)
    over = set(_open(kind, model, prefix)) - {due.subject.pk for due in dues}
    by_day: dict[date, list[int]] = defaultdict(list)
    for pk in over & done.keys():
        by_day[done[pk]].append(pk)
    for day, ids in by_day.items():
        deadlines.clear(kind=kind, model=model, ids=ids, on=day)
    deadlines.clear(kind=kind, model=model, ids=over - done.keys(), on=today, outcome=Outcome.WITHDRAWN)


def _open(kind: str, model: type[Model], prefix: str) -> Iterable[int]:
    rows = Deadline.objects.open().within(prefix).filter(kind=kind, subject_type=model._meta.label)
    return [int(pk) for pk in rows.values_list("subject_id", flat=True)]

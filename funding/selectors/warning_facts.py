"""What the rules of warnings and deadlines look at, gathered in a fixed number of queries, read row by row."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from divisions.models import Division
from divisions.territory import ancestors
from funding import physical, warning_rules
from funding.choices import ContractKind, RequestStatus
from funding.models import Allotment, ContractPart, FundEntry, PaymentRequest, PaymentRule, ProjectAccount
from funding.physical import Physical
from funding.selectors.over_allotting import over_allotted
from funding.selectors.rules import OURS
from funding.warning_rules import Finding
from projects.choices import Duty, ProjectStatus
from projects.models import Gate, Phase

ACCEPTED = (ProjectStatus.ACCEPTED, ProjectStatus.HANDED_OVER, ProjectStatus.CLOSED)
LEFT = F("received") - F("passed") - F("paid")
AT_ONCE = 1_000
LONG_AGO = date(1900, 1, 1)


def findings(*, prefix: str, today: date) -> Iterator[Finding]:
    """All that all rules find in a territory."""
    rule_of = payment_rules(today)
    yield from _ahead(prefix, rule_of)
    yield from _unused(prefix, rule_of, today)
    yield from _past_use_by(prefix, today)
    for account in ProjectAccount.objects.within(prefix).filter(contracted__gt=F("approved")).select_related("project"):
        if found := warning_rules.over_budget(account):
            yield found
    for account in over_allotted(prefix):
        if found := warning_rules.over_allotted(account, account.allotted):
            yield found
    for part, accepted_on in unsettled_parts(prefix):
        if found := warning_rules.unsettled(part, accepted_on, rule_of(part.project.division_id), today):
            yield found


def payment_rules(on: date) -> Callable[[str], PaymentRule]:
    """The rule in force for any division: there are few rules, so they are read once. One query."""
    newest = {rule.division_id: rule for rule in PaymentRule.objects.filter(since__lte=on).order_by("since", "pk")}
    known: dict[str, PaymentRule] = {}

    def of(code: str) -> PaymentRule:
        if code not in known:
            found = next((newest[above] for above in ancestors(code) if above in newest), None)
            known[code] = found or PaymentRule(division=Division(pk=code), since=on, document=OURS)
        return known[code]

    return of


def construction(prefix: str) -> QuerySet[ContractPart]:
    works = ContractPart.objects.within(prefix).filter(contract__kind=ContractKind.CONSTRUCTION)
    return works.select_related("contract", "project").order_by("pk")


def unsettled_parts(prefix: str) -> list[tuple[ContractPart, date]]:
    """Works of accepted projects that have no settled price yet, with the day of acceptance. Three queries."""
    parts = list(construction(prefix).filter(settled=None, project__status__in=ACCEPTED))
    days = accepted_on({part.project_id for part in parts})
    return [(part, days.get(part.project_id, part.project.status_since)) for part in parts]


def accepted_on(projects: Collection[int]) -> dict[int, date]:
    """The day on which 竣工验收 is on record: its gate, else its phase; others have their state's date. Two queries."""
    about = Q(duty=Duty.ACCEPTANCE) | Q(status=ProjectStatus.ACCEPTED)
    phases = Phase.objects.filter(about, project__in=projects, actual_end__isnull=False).order_by("project_id")
    found = dict(phases.values("project_id").annotate(day=Max("actual_end")).values_list("project_id", "day"))
    gates = Gate.objects.filter(project__in=projects, duty=Duty.ACCEPTANCE, satisfied_on__isnull=False)
    rows = gates.order_by("project_id").values("project_id").annotate(day=Max("satisfied_on"))
    return found | dict(rows.values_list("project_id", "day"))


def left_by_document(documents: Iterable[int]) -> dict[int, tuple[Decimal, int]]:
    """What is left of each document, 元, and in how many hands; those with nothing left are not in it. One query."""
    pots = Allotment.objects.filter(document__in=list(documents)).annotate(left_over=LEFT).filter(left_over__gt=0)
    rows = pots.order_by().values("document_id").annotate(total=Sum("left_over"), pots=Count("pk"))
    return {row["document_id"]: (row["total"], row["pots"]) for row in rows}


def last_moved(pots: QuerySet[Allotment]) -> QuerySet[Allotment]:
    """With `last`: the day of the newest entry that came in, went on or went out; both sides are indexed."""

    def newest(**side) -> Coalesce:
        rows = FundEntry.objects.filter(**side).order_by().values(*side).annotate(day=Max("on")).values("day")
        return Coalesce(Subquery(rows), LONG_AGO)

    return pots.annotate(last=Greatest(newest(allotment=OuterRef("pk")), newest(giver=OuterRef("pk"))))


def _ahead(prefix: str, rule_of: Callable[[str], PaymentRule]) -> Iterator[Finding]:
    parts = list(construction(prefix).filter(paid__gt=0))
    requested = _requested(prefix)
    reported = physical.of_projects({part.project_id for part in parts})
    for part in parts:
        known = [each for each in (reported.get(part.project_id), requested.get(part.pk)) if each]
        if found := warning_rules.ahead(part, known, rule_of(part.project.division_id)):
            yield found


def _requested(prefix: str) -> dict[int, Physical]:
    """By contract part, what the newest request that the bureau approved says of the works."""
    granted = PaymentRequest.objects.within(prefix).filter(
        status__in=(RequestStatus.APPROVED, RequestStatus.PAID), physical__isnull=False
    )
    rows = granted.order_by("decided_on", "pk").values_list("part_id", "physical", "number")
    return {part: Physical(value, f"支付申请 {number}") for part, value, number in rows.iterator(AT_ONCE)}


def _unused(prefix: str, rule_of: Callable[[str], PaymentRule], today: date) -> Iterator[Finding]:
    pots = Allotment.objects.within(prefix).alias(left_over=LEFT).filter(left_over__gt=0)
    rows = last_moved(pots).select_related("document", "division", "project").order_by("pk")
    for pot in rows.iterator(AT_ONCE):
        if found := warning_rules.unused(pot, pot.last, rule_of(pot.division_id), today):
            yield found


def _past_use_by(prefix: str, today: date) -> Iterator[Finding]:
    roots = Allotment.objects.within(prefix).roots().filter(document__use_by__lt=today)
    found = list(roots.select_related("document", "division").order_by("pk"))
    left = left_by_document([root.document_id for root in found])
    for root in found:
        amount, pots = left.get(root.document_id, (Decimal(0), 0))
        if finding := warning_rules.past_use_by(root.document, root, amount, pots, today):
            yield finding

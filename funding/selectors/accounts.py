"""A project's money at one look, and the list of all projects with theirs; 元."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, DecimalField, F, OuterRef, Prefetch, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from accounts.models import User
from core.units import WAN_YUAN, rounded
from funding.choices import RequestStatus, ReviewStatus
from funding.models import Allotment, BudgetReview, Contribution, FundPaper, PaymentRequest, ProjectAccount
from funding.physical import Physical, of_projects
from funding.selectors.ceiling_facts import COUNTED
from projects.choices import Source
from projects.models import Project

NOTHING = Decimal(0)
NEWEST = 10  # payment requests on a project's page
YUAN = DecimalField(max_digits=20, decimal_places=2)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One project. `paid` went to contractors; `spent` is all that went out of its allotments, subsidies too."""

    investment: Decimal | None
    approved: Decimal | None
    contracted: Decimal
    allotted: Decimal
    requested: Decimal
    granted: Decimal
    paid: Decimal
    spent: Decimal
    physical: Physical | None = None

    @property
    def left(self) -> Decimal:
        return self.allotted - self.spent

    @property
    def need(self) -> Decimal | None:
        """What it costs: the approved budget, before that the planned investment."""
        return self.investment if self.approved is None else self.approved

    @property
    def shortfall(self) -> Decimal:
        return max((self.need or NOTHING) - self.allotted, NOTHING)

    @property
    def rate(self) -> Decimal | None:
        """支付率: paid of what is contracted, per cent."""
        return rate_of(self.paid, self.contracted)

    @property
    def over_budget(self) -> str:
        return over_budget(self.approved, self.contracted)


@dataclass(frozen=True)
class Given:
    """What one source gives to a project: promised and received, 元."""

    source: Source
    promised: Decimal
    received: Decimal


def rate_of(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """Per cent, two decimals; nothing of nothing."""
    return rounded(part * 100 / whole) if whole else None


def over_budget(approved: Decimal | None, contracted: Decimal) -> str:
    """The sentence where contracts cost more than the approved budget; "" where they do not."""
    if approved is None or contracted <= approved:
        return ""
    return f"合同价款合计 {wan(contracted)}，超过批复预算 {wan(approved)}，多 {wan(contracted - approved)}"


def wan(amount: Decimal) -> str:
    """元 as 万元 in words, exact to the cent: 1500000 → 150 万元."""
    return f"{rounded(WAN_YUAN.from_base(amount), 6).normalize():,f} 万元"


def card_of(project: Project, *, pots: Sequence[Allotment]) -> Card:
    """`pots`: its allotments. A fixed number of queries."""
    account = ProjectAccount.objects.filter(project=project).first() or ProjectAccount(project=project)
    requests = PaymentRequest.objects.filter(project=project)
    waiting = requests.filter(status__in=(RequestStatus.SUBMITTED, RequestStatus.APPROVED)).order_by()
    sums = {row["status"]: row for row in waiting.values("status").annotate(asked=Sum("amount"), given=Sum("granted"))}
    submitted, approved = sums.get(RequestStatus.SUBMITTED), sums.get(RequestStatus.APPROVED)
    return Card(
        investment=project.investment,
        approved=account.approved,
        contracted=Decimal(account.contracted),
        allotted=sum((pot.received for pot in pots), NOTHING),
        requested=submitted["asked"] if submitted else NOTHING,
        granted=approved["given"] if approved else NOTHING,
        paid=Decimal(account.paid),
        spent=sum((pot.paid for pot in pots), NOTHING),
        physical=of_projects([project.pk]).get(project.pk) or _as_requested(project),
    )


def _as_requested(project: Project) -> Physical | None:
    """Where no street has reported: what the newest request that the bureau approved says."""
    granted = PaymentRequest.objects.filter(project=project, status__in=COUNTED).exclude(physical=None)
    newest = granted.order_by("-decided_on", "-pk").first()
    return Physical(newest.physical, f"支付申请 {newest} 所附") if newest else None


def pots_of(project: Project, *, user: User) -> list[Allotment]:
    """The project's allotments; what its county collected for it among them."""
    pots = Allotment.objects.for_user(user).filter(project=project)
    return list(pots.select_related("document", "division", "project").order_by("pk"))


def reviews_of(project: Project, *, user: User) -> list[BudgetReview]:
    """Newest first, each with `shown_papers`. Two queries."""
    rows = BudgetReview.objects.for_user(user).filter(project=project)
    papers = Prefetch("papers", FundPaper.objects.shown(), to_attr="shown_papers")
    return list(rows.select_related("project").prefetch_related(papers).order_by("-number"))


def newest_requests(project: Project, *, user: User) -> list[PaymentRequest]:
    rows = PaymentRequest.objects.for_user(user).filter(project=project)
    return list(rows.select_related("part__contract", "allotment__document").order_by("-pk")[:NEWEST])


def given_to(project: Project, *, user: User) -> list[Given]:
    """What residents, utilities and others give, by source."""
    rows = Contribution.objects.for_user(user).filter(project=project).order_by()
    sums = {row["source"]: row for row in rows.values("source").annotate(p=Sum("promised"), r=Sum("received"))}
    return [Given(source, sums[source]["p"], sums[source]["r"]) for source in Source if source in sums]


def projects_with_money(user: User) -> QuerySet[Project]:
    """The projects that she sees, each with the sums of a Card, `left_over` and `need`."""
    pots = Allotment.objects.filter(project=OuterRef("pk")).order_by().values("project")
    allotted = Subquery(pots.annotate(total=Sum("received")).values("total"), output_field=YUAN)
    spent = Subquery(pots.annotate(total=Sum("paid")).values("total"), output_field=YUAN)
    return (
        Project.objects.for_user(user)
        .annotate(
            approved=F("account__approved"),
            contracted=Coalesce(F("account__contracted"), NOTHING, output_field=YUAN),
            paid=Coalesce(F("account__paid"), NOTHING, output_field=YUAN),
            allotted=Coalesce(allotted, NOTHING, output_field=YUAN),
            spent=Coalesce(spent, NOTHING, output_field=YUAN),
        )
        .annotate(
            left_over=F("allotted") - F("spent"),
            need=Coalesce(F("approved"), F("investment"), NOTHING, output_field=YUAN),
        )
        .annotate(
            shortfall=Case(
                When(need__gt=F("allotted"), then=F("need") - F("allotted")), default=NOTHING, output_field=YUAN
            )
        )
    )


def budget_words(account: ProjectAccount | None) -> str:
    """The ceiling in words, for whoever is about to enter a contract."""
    approved, contracted = (account.approved, Decimal(account.contracted)) if account else (None, NOTHING)
    if approved is None:
        return f"概（预）算尚未批复；已签合同 {wan(contracted)}"
    within = f"批复预算 {wan(approved)}，已签合同 {wan(contracted)}；还可签 {wan(approved - contracted)}"
    return over_budget(approved, contracted) or within


def above_budget(project: int, more: Decimal) -> str:
    """The question where `more` 元 brings a project's contracts above its approved budget; "" where it does not."""
    account = ProjectAccount.objects.filter(project=project).first()
    if account is None or more <= 0:
        return ""
    sentence = over_budget(account.approved, Decimal(account.contracted) + more)
    return f"登记后{sentence}。是否确认？" if sentence else ""


def beside_of(project: Project, account: ProjectAccount | None) -> tuple[Decimal, str] | None:
    """What an amount of the project is held against when its unit is in doubt."""
    if account and account.approved:
        return account.approved, "批复预算"
    return (project.investment, "计划投资") if project.investment else None


@dataclass(frozen=True)
class Cut:
    """What reviews in force cut back together, 元."""

    count: int
    submitted: Decimal
    approved: Decimal

    @property
    def rate(self) -> Decimal | None:
        """总核减率, per cent."""
        return rate_of(self.submitted - self.approved, self.submitted)


def overall_cut(reviews: QuerySet[BudgetReview]) -> Cut:
    """Of the newest approved budget of each project; rounds before it and rounds sent back do not count."""
    found = reviews.filter(status=ReviewStatus.APPROVED).aggregate(
        count=Count("pk"), submitted=Sum("submitted_amount"), approved=Sum("approved_amount")
    )
    return Cut(found["count"], found["submitted"] or NOTHING, found["approved"] or NOTHING)

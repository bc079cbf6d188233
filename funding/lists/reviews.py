"""概（预）算评审台账: what was submitted, approved and cut back."""

from django.db.models import F, Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, register
from core.units import PERCENT, WAN_YUAN
from funding.choices import ReviewKind, ReviewStatus
from funding.filters import OfTerritory, project_filter
from funding.models import BudgetReview

COLUMNS = (
    Column(
        key="project",
        title="项目",
        value=lambda review: review.project.name,
        link=lambda review: f"{review.get_absolute_url()}#reviews",
        order_by="project__name",
        width=28,
    ),
    Column(
        key="project_number",
        title="项目编号",
        value=lambda review: review.project.number,
        order_by="project__number,number",
        width=16,
    ),
    Column(key="kind", title="类别", kind=Kind.CHOICE, choices=ReviewKind, order_by="kind", width=8),
    Column(key="number", title="次数", kind=Kind.INTEGER, order_by="number", width=6),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=ReviewStatus, order_by="status", width=14),
    Column(key="submitted_on", title="送审日期", kind=Kind.DATE, order_by="submitted_on"),
    Column(
        key="submitted_amount",
        title="送审金额",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="submitted_amount",
        total="submitted_amount",
    ),
    Column(key="approved_on", title="批复日期", kind=Kind.DATE, order_by="approved_on"),
    Column(
        key="approved_amount",
        title="批复金额",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="approved_amount",
        total="approved_amount",
    ),
    Column(key="cut", title="核减金额", kind=Kind.MONEY, unit=WAN_YUAN, order_by="cut", total="cut"),
    Column(key="cut_back", title="核减率", kind=Kind.PERCENT, unit=PERCENT),
    Column(key="agency", title="评审机构", order_by="agency", width=20),
    Column(key="document", title="批复文号", order_by="document", width=20),
    Column(key="note", title="说明", shown=False, long=True, width=24),
    Column(key="submitted_by", title="送审人", value=lambda review: review.submitted_by, shown=False),
    Column(key="decided_by", title="批复人", value=lambda review: review.decided_by, shown=False),
)


class ReviewFilter(OfTerritory):
    q = CharFilter(label="项目、机构、文号", method="named")
    status = ChoiceFilter(label="状态", choices=ReviewStatus.choices, empty_label="全部")
    kind = ChoiceFilter(label="类别", choices=ReviewKind.choices, empty_label="全部")
    year = NumberFilter(label="送审年份", field_name="submitted_on__year")
    project = project_filter()

    class Meta:
        model = BudgetReview
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        asked = Q(project__name__contains=text) | Q(agency__contains=text) | Q(document__contains=text)
        return rows.filter(asked)


def reviews_listed(user: User) -> QuerySet[BudgetReview]:
    """Each with `cut`: what was not approved of it, 元."""
    rows = BudgetReview.objects.for_user(user).select_related("project", "submitted_by", "decided_by")
    return rows.annotate(cut=F("submitted_amount") - F("approved_amount"))


REVIEWS = register(
    ListSpec(
        key="budget_reviews",
        title="概（预）算评审台账",
        columns=COLUMNS,
        filters=ReviewFilter,
        rows=reviews_listed,
        order="-submitted_on",
        permission=Permission.VIEW_FUNDS,
        empty="还没有概（预）算送审。请在项目的“资金”页送审。",
    )
)

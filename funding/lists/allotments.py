"""The list of allotments: in whose hands each document's money is."""

from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Round
from django.db.models.lookups import GreaterThan, LessThanOrEqual
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, NumberFilter

from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import Asker, ListSpec, YesNoFilter, register
from core.units import WAN_YUAN
from divisions.territory import prefix_of
from funding import links
from funding.choices import EntryKind
from funding.filters import OfTerritory, project_filter
from funding.models import Allotment
from funding.selectors.allotments import allotments_listed
from funding.selectors.standings import topmost
from projects.choices import Source

LEFT = F("received") - F("passed") - F("paid")
HOLDERS = [("division", "区县、街道"), ("project", "项目")]


def received_link(row: Allotment) -> str:
    """What came in: receipts of a document, allocations of all others."""
    return links.entries(allotment=row.pk, kind=EntryKind.ALLOCATION if row.parent_id else EntryKind.RECEIPT)


def paid_link(row: Allotment) -> str:
    return links.entries(allotment=row.pk, kind=EntryKind.PAYMENT)


def passed_link(row: Allotment) -> str:
    """What went on: the allotments that it went to."""
    return f"{reverse('funding:allotment_list')}?giver={row.pk}"


def _money(key: str, title: str, **facts) -> Column:
    return Column(key=key, title=title, kind=Kind.MONEY, unit=WAN_YUAN, order_by=key, total=key, width=14, **facts)


ALLOTMENTS = (
    Column(
        key="holder",
        title="持有单位、项目",
        link=lambda row: row.get_absolute_url(),
        order_by="division,project__number",
        width=28,
    ),
    Column(
        key="document",
        title="指标文件",
        value=lambda row: row.document.number,
        link=lambda row: row.document.get_absolute_url(),
        order_by="document__number",
        width=24,
    ),
    Column(
        key="source",
        title="资金来源",
        value=lambda row: row.document.get_source_display(),
        order_by="document__source",
        width=18,
    ),
    _money("received", "收到", link=received_link),
    _money("passed", "已分配", link=passed_link),
    _money("paid", "已拨付", link=paid_link),
    _money("left_over", "余额", link=lambda row: row.get_absolute_url()),
    Column(key="last_on", title="最近业务", kind=Kind.DATE, order_by="last_on"),
    Column(key="division", title="区划", value=lambda row: row.division.name, order_by="division", shown=False),
    Column(
        key="number",
        title="项目编号",
        value=lambda row: row.project.number if row.project else None,
        order_by="project__number",
        shown=False,
        width=16,
    ),
    Column(
        key="year", title="预算年度", kind=Kind.YEAR, value=lambda row: row.document.year, order_by="document__year"
    ),
)


class AllotmentFilter(OfTerritory):
    q = CharFilter(label="文号、项目", method="named")
    document = NumberFilter(label="指标文件", field_name="document_id", widget=forms.HiddenInput)
    source = ChoiceFilter(label="资金来源", field_name="document__source", choices=Source.choices, empty_label="全部")
    held_by = ChoiceFilter(label="持有", choices=HOLDERS, method="held_so", empty_label="全部")
    has_left = YesNoFilter(label="有余额", method="with_money_left")
    undivided = YesNoFilter(label="待分配", method="not_passed_on")
    year = NumberFilter(label="预算年度", field_name="document__year")
    until_year = NumberFilter(
        label="预算年度至", field_name="document__year", lookup_expr="lte", widget=forms.HiddenInput
    )
    holder = CharFilter(label="持有区划", field_name="division_id", widget=forms.HiddenInput)
    project = project_filter()
    giver = NumberFilter(label="上级资金", field_name="parent_id", widget=forms.HiddenInput)

    class Meta:
        model = Allotment
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(Q(document__number__contains=text) | Q(project__name__contains=text))

    def held_so(self, rows: QuerySet, name: str, kind: str) -> QuerySet:
        return rows.filter(project__isnull=kind == "division")

    def not_passed_on(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        """待分配 of a territory: what lies with those into whose hands its money came."""
        asker: Asker = self.request
        prefix = prefix_of(self.data["territory"]) if self.data.get("territory") else asker.user.territory or ""
        theirs = topmost(prefix) & Q(project=None) & Q(pk__in=self.with_money_left(rows, name, True).values("pk"))
        return rows.filter(theirs) if wanted else rows.exclude(theirs)

    def with_money_left(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        """Rounded, because SQLite reckons in binary fractions."""
        compare = GreaterThan if wanted else LessThanOrEqual
        return rows.filter(compare(Round(LEFT, 2), 0))


ALLOTMENT_LIST = register(
    ListSpec(
        key="allotments",
        title="资金分配",
        columns=ALLOTMENTS,
        filters=AllotmentFilter,
        rows=allotments_listed,
        order="-last_on",
        permission=Permission.VIEW_FUNDS,
        empty="还没有资金。登记指标文件后，从这里分配到街道和项目。",
    )
)

"""The list of payment requests 支付申请."""

from collections.abc import Callable

from django.db.models import Model, QuerySet
from django.forms import HiddenInput
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, ModelChoiceFilter

from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import Asker, ListSpec, YesNoFilter, register
from core.units import YUAN
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from funding.choices import RequestKind, RequestStatus, Use
from funding.models import Contract, FundDocument, PaymentRequest
from funding.selectors.requests import holder, requests_listed, waiting_for
from projects.choices import Source
from projects.filters import divisions_seen
from projects.forms.pickers import ProjectPicker
from projects.models import Project


def _days_waiting(row: PaymentRequest) -> int | None:
    """Since it was handed in, while it waits for review."""
    if row.status != RequestStatus.SUBMITTED or row.submitted_at is None:
        return None
    return max((timezone.localdate() - timezone.localtime(row.submitted_at).date()).days, 0)


def _days_late(row) -> int | None:
    """After the day by which the bureau decides."""
    return max((timezone.localdate() - row.due_on).days, 0) or None if row.due_on else None


REQUESTS = (
    Column(key="number", title="申请单号", link=lambda row: row.get_absolute_url(), order_by="pk", width=20),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=RequestStatus, order_by="status"),
    Column(
        key="project",
        title="项目",
        value=lambda row: row.project.name,
        link=lambda row: row.project.get_absolute_url(),
        order_by="project__number",
        width=24,
    ),
    Column(key="party", title="收款单位", value=lambda row: row.part.contract.party, width=24),
    Column(key="kind", title="款项", kind=Kind.CHOICE, choices=RequestKind, order_by="kind"),
    Column(key="amount", title="申请金额", kind=Kind.MONEY, unit=YUAN, order_by="amount", total="amount", width=16),
    Column(key="granted", title="核定金额", kind=Kind.MONEY, unit=YUAN, order_by="granted", total="granted", width=16),
    Column(key="waiting", title="等待办理", value=holder, width=18),
    Column(key="days", title="已等（天）", kind=Kind.INTEGER, value=_days_waiting),
    Column(key="late", title="逾期（天）", kind=Kind.INTEGER, value=_days_late, late=True),
    Column(
        key="source",
        title="资金来源",
        kind=Kind.CHOICE,
        choices=Source,
        value=lambda row: row.allotment.document.source,
        order_by="allotment__document__source",
        width=18,
    ),
    Column(
        key="document",
        title="指标文件",
        value=lambda row: row.allotment.document,
        link=lambda row: row.allotment.document.get_absolute_url(),
        order_by="allotment__document__number",
        width=20,
    ),
    Column(
        key="contract",
        title="合同",
        value=lambda row: row.part.contract,
        link=lambda row: row.part.contract.get_absolute_url(),
        order_by="part__contract__number",
        width=24,
    ),
    Column(key="paid_on", title="拨付日期", kind=Kind.DATE, order_by="paid_on"),
    Column(key="voucher", title="凭证号", order_by="voucher", width=14),
    Column(
        key="credit_code",
        title="统一社会信用代码",
        value=lambda row: row.part.contract.credit_code,
        shown=False,
        width=20,
    ),
    Column(key="use", title="用途", kind=Kind.CHOICE, choices=Use, order_by="use", shown=False, width=18),
    Column(
        key="out_of_scope",
        title="其中超出改造范围",
        kind=Kind.MONEY,
        unit=YUAN,
        total="out_of_scope",
        shown=False,
        width=16,
    ),
    Column(key="physical", title="形象进度", kind=Kind.PERCENT, shown=False),
    Column(key="due_on", title="审核期限", kind=Kind.DATE, order_by="due_on", shown=False),
    Column(key="submitted_at", title="提交时间", kind=Kind.MOMENT, order_by="submitted_at", shown=False, width=16),
    Column(key="decided_on", title="审核日期", kind=Kind.DATE, order_by="decided_on", shown=False),
    Column(key="division", title="区划", value=lambda row: row.division.name, order_by="division", shown=False),
    Column(key="created_by", title="申请人", shown=False),
    Column(key="decided_by", title="审核人", shown=False),
    Column(key="note", title="说明", shown=False, long=True, width=24),
)


def _seen(model: type[Model]) -> Callable[[Asker], QuerySet]:
    """A choice of those that the person may see."""
    return lambda asker: model._default_manager.for_user(asker.user)


class RequestFilter(FilterSet):
    q = CharFilter(label="单号、项目、收款单位", method="named")
    waiting = YesNoFilter(label="等我办理", method="waiting_for_her")
    status = ChoiceFilter(label="状态", choices=RequestStatus.choices, empty_label="全部")
    kind = ChoiceFilter(label="款项", choices=RequestKind.choices, empty_label="全部")
    source = ChoiceFilter(
        label="资金来源", field_name="allotment__document__source", choices=Source.choices, empty_label="全部"
    )
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET]),
    )
    late = YesNoFilter(label="审核逾期", method="is_late")
    project = ModelChoiceFilter(label="项目", queryset=_seen(Project), widget=ProjectPicker())
    contract = ModelChoiceFilter(
        label="合同", queryset=_seen(Contract), field_name="part__contract", widget=HiddenInput
    )
    document = ModelChoiceFilter(
        label="指标文件", queryset=_seen(FundDocument), field_name="allotment__document", widget=HiddenInput
    )
    paid_after = DateFilter(label="拨付不早于", field_name="paid_on", lookup_expr="gte")
    paid_before = DateFilter(label="拨付不晚于", field_name="paid_on", lookup_expr="lte")

    class Meta:
        model = PaymentRequest
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        party = rows.filter(part__contract__party__contains=text)
        return rows.filter(number__contains=text) | rows.filter(project__name__contains=text) | party

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)

    def is_late(self, rows: QuerySet, name: str, asked: bool) -> QuerySet:
        late = rows.filter(due_on__lt=timezone.localdate())
        return late if asked else rows.exclude(pk__in=late.values("pk"))

    def waiting_for_her(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        asker: Asker = self.request
        turn = waiting_for(asker.user)
        return rows.filter(turn) if wanted else rows.exclude(turn)


REQUEST_LIST = register(
    ListSpec(
        key="payment_requests",
        title="支付申请",
        columns=REQUESTS,
        filters=RequestFilter,
        rows=requests_listed,
        order="-number",
        permission=Permission.VIEW_FUNDS,
        empty="还没有支付申请。请打开合同，在相应项目一行点“提出支付申请”。",
    )
)

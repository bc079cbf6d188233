"""资金明细: every movement of money, with who entered it, when and why. The trail that auditors take along."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import HiddenInput
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, FilterSet, ModelChoiceFilter, NumberFilter
from django_filters.widgets import DateRangeWidget

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import Asker, ListSpec, YesNoFilter, register
from core.units import YUAN
from divisions.territory import bounds, prefix_of
from funding.choices import ActKind, EntryKind
from funding.models import Allotment, Contract, FundDocument, FundEntry
from funding.selectors.standings import topmost
from projects.choices import Source
from projects.forms.pickers import ProjectPicker
from projects.models import Project

JOINED = (
    "act__by",
    "document",
    "division",
    "project",
    "part__contract",
    "request",
    "giver__division",
    "reverses__act",
    "reversed_by",
)


def _reversal(row: FundEntry) -> str:
    """冲销哪一笔, or by which act this one was reversed."""
    if row.reverses_id:
        return f"冲销 {row.reverses.on} 第 {row.reverses.act_id} 号"
    again = getattr(row, "reversed_by", None)
    return f"已被第 {again.act_id} 号冲销" if again else ""


def _contract(row: FundEntry) -> Any:
    return row.part.contract if row.part_id else None


ENTRIES = (
    Column(key="on", title="日期", kind=Kind.DATE, link=lambda row: row.get_absolute_url(), order_by="on", width=11),
    Column(key="act", title="业务", value=lambda row: row.act.get_kind_display(), width=9),
    Column(key="amount", title="金额", kind=Kind.MONEY, unit=YUAN, order_by="amount", total="amount", width=16),
    Column(key="reversal", title="冲销", value=_reversal, width=19),
    Column(key="kind", title="类别", kind=Kind.CHOICE, choices=EntryKind, order_by="kind", shown=False),
    Column(
        key="document",
        title="文号",
        value=lambda row: row.document.number,
        link=lambda row: row.document.get_absolute_url(),
        width=24,
    ),
    Column(key="source", title="资金来源", kind=Kind.CHOICE, choices=Source, order_by="source", width=18),
    Column(key="division", title="区划", value=lambda row: row.division.name, order_by="division", width=12),
    Column(
        key="project",
        title="项目",
        value=lambda row: row.project,
        link=lambda row: reverse("funding:project_funds", args=[row.project_id]) if row.project_id else "",
        width=24,
    ),
    Column(
        key="contract",
        title="合同",
        value=_contract,
        link=lambda row: _contract(row).get_absolute_url() if row.part_id else "",
        width=24,
    ),
    Column(key="party", title="收款单位", value=lambda row: _contract(row).party if row.part_id else "", width=22),
    Column(key="voucher", title="凭证号", value=lambda row: row.act.voucher, width=14),
    Column(key="by", title="经办人", value=lambda row: str(row.act.by), width=12),
    Column(key="at", title="登记时间", kind=Kind.MOMENT, value=lambda row: row.act.at, width=17),
    Column(key="reason", title="事由", value=lambda row: row.act.reason, long=True, width=30),
    Column(key="act_number", title="业务编号", kind=Kind.INTEGER, value=lambda row: row.act_id, width=10),
    Column(key="entry_number", title="明细编号", kind=Kind.INTEGER, value=lambda row: row.pk, shown=False, width=10),
    Column(key="giver", title="来自", value=lambda row: row.giver.division.name if row.giver_id else "", shown=False),
    Column(
        key="request",
        title="支付申请",
        value=lambda row: row.request,
        link=lambda row: row.request.get_absolute_url() if row.request_id else "",
        shown=False,
        width=16,
    ),
)


def documents_seen(asker: Asker) -> QuerySet[FundDocument]:
    return FundDocument.objects.for_user(asker.user)


def projects_seen(asker: Asker) -> QuerySet[Project]:
    return Project.objects.for_user(asker.user)


def contracts_seen(asker: Asker) -> QuerySet[Contract]:
    return Contract.objects.for_user(asker.user)


def allotments_seen(asker: Asker) -> QuerySet[Allotment]:
    return Allotment.objects.for_user(asker.user).select_related("document", "division", "project")


OF_ONE_KIND = (ActKind.RECEIVE, ActKind.COLLECT, ActKind.ALLOCATE, ActKind.TAKE_BACK, ActKind.PAY)
STEPS = [("in", "到账（收到）"), ("out", "分配给下级和项目"), ("projects", "分配到项目")]


class EntryFilter(FilterSet):
    """`step` gives exactly what makes up a territory's totals: what came into it, what its topmost holders gave on."""

    number = CharFilter(label="文号", field_name="document__number", lookup_expr="contains")
    source = ChoiceFilter(label="资金来源", choices=Source.choices, empty_label="全部")
    act = ChoiceFilter(label="业务", field_name="act__kind", choices=ActKind.choices, empty_label="全部")
    kind = ChoiceFilter(label="类别", choices=EntryKind.choices, empty_label="全部")
    on = DateFromToRangeFilter(label="日期", field_name="on", widget=DateRangeWidget(attrs={"type": "date"}))
    project = ModelChoiceFilter(label="项目", queryset=projects_seen, widget=ProjectPicker(), method="of_project")
    voucher = CharFilter(label="凭证号", field_name="act__voucher", lookup_expr="contains")
    reversed = YesNoFilter(label="冲销及被冲销", method="reversed_so")
    year = NumberFilter(label="预算年度", field_name="document__year")
    step = ChoiceFilter(label="环节", choices=STEPS, method="at_step", empty_label="全部")
    document = ModelChoiceFilter(label="文件", queryset=documents_seen, widget=HiddenInput, method="of_document")
    contract = ModelChoiceFilter(label="合同", queryset=contracts_seen, widget=HiddenInput, method="of_contract")
    allotment = ModelChoiceFilter(label="分配到", queryset=allotments_seen, widget=HiddenInput, method="of_allotment")
    giver = ModelChoiceFilter(label="分配自", queryset=allotments_seen, widget=HiddenInput, method="given_by")

    class Meta:
        model = FundEntry
        fields: list[str] = []

    def of_project(self, rows: QuerySet, name: str, project: Project) -> QuerySet:
        return rows.filter(project=project.pk)

    def of_document(self, rows: QuerySet, name: str, document: FundDocument) -> QuerySet:
        return rows.filter(document=document.pk)

    def of_contract(self, rows: QuerySet, name: str, contract: Contract) -> QuerySet:
        return rows.filter(part__in=contract.parts.values("pk"))

    def of_allotment(self, rows: QuerySet, name: str, pot: Allotment) -> QuerySet:
        return rows.filter(allotment=pot.pk)

    def given_by(self, rows: QuerySet, name: str, pot: Allotment) -> QuerySet:
        return rows.filter(giver=pot.pk)

    def reversed_so(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        touched = Q(reverses__isnull=False) | Q(reversed_by__isnull=False)
        return rows.filter(touched) if wanted else rows.exclude(touched)

    def at_step(self, rows: QuerySet, name: str, step: str) -> QuerySet:
        asker: Asker = self.request
        prefix = prefix_of(self.data["territory"]) if self.data.get("territory") else asker.user.territory or ""
        rows = rows.exclude(kind=EntryKind.PAYMENT)
        if step == "in":
            return rows.filter(topmost(prefix, "allotment__"))
        if step == "projects":
            return rows.filter(project__isnull=False)
        collected = topmost(prefix, "allotment__") & Q(project__isnull=False)
        given = Q(giver__isnull=False) & topmost(prefix, "giver__")
        return rows.filter(collected | given & Q(giver__division__pk__range=bounds(prefix)))


def adds_up(asked: Mapping[str, Any]) -> bool:
    """What came in, was passed on and was paid is no sum together: only where one of them, or a step, is chosen."""
    return any(asked.get(name) for name in ("kind", "step", "giver", "contract")) or asked.get("act") in OF_ONE_KIND


def entries_listed(user: User) -> QuerySet[FundEntry]:
    return FundEntry.objects.for_user(user).select_related(*JOINED)


ENTRY_LIST = register(
    ListSpec(
        key="fund_entries",
        title="资金明细",
        columns=ENTRIES,
        filters=EntryFilter,
        rows=entries_listed,
        order="-on",
        permission=Permission.VIEW_FUNDS,
        adds_up=adds_up,
        empty="还没有资金业务。登记指标文件、分配、拨付以后，每一笔都列在这里。",
    )
)

"""合同台账: contracts with their sums, changes and payments."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, NumberFilter

from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, YesNoFilter, register
from core.units import PERCENT, WAN_YUAN
from funding import credit_codes, links
from funding.choices import ContractKind, EntryKind
from funding.filters import OfTerritory, project_filter
from funding.models import Contract, ContractPart
from funding.selectors.accounts import rate_of
from funding.selectors.contracts import contracts_listed
from projects.models import Project


def projects_of(contract: Contract) -> str:
    return "、".join(part.project.name for part in contract.parts.all())


COLUMNS = (
    Column(
        key="number", title="合同编号", link=lambda contract: contract.get_absolute_url(), order_by="number", width=20
    ),
    Column(key="name", title="合同名称", order_by="name", width=28),
    Column(key="kind", title="类别", kind=Kind.CHOICE, choices=ContractKind, order_by="kind", width=10),
    Column(key="party", title="承包（供应）单位", order_by="party", width=24),
    Column(key="credit_code", title="统一社会信用代码", order_by="credit_code", shown=False, width=20),
    Column(key="amount", title="合同价款", kind=Kind.MONEY, unit=WAN_YUAN, order_by="amount", total="amount"),
    Column(key="changed", title="变更", kind=Kind.MONEY, unit=WAN_YUAN, order_by="changed", total="changed"),
    Column(
        key="paid",
        title="已拨付",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="paid",
        total="paid",
        link=lambda contract: links.entries(contract=contract.pk, kind=EntryKind.PAYMENT),
    ),
    Column(
        key="rate", title="支付率", kind=Kind.PERCENT, value=lambda contract: rate_of(contract.paid, contract.amount)
    ),
    Column(key="settled", title="结算价", kind=Kind.MONEY, unit=WAN_YUAN, order_by="settled", total="settled"),
    Column(key="projects", title="项目", value=projects_of, width=28),
    Column(key="signed_on", title="签订日期", kind=Kind.DATE, order_by="signed_on"),
    Column(key="original", title="原合同价", kind=Kind.MONEY, unit=WAN_YUAN, order_by="original", total="original"),
    Column(key="retention_rate", title="质保金比例", kind=Kind.PERCENT, unit=PERCENT, shown=False),
    Column(key="warranty_until", title="质保期至", kind=Kind.DATE, order_by="warranty_until"),
    Column(key="contact", title="单位联系电话", shown=False, width=16),
    Column(key="remarks", title="备注", shown=False, long=True, width=24),
)


class ContractFilter(OfTerritory):
    """Settled: all its parts are."""

    q = CharFilter(label="编号、名称、单位、信用代码", method="named")
    kind = ChoiceFilter(label="类别", choices=ContractKind.choices, empty_label="全部")
    project = project_filter(method="of_project")
    settled = YesNoFilter(label="已结算", method="is_settled")
    year = NumberFilter(label="签订年份", field_name="signed_on__year")

    class Meta:
        model = Contract
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        asked = Q(name__contains=text) | Q(party__contains=text) | Q(number__contains=text)
        if code := credit_codes.normal(text):
            asked |= Q(credit_code__contains=code)
        return rows.filter(asked)

    def of_project(self, rows: QuerySet, name: str, project: Project) -> QuerySet:
        return rows.filter(Exists(ContractPart.objects.filter(contract=OuterRef("pk"), project=project)))

    def is_settled(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        return rows.filter(unsettled=0) if wanted else rows.filter(unsettled__gt=0)


CONTRACTS = register(
    ListSpec(
        key="contracts",
        title="合同台账",
        columns=COLUMNS,
        filters=ContractFilter,
        rows=contracts_listed,
        order="-signed_on",
        permission=Permission.VIEW_FUNDS,
        empty="还没有合同。请在项目的“资金”页登记合同。",
    )
)

"""Table (3): streets and their projects, each with its ceilings, its money by level of government, and what is paid."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.urls import reverse

from core.units import rounded
from divisions.models import Division, Level
from funding.choices import EntryKind, ReportTable, ReviewStatus
from funding.fund_reports.asked import Asked
from funding.fund_reports.sheet import Block, Column, Minus, Plus, Rate, Row, Sheet, Sort, added, filled
from funding.fund_reports.words import DEFINED, definitions, sheet_of
from funding.models import BudgetReview, ContractChange, ContractPart
from funding.selectors import sums
from projects.choices import Source
from projects.models import Project

LEVELS = {
    "central": ("中央", (Source.CENTRAL_SUBSIDY, Source.CENTRAL_BUDGET)),
    "upper": ("省、市", (Source.PROVINCE, Source.PREFECTURE)),
    "district": ("区（县）", (Source.DISTRICT,)),
}
LEVEL_OF = {source: key for key, (_, sources) in LEVELS.items() for source in sources}
OTHER = "other"
ALLOTTED = (*LEVELS, OTHER)
COLUMNS = (
    Column(key="street", head="街道（乡镇）", width=18),
    Column(key="project", head="项目", width=30),
    Column(key="budget", head="批复预算", sort=Sort.MONEY, width=15),
    Column(key="contracted", head="合同价款", sort=Sort.MONEY, width=15),
    *(Column(key=key, head=head, top="已分配", sort=Sort.MONEY) for key, (head, _) in LEVELS.items()),
    Column(key=OTHER, head="其他", top="已分配", sort=Sort.MONEY),
    Column(key="allotted", head="小计", top="已分配", sort=Sort.MONEY, width=15, derived=Plus(ALLOTTED)),
    Column(key="paid_in", head="本期", top="已拨付", sort=Sort.MONEY),
    Column(key="paid", head="累计", top="已拨付", sort=Sort.MONEY, width=15),
    Column(key="unpaid", head="未拨付", sort=Sort.MONEY, width=15, derived=Minus("allotted", "paid")),
    Column(key="rate", head="支付率", sort=Sort.RATE, width=10, derived=Rate("paid", "allotted")),
)
NOTES = (
    DEFINED["allotted"],
    "其他：街道、专项债券、贷款、居民、单位和社会等出资。",
    "批复预算取截至该日最近一次批复；合同价款含变更和结算调整；未拨付＝已分配小计－已拨付累计；支付率＝已拨付累计÷已分配小计。",
    "跨街道项目列在区（县）名下；物业费补贴等没有落到项目的拨付单独列一行。",
)
WITHOUT = "不分项目的拨付"


def by_project(asked: Asked) -> Sheet:
    """Street after street, each closed by its subtotal. Listed is what has money, a contract or a budget."""
    lines = _lines(asked)
    facts = Project.objects.for_user(asked.user).in_bulk([project for _, project in lines if project])
    names = _street_names(asked, {_street(asked, key, facts) for key in lines})
    by_street: dict[str, list[Row]] = defaultdict(list)
    order = sorted(lines, key=lambda key: (_street(asked, key, facts), key[1] is None, _number(key[1], facts)))
    for key in order:
        street = _street(asked, key, facts)
        by_street[street].append(_row(asked, key, lines[key], names[street], facts))
    rows: list[Row] = []
    for street, own in by_street.items():
        first = len(rows)
        rows += own
        rows.append(_sum(asked, own, f"{names[street]}小计", over=(first, len(rows) - 1)))
    total = _sum(asked, rows, "合计") if rows else None
    block = Block(columns=COLUMNS, rows=rows, total=total, named=2, empty="截至该日没有项目有资金、合同或批复预算。")
    return sheet_of(asked, ReportTable.BY_PROJECT, block, notes=definitions(asked, *NOTES))


Key = tuple[str, int | None]  # a division, and the project unless what was paid belongs to none


def _lines(asked: Asked) -> dict[Key, dict[str, Any]]:
    """The figures of each project, and of what was paid without one by division."""
    lines: dict[Key, dict[str, Any]] = defaultdict(dict)
    found = asked.sums("project_id", "source", of=(sums.ALLOTTED, sums.PAID), project__isnull=False)
    for (project, source), each in found.items():
        cells = lines["", project]
        level = LEVEL_OF.get(Source(source), OTHER)
        for key, amount in ((level, each.allotted), ("paid_in", each.paid_in), ("paid", each.paid)):
            cells[key] = cells.get(key, Decimal(0)) + amount
    unassigned = asked.sums("division_id", of=(sums.PAID,), project=None, kind=EntryKind.PAYMENT)
    for (division,), each in unassigned.items():
        lines[division, None] = {"paid_in": each.paid_in, "paid": each.paid}
    for key, amounts in (("budget", approved(asked)), ("contracted", contracted(asked))):
        for project, amount in amounts.items():
            if not asked.year or ("", project) in lines:  # of another budget year nothing is listed
                lines["", project][key] = amount
    return lines


def approved(asked: Asked) -> dict[int, Decimal]:
    """The newest budget approved by the date, of each project."""
    reviews = BudgetReview.objects.for_user(asked.user).in_division(asked.division.pk)
    reviews = reviews.filter(
        status__in=(ReviewStatus.APPROVED, ReviewStatus.SUPERSEDED), approved_on__lte=asked.as_at
    ).order_by("approved_on", "number")
    return dict(reviews.values_list("project_id", "approved_amount"))


def contracted(asked: Asked) -> dict[int, Decimal]:
    """What each project's contracts cost with the changes made by the date."""
    parts = ContractPart.objects.for_user(asked.user).in_division(asked.division.pk)
    changes = ContractChange.objects.filter(part__in=parts.values("pk"), on__lte=asked.as_at).order_by()
    found = changes.values_list("part__project").annotate(Sum("amount"))
    return {project: rounded(Decimal(amount)) for project, amount in found}


def _street(asked: Asked, key: Key, facts: Mapping[int, Project]) -> str:
    division, project = key
    return asked.street_of(facts[project].division_id if project else division)


def _number(project: int | None, facts: Mapping[int, Project]) -> str:
    return facts[project].number if project else ""


def _street_names(asked: Asked, codes: Iterable[str]) -> dict[str, str]:
    """Above a county with the county's name before; what lies above the streets is the county's own."""
    divisions = Division.objects.select_related("parent").in_bulk(list(codes))
    names = {}
    for code in codes:
        division = divisions[code]
        if division.level < Level.STREET:
            names[code] = f"{division}（本级、跨街道）"
        else:
            above = f"{division.parent} " if len(asked.prefix) < Level.COUNTY and division.parent else ""
            names[code] = f"{above}{division}"
    return names


def _row(asked: Asked, key: Key, cells: dict[str, Any], street: str, facts: Mapping[int, Project]) -> Row:
    division, project = key
    cells |= {"street": street, "project": facts[project].name if project else WITHOUT}
    cells = {column.key: Decimal(0) for column in COLUMNS if column.key in (*ALLOTTED, "paid", "paid_in")} | cells
    if project is None:
        links = {
            "paid": asked.link("paid", territory=division),
            "paid_in": asked.link("paid", in_span=True, territory=division),
        }
        return Row(cells=filled(COLUMNS, cells), links=links)
    funds, found = reverse("funding:project_funds", args=[project]), asked.links(project=project)
    links = dict.fromkeys(("project", "budget", "contracted", *ALLOTTED), funds) | {
        "district": asked.link("allotted", project=project, source=Source.DISTRICT.value),
        "allotted": found["allotted"],
        "paid_in": found["paid_in"],
        "paid": found["paid"],
    }
    return Row(cells=filled(COLUMNS, cells), links=links)


def _sum(asked: Asked, rows: list[Row], label: str, over: tuple[int, int] | None = None) -> Row:
    cells = filled(COLUMNS, added(COLUMNS, rows), is_total=True)
    links = {} if over else {key: link for key, link in asked.links().items() if key in ("allotted", "paid", "paid_in")}
    return Row(cells=cells, over=over, label=label, links=links)

"""Tables (5) execution rate ranking, (7) the fund block of the 绩效自评表 of a year."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Q, Value, When
from django.urls import reverse

from divisions.models import Division
from divisions.territory import code_of
from funding.choices import ReportTable
from funding.fund_reports.asked import Asked
from funding.fund_reports.sheet import Block, Column, Minus, Points, Rate, Row, Sheet, Sort, added, filled
from funding.fund_reports.words import day, definitions, sheet_of
from funding.selectors import sums
from funding.selectors.sums import BELOW, Sums
from projects.choices import Source

RANKED = (
    Column(key="place", head="名次", sort=Sort.COUNT, width=8),
    Column(key="unit", head="单位", width=22),
    Column(key="received_in", head="本期", top="分到金额", sort=Sort.MONEY, width=16),
    Column(key="received", head="累计", top="分到金额", sort=Sort.MONEY, width=16),
    Column(key="paid_in", head="本期", top="已拨付", sort=Sort.MONEY, width=16),
    Column(key="paid", head="累计", top="已拨付", sort=Sort.MONEY, width=16),
    Column(key="left", head="结余", sort=Sort.MONEY, width=16, derived=Minus("received", "paid")),
    Column(key="rate", head="执行率", sort=Sort.RATE, width=12, derived=Rate("paid", "received")),
)
RANK_NOTES = (
    "分到金额：各单位自有的到账资金，加上从单位以外分配到该单位及其项目的金额。",
    "按累计执行率（已拨付÷分到金额）从高到低排名，相同的并列；没有资金的单位列出而不排名。",
    "本级尚未分到单位的资金和跨单位项目的资金不参加排名，也不计入本表合计。",
)
FISCAL = (
    Source.CENTRAL_SUBSIDY,
    Source.CENTRAL_BUDGET,
    Source.PROVINCE,
    Source.PREFECTURE,
    Source.DISTRICT,
    Source.STREET,
    Source.SPECIAL_BONDS,
)
CURRENT, CARRIED, OTHERS = "current", "carried", "others"
KINDS_OF_MONEY = {CURRENT: "其中：当年财政拨款", CARRIED: "　　　上年结转资金", OTHERS: "　　　其他资金"}
EVALUATED = (
    Column(key="name", head="资金构成", width=24),
    Column(key="planned", head="年初预算数", top="项目资金", sort=Sort.MONEY, width=16),
    Column(key="budget", head="全年预算数", top="项目资金", sort=Sort.MONEY, width=16),
    Column(key="spent", head="全年执行数", top="项目资金", sort=Sort.MONEY, width=16),
    Column(key="most", head="分值", top="预算执行", sort=Sort.COUNT, width=8),
    Column(key="rate", head="执行率", top="预算执行", sort=Sort.RATE, width=10, derived=Rate("spent", "budget")),
    Column(
        key="points",
        head="得分",
        top="预算执行",
        sort=Sort.POINTS,
        width=8,
        derived=Points("rate"),
        total_only=True,
    ),
)
EVALUATED_NOTES = (
    "年初预算数由部门预算确定，本系统没有这个数，请填报单位按批复的部门预算填写。",
    "全年预算数＝截至统计日的下达（到账）净额－年初以前已拨付数，即年初结转加全年到账；全年执行数＝年初至统计日的拨付净额。",
    "当年财政拨款：预算年度为本年的财政性资金；上年结转资金：预算年度在以前的财政性资金。",
    "其他资金：银行贷款和居民、单位、社会等出资。以后预算年度的文件不计入。",
    "财政性资金：中央、省、市、区（县）财政，街道承担，专项债券。",
    "执行率＝全年执行数÷全年预算数；得分＝10×执行率，最高 10 分。",
)


def ranking(asked: Asked) -> Sheet:
    """The divisions next below the territory. Equal rates, compared exactly, share a place: 1, 1, 3."""
    found = sums.sums_below(asked.entries, prefix=asked.prefix, as_at=asked.as_at, since=asked.since)
    by_code = {code_of(unit): each for unit, each in found.items()}
    level = BELOW[len(asked.prefix)]
    units = Division.objects.for_user(asked.user).in_division(asked.division.pk).filter(level=level)
    units = [unit for unit in units.order_by("pk") if unit.until is None or unit.pk in by_code]
    rated = {unit: _rate(by_code.get(unit.pk, Sums())) for unit in units}
    order = sorted(units, key=lambda unit: (rated[unit] is None, -(rated[unit] or 0), unit.pk))
    rates = [rate for rate in rated.values() if rate is not None]
    rows = []
    for unit in order:
        rate = rated[unit]
        place = None if rate is None else 1 + sum(1 for other in rates if other > rate)
        cells = vars(by_code.get(unit.pk, Sums())) | {"place": place, "unit": unit.name}
        rows.append(Row(cells=filled(RANKED, cells), links=asked.links(territory=unit.pk)))
    total = Row(cells=filled(RANKED, added(RANKED, rows), is_total=True), label="合计")
    block = Block(columns=RANKED, rows=rows, total=total if rows else None, named=2, empty="辖区内没有可以排名的单位。")
    notes = definitions(asked, *RANK_NOTES)
    return sheet_of(asked, ReportTable.RANKING, block, notes=notes)


def _rate(each: Sums) -> Fraction | None:
    return Fraction(each.paid) / Fraction(each.received) if each.received > 0 else None


def self_evaluation(asked: Asked) -> Sheet:
    """The year's money by where it comes from: what could be spent, what was, the rate and its points."""
    year = asked.year or asked.as_at.year
    begin, end = date(year, 1, 1), min(asked.as_at, date(year, 12, 31))
    cells, rows = _year(asked, year, begin, end), []
    for kind, name in KINDS_OF_MONEY.items():
        budget, spent = cells.get(kind, (Decimal(0), Decimal(0)))
        figures = {"name": name, "budget": budget, "spent": spent}
        rows.append(Row(cells=filled(EVALUATED, figures), links=_behind(asked, begin, end, kind, year)))
    added_up: dict[str, Any] = added(EVALUATED, rows) | {"most": 10, "name": "年度资金总额"}
    total = Row(
        cells=filled(EVALUATED, added_up, is_total=True), label="年度资金总额", links=_behind(asked, begin, end)
    )
    block = Block(columns=EVALUATED, rows=rows, total=total, total_first=True)
    organisation = asked.user.organisation or asked.division
    return sheet_of(
        asked,
        ReportTable.SELF_EVALUATION,
        block,
        title=f"{asked.division}老旧小区改造项目支出{ReportTable.SELF_EVALUATION.label}",
        span=f"{year}年度（截至{day(end)}）",
        notes=EVALUATED_NOTES,
        facts=(
            f"项目名称：{asked.division}老旧小区改造　　主管部门：{organisation}　　实施单位：各街道及项目实施主体",
        ),
    )


def _behind(asked: Asked, begin: date, end: date, kind: str = "", year: int = 0) -> dict[str, str]:
    """The table by source of the same span: this year's documents alone, or all."""
    query = {"territory": asked.division.pk, "since": begin, "as_at": end, "unit": asked.unit.value}
    query |= {"year": year} if kind == CURRENT else {}
    page = f"{reverse('funding:report_table', args=[ReportTable.BY_SOURCE.value])}?{urlencode(query)}"
    return {"budget": page, "spent": page}


def _year(asked: Asked, year: int, begin: date, end: date) -> dict[str, tuple[Decimal, Decimal]]:
    """全年预算数 and 全年执行数 of each kind of money, whatever budget year was chosen."""
    entries = sums.entries_of(user=asked.user, division=asked.division).filter(document__year__lte=year)
    marked = entries.annotate(
        money=Case(
            When(~Q(source__in=FISCAL), then=Value(OTHERS)),
            When(document__year=year, then=Value(CURRENT)),
            default=Value(CARRIED),
            output_field=CharField(),
        )
    )
    found = sums.sums(marked, prefix=asked.prefix, by=["money"], as_at=end, since=begin)
    return {money: (each.received - (each.paid - each.paid_in), each.paid_in) for (money,), each in found.items()}

"""Each table's lines and totals against 卫滨区's books, added up by hand; and its workbook against both."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from core.errors import DomainError
from funding.choices import ActKind, EntryKind, MoneyUnit, ReportTable
from funding.fund_reports.sheet import Row, Sheet, Sort, filled
from funding.fund_reports.tables import built
from funding.fund_reports.workbook import workbook
from funding.models import FeeInstalment, FeeSubsidy
from funding.selectors import sums
from funding.services.ledger import Line
from projects.models import Project
from tests.funding import stories
from tests.funding.books import AT_MONTH_END, Books, asked, books  # noqa: F401
from tests.funding.formulas import Reckoner
from tests.funding.office import recalculated  # noqa: F401
from tests.funding.stories import yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db
TABLES = list(ReportTable)


def table(books, kind: ReportTable, **facts) -> Sheet:  # noqa: F811
    """The card is that of 中州小区."""
    this = asked(books, **facts)
    return built(kind, replace(this, project=books.zhongzhou) if kind == ReportTable.CARD else this)


def cells(sheet: Sheet, *keys: str, block: int = 0) -> list[tuple]:
    columns = sheet.blocks[block].columns
    lines = [filled(columns, row.cells, is_total=bool(row.over)) for row in sheet.blocks[block].rows]
    return [tuple(line.get(key) for key in keys) for line in lines]


def total(sheet: Sheet, *keys: str, block: int = 0) -> tuple:
    row = sheet.blocks[block].total
    assert row
    return tuple(row.cells.get(key) for key in keys)


def test_by_source_in_the_order_of_the_schemes(books):  # noqa: F811
    sheet = table(books, ReportTable.BY_SOURCE)

    assert cells(sheet, "source", "received", "allotted", "paid") == [
        ("中央财政补助资金", yuan("946.33"), yuan(290), yuan("40.01")),
        ("省（自治区）补助", yuan("120.50"), yuan("60.25"), yuan("12.34")),
        ("区（县市）财政", yuan("50.01"), yuan(20), yuan(8)),
    ]
    assert total(sheet, "received", "allotted", "paid", "left") == tuple(
        map(yuan, ("1116.84", "370.25", "60.35", "1056.49"))
    )


def test_by_document(books):  # noqa: F811
    sheet = table(books, ReportTable.BY_DOCUMENT)

    assert cells(sheet, "number", "budget_code", "received_in", "left") == [
        ("新财预〔2023〕45号", "2210108", yuan("946.33"), yuan("906.32")),
        ("卫财〔2022〕7号", "", yuan(0), yuan("42.01")),
        ("豫财建〔2023〕12号", "2210108", yuan("120.50"), yuan("108.16")),
    ]


def test_a_document_is_not_listed_before_it_was_issued(books):  # noqa: F811
    sheet = table(books, ReportTable.BY_DOCUMENT, since=date(2022, 1, 1), as_at=date(2022, 12, 31))

    assert cells(sheet, "number") == [("卫财〔2022〕7号",)]


def test_by_project_with_a_subtotal_for_each_street(books):  # noqa: F811
    sheet = table(books, ReportTable.BY_PROJECT)

    keys = ("street", "budget", "contracted", "central", "upper", "district", "allotted", "paid", "unpaid")
    assert cells(sheet, *keys) == [
        ("健康路街道", yuan(90), yuan(80), yuan(90), 0, 0, yuan(90), yuan("40.01"), yuan("49.99")),
        (None, yuan(90), yuan(80), yuan(90), 0, 0, yuan(90), yuan("40.01"), yuan("49.99")),
        (
            "南桥街道",
            None,
            yuan(150),
            yuan(200),
            yuan("60.25"),
            yuan(20),
            yuan("280.25"),
            yuan("20.34"),
            yuan("259.91"),
        ),
        (None, None, yuan(150), yuan(200), yuan("60.25"), yuan(20), yuan("280.25"), yuan("20.34"), yuan("259.91")),
    ]
    assert total(sheet, "contracted", "allotted", "paid") == (yuan(230), yuan("370.25"), yuan("60.35"))


def test_a_contract_counts_from_the_day_it_was_signed(books):  # noqa: F811
    sheet = table(books, ReportTable.BY_PROJECT, as_at=date(2023, 3, 31))

    assert [found for (found,) in cells(sheet, "contracted") if found] == []


def test_payments_with_what_was_reversed(books):  # noqa: F811
    sheet = table(books, ReportTable.PAYMENTS)

    assert cells(sheet, "act__voucher", "amount", "reverses_id") == [
        ("记-002", yuan(3), ""),
        ("记-003", yuan(30), ""),
        ("记-004", yuan("12.34"), ""),
        ("记-005", yuan("40.01"), ""),
        ("记-006", yuan(-30), "冲销"),
    ]
    assert total(sheet, "amount") == (yuan("55.35"),)


def test_payments_of_a_span_count_its_first_and_last_day(books):  # noqa: F811
    sheet = table(books, ReportTable.PAYMENTS, since=date(2023, 5, 10), as_at=date(2023, 6, 1))

    assert cells(sheet, "act__voucher") == [("记-003",), ("记-004",)]


def test_the_ranking_lists_streets_without_money_unranked(books):  # noqa: F811
    sheet = table(books, ReportTable.RANKING)

    assert cells(sheet, "place", "unit", "received", "paid") == [
        (1, "健康路街道", yuan(90), yuan("40.01")),
        (2, "南桥街道", yuan(300), yuan("20.34")),
        (None, "胜利路街道", 0, 0),
        (None, "解放路街道", 0, 0),
        (None, "自由路街道", 0, 0),
    ]


def test_equal_rates_share_a_place(books):  # noqa: F811
    """Before anything was paid all have the rate nought."""
    sheet = table(books, ReportTable.RANKING, since=date(2023, 1, 1), as_at=date(2023, 3, 31), year=2023)

    assert cells(sheet, "place", "unit")[:3] == [(1, "健康路街道"), (1, "南桥街道"), (None, "胜利路街道")]


def test_a_project_s_card(books):  # noqa: F811
    sheet = table(books, ReportTable.CARD)

    assert cells(sheet, "number", "allotted", "paid") == [
        ("新财预〔2023〕45号", yuan(200), yuan(0)),
        ("卫财〔2022〕7号", yuan(20), yuan(8)),
        ("豫财建〔2023〕12号", yuan("60.25"), yuan("12.34")),
    ]
    assert cells(sheet, "original", "changes", "amount", "paid", block=2) == [(yuan(150), 0, yuan(150), yuan("20.34"))]
    assert total(sheet, "amount", block=3) == (yuan("20.34"),)


def test_no_card_without_a_project(books):  # noqa: F811
    with pytest.raises(DomainError, match="先选定项目"):
        built(ReportTable.CARD, asked(books))


def test_the_year_s_self_evaluation(books):  # noqa: F811
    """Of last year's 50.01 five were paid then: 45.01 could be spent this year, and three were."""
    sheet = table(books, ReportTable.SELF_EVALUATION)

    assert cells(sheet, "budget", "spent", "points") == [
        (yuan("1066.83"), yuan("52.35"), None),
        (yuan("45.01"), yuan(3), None),
        (0, 0, None),
    ]
    assert total(sheet, "planned", "budget", "spent", "points") == (
        None,
        yuan("1111.84"),
        yuan("55.35"),
        Decimal("0.50"),
    )


@pytest.mark.parametrize("unit", MoneyUnit)
@pytest.mark.parametrize("kind", TABLES)
def test_a_workbook_s_totals_are_live_and_agree_with_the_ledger(books, kind, unit):  # noqa: F811
    sheet = table(books, kind, unit=unit)

    found = Reckoner(workbook(sheet)).line(totals_label(kind))

    assert figures(found) == figures(expected_total(sheet, unit))


@pytest.mark.parametrize("kind", TABLES)
def test_every_sum_and_rate_is_a_formula(books, kind):  # noqa: F811
    page = Reckoner(workbook(table(books, kind)))
    label = totals_label(kind)
    row = next(row for row in page.sheet.iter_rows() if label in [cell.value for cell in row])

    typed = [cell.coordinate for cell in row if cell.number_format in ("#,##0.00", "0.00%") and cell.data_type == "n"]

    assert [place for place in typed if page.sheet[place].value is not None] == []


def test_the_grand_total_does_not_count_subtotals_twice(books):  # noqa: F811
    page = Reckoner(workbook(table(books, ReportTable.BY_PROJECT)))

    assert page.line("健康路街道小计")[3] == yuan(80)
    assert page.line("合计")[3] == yuan(230)
    assert any(formula.startswith("=SUBTOTAL(9,") for formula in page.formulas())


def test_wan_yuan_cells_are_exact(books):  # noqa: F811
    page = Reckoner(workbook(table(books, ReportTable.PAYMENTS, unit=MoneyUnit.WAN)))

    assert page.line("记-004")[3] == Decimal("12.34")
    assert page.line("合计")[3] == Decimal("55.35")


@pytest.mark.parametrize("kind", TABLES)
def test_libreoffice_reckons_as_we_do(books, kind, recalculated):  # noqa: F811
    content = workbook(table(books, kind))
    ours = Reckoner(content).rows()

    theirs = load_workbook(BytesIO(recalculated(content)), data_only=True).worksheets[0]

    for line, row in enumerate(ours, start=1):
        for place, value in enumerate(row, start=1):
            if isinstance(value, Decimal):
                assert theirs.cell(line, place).value == pytest.approx(float(value), abs=1e-6), (line, place)


@pytest.mark.parametrize("kind", TABLES)
def test_a_workbook_is_laid_out_for_a4(books, kind):  # noqa: F811
    sheet = table(books, kind, unit=MoneyUnit.WAN)
    page = load_workbook(BytesIO(workbook(sheet))).worksheets[0]

    assert page["A1"].value == sheet.title
    assert any(area.coord.startswith("A1:") for area in page.merged_cells.ranges)
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows
    assert "&P" in page.oddFooter.center.text
    texts = [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(text.startswith("填报单位（盖章）：") for text in texts)
    assert "单位：万元" in texts
    assert any("截至2023年6月30日" in text or "2023年6月30日" in text for text in texts)


@pytest.mark.parametrize(("largest", "width"), [("8529620.00", 15), ("999999999999.99", 22)])
def test_columns_are_as_wide_as_their_largest_figure_in_bold(books, largest, width):  # noqa: F811
    """LibreOffice draws ### over what is narrower; what is wider makes the rest of an A4 page too small to read."""
    sheet = table(books, ReportTable.BY_SOURCE)
    row = Row(cells={"source": "中央财政补助资金", "received": Decimal(largest)})
    page = load_workbook(
        BytesIO(workbook(replace(sheet, blocks=(replace(sheet.blocks[0], rows=[row], total=row),))))
    ).worksheets[0]

    widths = {
        page.column_dimensions[get_column_letter(place)].width
        for place, column in enumerate(sheet.blocks[0].columns, start=1)
        if column.sort is Sort.MONEY
    }

    assert widths == {width}


@pytest.mark.parametrize(("lines", "pages"), [(5, 0), (12, 1), (20, 0)])
def test_notes_and_signatures_do_not_stand_alone_on_a_page(books, lines, pages):  # noqa: F811
    """One page as it is, one page made a little smaller, two pages with lines on both."""
    sheet = table(books, ReportTable.BY_PROJECT, unit=MoneyUnit.WAN)
    row = Row(cells={"street": "南桥街道", "project": "一个名称写得很长、要占两行的老旧小区改造项目"})
    long = replace(sheet, blocks=(replace(sheet.blocks[0], rows=[row] * lines),))

    page = load_workbook(BytesIO(workbook(long))).worksheets[0]

    assert page.page_setup.fitToHeight == pages


def test_the_head_has_two_rows_and_stays(books):  # noqa: F811
    page = load_workbook(BytesIO(workbook(table(books, ReportTable.BY_DOCUMENT)))).worksheets[0]

    merged = {area.coord for area in page.merged_cells.ranges}
    assert {"A3:E3", "F3:G3", "H3:I3", "J3:K3", "L3:M3"} <= merged
    assert page.freeze_panes == "C5"
    assert page["C5"].number_format == "@"


def test_a_name_that_looks_like_a_formula_stays_text(books):  # noqa: F811
    Project.objects.filter(pk=books.zhongzhou.pk).update(name="=HYPERLINK(1)")

    page = load_workbook(BytesIO(workbook(table(books, ReportTable.BY_PROJECT)))).worksheets[0]

    held = next(cell for row in page.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)")
    assert held.data_type == "s"


@pytest.mark.parametrize("kind", TABLES)
def test_nothing_yet_is_a_table_that_says_so(divisions, finance, document, project, kind):
    nobody = Books(divisions["湛河区"], finance, project, project, document, document, document, None, None, None)
    sheet = table(nobody, kind)

    assert workbook(sheet)


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_asks_as_often_for_many_as_for_few(books, kind, counted, listed, street_office, office, finance):  # noqa: F811
    def asks() -> int:
        with counted() as queries:
            workbook(table(books, kind))
        return len(queries)

    few = asks()
    root = stories.the_root(books.central)
    for number in range(20):
        made = a_project(listed["新运23号院"], implementer=street_office, by=office)
        Project.objects.filter(pk=made.pk).update(number=f"2023-410703-9{number:02}")
        pot = stories.allotted(root, to=made, wan=2, by=finance)
        part = stories.a_contract(made, by=finance, wan=2, number=f"卫滨设计〔2023〕{number}号")
        stories.paid(stories.a_request(part, pot, by=finance, wan=1, reviewer=finance), by=finance)

    assert asks() == few


def totals_label(kind: ReportTable) -> str:
    return "年度资金总额" if kind == ReportTable.SELF_EVALUATION else "合计"


def figures(row) -> list[Decimal]:
    return [value for value in row if isinstance(value, Decimal)]


def expected_total(sheet: Sheet, unit: MoneyUnit) -> list:
    """The total as the page reckons it from the ledger's own sums, in the unit and the order of the columns."""
    block = sheet.blocks[0]
    assert block.total
    row = filled(block.columns, block.total.cells, is_total=True)
    money = {column.key for column in block.columns if column.sort.value == "money"}
    factor = 10_000 if unit == MoneyUnit.WAN else 1
    return [
        value / factor if column.key in money else Decimal(value)
        for column in block.columns[block.named :]
        if isinstance(value := row.get(column.key), Decimal | int)
    ]


def test_the_tables_agree_with_one_another(books):  # noqa: F811
    this = asked(books, as_at=AT_MONTH_END)
    whole = sums.total(this.entries, prefix=this.prefix, as_at=this.as_at, since=this.since)

    for kind in (ReportTable.BY_SOURCE, ReportTable.BY_DOCUMENT, ReportTable.BY_PROJECT):
        assert total(table(books, kind, as_at=AT_MONTH_END), "allotted", "paid", "paid_in") == (
            whole.allotted,
            whole.paid,
            whole.paid_in,
        )
    assert total(table(books, ReportTable.PAYMENTS, as_at=AT_MONTH_END), "amount") == (whole.paid_in,)


def test_a_fee_subsidy_is_paid_without_a_contract(books):  # noqa: F811
    """Out of the street's own money: no project's, so it has a line of its own, and the tables still agree."""
    site = books.zhongzhou.sites.get()
    subsidy = FeeSubsidy.objects.create(
        site=site,
        project=books.zhongzhou,
        division=site.division,
        company="示例物业服务有限公司",
        floor_area=1000,
        rate=Decimal("0.20"),
        first_month=date(2023, 1, 1),
        months=12,
        document="卫政办〔2023〕9号",
        created_by=books.by,
    )
    instalment = FeeInstalment.objects.create(subsidy=subsidy, year=2023, months=12, amount=2400)
    line = Line(kind=EntryKind.PAYMENT, allotment=books.street_pot, amount=Decimal(2400), instalment=instalment)
    stories.posted(ActKind.PAY, [line], by=books.by, voucher="记-007")

    of_projects, listed = table(books, ReportTable.BY_PROJECT), table(books, ReportTable.PAYMENTS)

    assert ("南桥街道", "不分项目的拨付", Decimal(2400)) in cells(of_projects, "street", "project", "paid")
    assert total(of_projects, "paid") == total(table(books, ReportTable.BY_SOURCE), "paid")
    assert cells(listed, "act__voucher", "part__contract__party", "request__kind", "amount")[-1] == (
        "记-007",
        "示例物业服务有限公司",
        "物业费补贴",
        Decimal(2400),
    )

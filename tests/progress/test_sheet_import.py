"""The Excel way round the sheet: handed out, filled in elsewhere, previewed, typed in, taken back (F32)."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from core.errors import Conflict
from core.imports import applying
from core.imports.previewing import preview
from core.imports.receiving import receive
from progress.imports.sheet import LAYOUT
from progress.imports.sheet_template import HEAD_ROW, sheet_workbook
from progress.models import CellNote, ReportingMonth, ReturnLine
from tests import workbooks
from tests.progress.conftest import a_return
from tests.progress.stories import accepted, at, fill, submitted

pytestmark = pytest.mark.django_db
TODAY = date(2023, 5, 25)
NOW = at(TODAY, 12)
TITLE = "南桥街道2023年5月月报填报表"
HEAD = ["序号", "小区", "开工日期", "基础类", "完善类", "本月完成投资（万元）", "现场人数", "存在问题", "情况说明"]
ROW = [1, "中州小区", "2023-5-3", 20, 10, 12.5, 8, "道路狭窄", ""]


@pytest.fixture
def take_in(request, clerk):
    """Hand over rows below the title and the head, or a whole file, and look at the preview."""

    def hand_over(*rows, title=TITLE, head=HEAD, data: bytes = b"", to=None):
        to = to or request.getfixturevalue("nanqiao")
        data = data or workbooks.xlsx([[title], head, *rows])
        options = {"monthly_return": to.pk}
        source = receive(layout=LAYOUT, data=data, name="填报表.xlsx", by=clerk, now=NOW, options=options)
        return preview(import_id=source.pk, by=clerk, today=TODAY)

    return hand_over


def apply(source, by):
    return applying.apply(import_id=source.pk, by=by, now=NOW)


def undo(source, by):
    return applying.undo(import_id=source.pk, by=by, now=NOW)


def told(source, severity="error"):
    return [problem["text"] for problem in source.problems if problem["severity"] == severity]


def line_of(monthly_return, compound="中州小区") -> ReturnLine:
    return monthly_return.current.lines.get(compound_name=compound)


def handed_out(monthly_return, **figures) -> bytes:
    """The workbook as it is handed out, with these headings of 中州小区 filled in: handed_out(may, 现场人数=8)."""
    book = openpyxl.load_workbook(io.BytesIO(sheet_workbook(monthly_return)))
    sheet = book.worksheets[0]
    headings = (sheet.cell(HEAD_ROW, column).value for column in range(1, sheet.max_column + 1))
    places = {heading.partition("（")[0]: column for column, heading in enumerate(headings, start=1)}
    for heading, value in figures.items():
        sheet.cell(HEAD_ROW + 1, places[heading], value)
    return workbooks.saved(book)


def test_figures_come_in_as_if_they_had_been_typed(take_in, nanqiao, clerk):
    source = take_in(ROW)

    apply(source, clerk)

    line = line_of(nanqiao)
    assert told(source) == []
    assert (line.started_on, line.basic, line.improvement, line.invested, line.workers, line.problems) == (
        date(2023, 5, 3),
        Decimal(20),
        Decimal(10),
        Decimal("125000.00"),
        8,
        "道路狭窄",
    )
    assert line.tallies.get(span="total").invested == Decimal("125000.00")
    assert {change.by for change in line.changes.all()} == {clerk}


def test_taken_back_everything_is_as_it_was(take_in, nanqiao, clerk):
    fill(nanqiao.current, {"中州小区": {"workers": "3"}}, by=clerk, today=TODAY)
    source = apply(take_in(ROW), clerk)

    undo(source, clerk)

    line = line_of(nanqiao)
    assert (line.started_on, line.basic, line.invested, line.workers, line.problems) == (None, None, None, 3, "")
    assert line.tallies.get(span="total").invested == 0


def test_what_is_handed_out_reads_back_without_any_change(take_in, nanqiao, clerk):
    fill(
        nanqiao.current,
        {
            "中州小区": {
                "started_on": "2023-5-3",
                "basic": "0.5",
                "improvement": "85",
                "invested": "12.5",
                "lifts": "2",
            },
            "新运23号院": {"water_km": "0.125", "problems": "=暂无", "next_steps": "继续施工"},
        },
        by=clerk,
        today=TODAY,
    )

    source = take_in(data=sheet_workbook(nanqiao))

    assert (source.new, source.changed, source.same, source.errors, source.warnings) == (0, 0, 2, 0, 0)


def test_filled_in_it_changes_just_that(take_in, nanqiao, clerk):
    apply(take_in(data=handed_out(nanqiao, 现场人数=8)), clerk)

    assert [change.figure for change in line_of(nanqiao).changes.all()] == ["workers"]


@pytest.mark.parametrize("typed", [0.85, "85%", "85", 85, "８５"])
def test_per_cent_is_understood_however_excel_has_it(take_in, nanqiao, clerk, typed):
    apply(take_in(data=handed_out(nanqiao, 基础类=typed, 开工日期="2023-5-3")), clerk)

    assert line_of(nanqiao).basic == 85


def test_blank_rows_sub_totals_and_an_extra_first_column_do_no_harm(take_in, nanqiao, clerk):
    total, signature = ["", "", "小计", "", "", "", 12.5, 8, "", ""], ["", "", "填表人：示例", *[""] * 7]

    source = take_in(["南桥", *ROW], [""] * 10, total, signature, head=["片区", *HEAD])
    apply(source, clerk)
    assert (source.errors, source.changed, line_of(nanqiao).invested) == (0, 1, Decimal("125000.00"))


def test_a_blank_cell_changes_nothing_and_says_so(take_in, nanqiao, clerk):
    fill(nanqiao.current, {"中州小区": {"workers": "3"}}, by=clerk, today=TODAY)

    source = take_in([*ROW[:6], "", *ROW[7:]])
    apply(source, clerk)

    assert line_of(nanqiao).workers == 3
    assert "这一格是空的，填报表里已有的内容不变。需要清空时，请在填报表里清空。" in told(source, "warning")


def test_what_cannot_be_read_is_not_called_blank_too(take_in, nanqiao, clerk):
    fill(nanqiao.current, {"中州小区": {"workers": "3"}}, by=clerk, today=TODAY)

    assert told(take_in([*ROW[:6], "几个", *ROW[7:]]), "warning") == []


def test_of_the_workbook_only_the_running_number_is_passed_over(take_in, nanqiao):
    (sheet,) = take_in(data=sheet_workbook(nanqiao)).sheets

    assert [column["text"] for column in sheet["columns"] if not column["key"]] == ["序号"]


def test_more_decimals_than_are_kept_are_rounded_and_said(take_in, nanqiao, clerk):
    source = take_in([*ROW[:5], 12.34567, *ROW[6:]])
    apply(source, clerk)

    assert line_of(nanqiao).invested == Decimal("123500.00")
    assert told(source, "warning") == ["本月完成投资保留 2 位小数，已四舍五入，请核对。"]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("南桥街道2023年4月月报填报表", "这个文件是 2023年4月的，不能导入南桥街道2023年5月月报"),
        ("健康路街道2023年5月月报填报表", "这个文件是健康路街道的，不能导入南桥街道2023年5月月报"),
    ],
)
def test_a_file_of_another_month_or_street_is_refused(take_in, title, sentence):
    (problem,) = told(take_in(ROW, title=title))

    assert sentence in problem


def test_the_day_of_filling_in_is_not_its_month(take_in):
    assert told(take_in(ROW, title="填报日期：2023年6月2日")) == []


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        (1, "别处小区", "里没有“别处小区”"),
        (2, "2023-5-27", "数据截至 2023-05-25"),
        (3, 120, "基础类应在 0 至 100"),
        (5, "三百", "不是确切的数字"),
        (5, 125000, "10,000万元"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(take_in, column, value, sentence):
    row = [*ROW]
    row[column] = value

    problems = told(take_in(row))

    assert len(problems) == 1
    assert sentence in problems[0]


def test_the_same_compound_twice_names_the_first_row(take_in):
    assert told(take_in(ROW, ROW))[:1] == ["与台账第3行是同一个小区，请只保留一行。"]


def test_a_compound_in_two_projects_is_told_by_its_project(take_in, nanqiao, clerk):
    line = line_of(nanqiao, "新运23号院")
    ReturnLine.objects.filter(pk=line.pk).update(compound_name="中州小区", project_name="中州小区二期")
    row = ["中州小区二期", "中州小区", 8]

    apply(take_in(row, head=["项目", "小区", "现场人数"]), clerk)

    line.refresh_from_db()
    assert line.workers == 8
    assert "请在“项目”列写明是哪一个" in told(take_in(["中州小区", 8], head=["小区", "现场人数"]))[0]


def test_a_fall_needs_its_reason_in_the_file(report_of_april, take_in, clerk):
    may = report_of_april
    head, row = ["小区", "基础类", "情况说明"], ["中州小区", 30, ""]

    (problem,) = told(take_in(row, head=head, to=may))
    apply(take_in([*row[:2], "四月误填"], head=head, to=may), clerk)

    assert "请在“情况说明”列写明原因" in problem
    assert line_of(may).basic == 30
    assert CellNote.objects.get().text == "四月误填"


@pytest.fixture
def report_of_april(month_rule, divisions, projects, clerk):
    """April accepted with 40 % of 基础类; May's return, which carries it on."""
    returns = []
    for month in (4, 5):
        reporting = ReportingMonth.objects.create(
            division=divisions["卫滨区"],
            month=date(2023, month, 1),
            rule=month_rule,
            as_at=date(2023, month, 25),
            due_on=date(2023, month, 28),
            late_on=date(2023, month, 30),
            lock_on=date(2023, month + 1, 5),
            opened_on=date(2023, month, 15),
        )
        returns.append(a_return(reporting, divisions["南桥街道"], by=clerk))
        if month == 4:
            begun = {"started_on": "2023-4-3", "basic": "40", "improvement": "0", "invested": "50"}
            day = date(2023, 4, 26)
            fill(returns[0].current, {"中州小区": begun}, by=clerk, today=day)
            accepted(returns[0], day=day)
    return returns[1]


def test_the_workbook_shows_last_month_in_grey(report_of_april):
    rows = workbooks.cells(sheet_workbook(report_of_april))

    shown = dict(zip(rows[HEAD_ROW - 1], rows[HEAD_ROW], strict=True))
    assert (shown["上月基础类"], shown["基础类"], shown["截至上月累计完成投资（万元）"]) == (40, 40, 50)


def test_typed_into_since_the_preview_it_is_not_applied(take_in, nanqiao, clerk):
    source = take_in(ROW)
    fill(nanqiao.current, {"中州小区": {"workers": "3"}}, by=clerk, today=TODAY)

    with pytest.raises(Conflict, match="预览之后有人改过"):
        apply(source, clerk)

    assert line_of(nanqiao).invested is None


def test_what_is_submitted_takes_no_file(take_in, nanqiao, clerk):
    submitted(nanqiao, by=clerk)

    (problem,) = told(take_in(ROW))

    assert "数字不能修改" in problem


def test_submitted_since_it_is_not_taken_back(take_in, nanqiao, clerk):
    source = apply(take_in(ROW), clerk)
    submitted(nanqiao, by=clerk)

    with pytest.raises(Conflict, match="数字不能修改"):
        undo(source, clerk)


def test_the_upload_page_offers_only_her_own_open_returns(nanqiao, jiankang, clerk, signed_in):
    address = reverse("imports:upload", args=["month_sheet"])

    page = signed_in(clerk).get(f"{address}?monthly_return={nanqiao.pk}").content.decode()

    assert ("南桥街道2023年5月月报" in page, "健康路街道2023年5月月报" in page) == (True, False)


def test_through_the_pages_it_lands_on_the_sheet(nanqiao, clerk, signed_in, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    client, file = signed_in(clerk), io.BytesIO(handed_out(nanqiao, 现场人数=8))
    file.name = "填报表.xlsx"
    uploaded = client.post(
        reverse("imports:upload", args=["month_sheet"]), {"file": file, "monthly_return": nanqiao.pk}
    )

    response = client.post(f"{uploaded.url}apply/")

    assert response.url == reverse("progress:sheet", args=[nanqiao.pk])
    assert line_of(nanqiao).workers == 8


def test_the_workbook_is_downloaded_under_its_name(nanqiao, office, signed_in):
    response = signed_in(office).get(reverse("progress:sheet_template", args=[nanqiao.pk]))

    assert "filename*=utf-8''" in response["Content-Disposition"]
    assert openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]["A1"].value == TITLE


def test_reading_a_file_costs_the_same_for_one_row_and_for_two(take_in, nanqiao, counted):
    with counted() as few:
        take_in(ROW)
    with counted() as many:
        take_in(ROW, [2, "新运23号院", *ROW[2:]])

    assert len(many) == len(few)

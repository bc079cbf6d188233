"""Statistics tables made in the browser: what the office may set down, and what is refused."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry, Job
from reports import table_export
from reports.choices import RowLevel, TotalPlace
from reports.models import StatColumn, StatTable
from reports.services import tables
from reports.services.tables import MOST_COLUMNS, ColumnLine, Head
from tests.reports.conftest import accept, fill

HEAD = Head(name="进展表", title="{年}年1—{月}月进展情况表", unit_line="单位：个、万元", foot="填表人：")
TOP = "新开工小区数（个）"
COLUMNS = [
    ColumnLine(top=TOP, head="计划数", measure="planned_compounds"),
    ColumnLine(top=TOP, head="开工数", measure="started"),
    ColumnLine(top=TOP, head="开工率", measure="start_rate", places=1, whole_word="全部开工"),
    ColumnLine(head="完成投资（万元）", measure="invested_total", unit="万元", places=2),
]


@pytest.fixture
def table(divisions) -> StatTable:
    """The district's own table with four columns."""
    return tables.add(division=divisions["卫滨区"], head=HEAD, columns=COLUMNS)


@pytest.fixture
def reported(nanqiao, jiankang):
    """南桥 has started one of its two compounds with 12.5万元; 健康路 has not reported."""
    fill(nanqiao, {"started_on": date(2023, 4, 1), "invested": 125_000}, {"invested": 0})
    accept(nanqiao)


def page(signed_in, user, table, **asked) -> str:
    address = reverse("reports:table_detail", args=[table.pk])
    return signed_in(user).get(address, {"month": "2023-05", **asked}).content.decode()


def exported(signed_in, user, table):
    address = reverse("reports:table_export", args=[table.pk])
    answer = signed_in(user).post(address, {"month": "2023-05"})
    return load_workbook(BytesIO(b"".join(answer.streaming_content))).active


def test_the_office_sets_down_a_table_and_its_columns(office, divisions):
    table = tables.create(division=divisions["卫滨区"], head=HEAD, by=office)

    tables.set_columns(table=table, version=1, columns=COLUMNS, by=office)

    assert [column.head for column in table.columns.all()] == ["计划数", "开工数", "开工率", "完成投资（万元）"]
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "新建统计表",
        "设置统计表列",
    ]


def test_a_table_for_another_district_is_refused(office, divisions):
    with pytest.raises(NotAllowed, match="不在您的辖区内"):
        tables.create(division=divisions["湛河区"], head=HEAD, by=office)


def test_a_street_sets_down_no_tables(clerk, divisions):
    with pytest.raises(NotAllowed):
        tables.create(division=divisions["南桥街道"], head=HEAD, by=clerk)


def test_a_name_is_used_once_in_a_division(office, table):
    with pytest.raises(DomainError, match="已有名为“进展表”的统计表"):
        tables.create(division=table.division, head=HEAD, by=office)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ([], "至少要有一列"),
        ([ColumnLine(head="开工数", measure="gone")], "“开工数”列没有可用的指标"),
        ([ColumnLine(head="开工数", measure="started", unit="万元")], "不能以万元计，可用的单位：个"),
        ([ColumnLine(head="开工数", measure="started")] * 2, "“开工数”在同一表头下写了 2 次"),
        ([ColumnLine(head="开工数", measure="started", places=5)], "小数位须为 0 至 4"),
        ([ColumnLine(head="开工数", measure="started", whole_word="全部")], "不是百分比"),
        ([ColumnLine(head=f"列{n}", measure="started") for n in range(MOST_COLUMNS + 1)], "最多 40 列"),
    ],
)
def test_columns_that_cannot_be_shown_are_refused(office, table, columns, said):
    with pytest.raises(DomainError, match=said):
        tables.set_columns(table=table, version=1, columns=columns, by=office)


def test_the_same_head_may_stand_under_different_upper_heads(office, table):
    columns = [
        ColumnLine(top="供水", head="本月", measure="water_km_month"),
        ColumnLine(top="排水", head="本月", measure="drain_km_month"),
    ]

    tables.set_columns(table=table, version=1, columns=columns, by=office)

    assert table.columns.count() == 2


def test_two_who_change_it_at_once_do_not_overwrite_each_other(office, table):
    tables.edit(table=table, version=1, head=Head(name="进展表", title="甲"), by=office)

    with pytest.raises(Conflict, match="刚刚被他人修改"):
        tables.edit(table=table, version=1, head=Head(name="进展表", title="乙"), by=office)


def test_a_superiors_table_is_not_changed_but_copied(office, divisions):
    above = tables.add(division=divisions["河南省"], head=HEAD, columns=COLUMNS)
    with pytest.raises(NotAllowed, match="由河南省制发"):
        tables.set_columns(table=above, version=1, columns=COLUMNS, by=office)

    own = tables.copy(table=above, name="进展表", by=office)

    assert own.division == divisions["卫滨区"]
    assert tables.lines_of(own) == tables.lines_of(above)


def test_a_retired_table_is_read_and_no_longer_changed(office, table):
    tables.retire(table=table, by=office, today=date(2023, 6, 1))

    table.refresh_from_db()
    with pytest.raises(DomainError, match="已于 2023-06-01 停用"):
        tables.edit(table=table, version=2, head=HEAD, by=office)


def test_the_page_shows_live_figures_under_merged_heads(signed_in, office, table, reported):
    text = page(signed_in, office, table)

    assert "2023年1—5月进展情况表" in text
    assert "（截至2023年5月25日）" in text
    assert f'<th scope="colgroup" colspan="3">{TOP}</th>' in text
    row = re.search(r"南桥街道</th>(.*?)</tr>", text, re.DOTALL).group(1)
    assert re.findall(r">([^<]*)</td>", row) == ["2", "1", "50.0%", "12.50"]


def test_a_street_that_has_not_reported_is_marked(signed_in, office, table, reported):
    assert '健康路街道<span class="late text-nowrap">　本月未计入</span>' in page(signed_in, office, table)


def test_a_street_sees_its_own_row_alone(signed_in, clerk, table, reported):
    text = page(signed_in, clerk, table)

    assert "南桥街道" in text
    assert "健康路街道" not in text


def test_a_month_that_is_none_does_not_exist(signed_in, office, table):
    address = reverse("reports:table_detail", args=[table.pk])

    assert signed_in(office).get(address, {"month": "2023-13"}).status_code == 404


def test_the_workbook_has_the_official_layout(signed_in, office, table, reported):
    sheet = exported(signed_in, office, table)
    merged = {str(area) for area in sheet.merged_cells.ranges}

    assert sheet["A1"].value == "2023年1—5月进展情况表"
    assert {"A1:F1", "A3:A4", "B3:B4", "C3:E3", "F3:F4", "A5:B5"} <= merged
    assert (sheet["E2"].value, sheet["A5"].value) == ("单位：个、万元", "合计")
    assert [cell.value for cell in sheet[7]][1:] == ["南桥街道", 2, 1, 50, 12.5]
    assert sheet["A8"].value == "填表人："
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.freeze_panes) == ("landscape", 9, "C5")


def test_codes_in_the_workbook_are_text(signed_in, office, table, reported):
    StatTable.objects.filter(pk=table.pk).update(coded=True)

    cell = exported(signed_in, office, table)["B7"]

    assert (cell.value, cell.data_type, cell.number_format) == ("410703008000", "s", "@")


def test_figures_of_page_and_workbook_are_the_same(signed_in, office, table, reported):
    shown = re.findall(r'<td class="n">([^<]*)</td>', page(signed_in, office, table))

    sheet = exported(signed_in, office, table)
    written = [cell for row in sheet.iter_rows(min_row=5, max_row=7, min_col=3) for cell in row]

    assert [float(text.rstrip("%").replace(",", "")) for text in shown] == [float(cell.value) for cell in written]


def test_an_export_is_on_record(signed_in, office, table, reported):
    exported(signed_in, office, table)

    assert AuditEntry.objects.get(action="导出统计表").details["月份"] == "2023-05"


def test_a_measure_that_is_gone_is_named_and_stops_the_export(signed_in, office, table, reported):
    StatColumn.objects.filter(table=table, head="开工数").update(measure="gone")

    assert f"“{TOP}－开工数”列所用的指标已不存在" in page(signed_in, office, table)
    with pytest.raises(DomainError, match="指标已不存在"):
        table_export.export(table=table, division=table.division, month=date(2023, 5, 1), by=office)


def test_sites_are_shown_by_pages_and_exported_whole(signed_in, office, table, reported, monkeypatch):
    monkeypatch.setattr("reports.selectors.tables.PAGE", 1)
    StatTable.objects.filter(pk=table.pk).update(rows_by=RowLevel.SITE, total=TotalPlace.LAST)

    first, second = (page(signed_in, office, table, page=number) for number in (1, 2))

    assert "第 1 页，共 2 页（2 行，导出为全部）" in first
    assert ("中州小区" in first, "新运23号院" in first) == (True, False)
    assert ("中州小区" in second, "新运23号院" in second) == (False, True)
    assert [exported(signed_in, office, table).cell(row, 3).value for row in (5, 6)] == ["中州小区", "新运23号院"]


def test_under_a_list_of_sites_the_total_adds_up(signed_in, office, table, reported):
    StatTable.objects.filter(pk=table.pk).update(rows_by=RowLevel.SITE)

    planned = [
        cell.value
        for (cell,) in exported(signed_in, office, table).iter_rows(min_row=5, max_row=7, min_col=4, max_col=4)
    ]

    assert planned == [2, 1, 1]


@pytest.fixture
def by_site(table, nanqiao) -> StatTable:
    """Two sites a row each: one of last year, finished and paid for, one of this year with nothing yet."""
    last_year = {
        "year": 2022,
        "started_on": date(2022, 4, 1),
        "completed_on": date(2023, 2, 1),
        "physical": 100,
        "households": 60,
        "investment": 1_000_000,
        "invested": 900_000,
    }
    fill(nanqiao, last_year, {"households": 40, "investment": 1_000_000, "invested": 0, "physical": 0})
    accept(nanqiao)
    StatTable.objects.filter(pk=table.pk).update(rows_by=RowLevel.SITE, total=TotalPlace.LAST)
    measures = ("planned_compounds", "planned_households", "started", "finished", "physical", "investment_rate")
    table.columns.all().delete()
    StatColumn.objects.bulk_create(
        StatColumn(table=table, position=place, head=measure, measure=measure)
        for place, measure in enumerate(measures, start=1)
    )
    return table


def figures(text: str) -> list[list[str]]:
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", text.split("<tbody>")[1].split("</tbody>")[0], re.DOTALL)
    return [re.findall(r'<td class="n">([^<]*)</td>', row) for row in rows]


def test_a_site_carried_over_is_its_own_plan_and_the_total_that_of_the_list(signed_in, office, by_site):
    assert figures(page(signed_in, office, by_site)) == [
        ["1", "60", "1", "1", "100%", "90%"],
        ["1", "40", "0", "0", "0%", "0%"],
        ["2", "100", "1", "1", "50%", "45%"],
    ]


def test_each_page_of_sites_has_the_total_of_all(signed_in, office, by_site, monkeypatch):
    monkeypatch.setattr("reports.selectors.tables.PAGE", 1)

    pages = [figures(page(signed_in, office, by_site, page=number)) for number in (1, 2)]

    assert [rows[-1] for rows in pages] == [["2", "100", "1", "1", "50%", "45%"]] * 2


def test_the_workbook_says_of_sites_what_the_page_says(signed_in, office, by_site):
    sheet = exported(signed_in, office, by_site)

    written = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6, min_col=4)]
    assert written == [[1, 60, 1, 1, 100, 90], [1, 40, 0, 0, 0, 0], [2, 100, 1, 1, 50, 45]]


def test_by_street_the_rates_go_on_counting_the_years_plan_alone(signed_in, office, by_site):
    StatTable.objects.filter(pk=by_site.pk).update(rows_by=RowLevel.STREET)

    assert figures(page(signed_in, office, by_site))[0] == ["2", "197", "0", "0", "0%", "0%"]


def test_the_workbook_names_those_that_are_not_counted(signed_in, office, table, reported):
    remark = exported(signed_in, office, table)["A9"].value

    assert remark.startswith("注：本月未计入：健康路街道。")
    assert remark in page(signed_in, office, table)


@pytest.mark.parametrize(("columns", "paper", "pages"), [(4, 9, 1), (14, 8, 1), (40, 8, 2)])
def test_a_wide_table_is_printed_on_a3_and_never_too_small(signed_in, office, table, reported, columns, paper, pages):
    more = [StatColumn(table=table, position=n, head=f"列{n}", measure="started") for n in range(5, columns + 1)]
    StatColumn.objects.bulk_create(more)

    sheet = exported(signed_in, office, table)

    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (paper, pages)


def test_a_long_head_has_the_height_that_it_takes(signed_in, office, table, reported):
    StatColumn.objects.filter(table=table, head="完成投资（万元）").update(head="计划小区本年累计完成投资额（万元）")

    sheet = exported(signed_in, office, table)

    assert sheet.row_dimensions[4].height >= 3 * 15


def test_thousands_of_sites_are_written_by_a_job(signed_in, office, table, reported, monkeypatch):
    monkeypatch.setattr("reports.table_export.AT_ONCE", 1)
    StatTable.objects.filter(pk=table.pk).update(rows_by=RowLevel.SITE)

    answer = signed_in(office).post(reverse("reports:table_export", args=[table.pk]), {"month": "2023-05"})

    job = Job.objects.get(kind="stat_table")
    assert answer.url == reverse("core:job_detail", args=[job.pk])
    table_export.make(job)
    with job.file.open() as written:
        assert load_workbook(written).active["A1"].value == "2023年1—5月进展情况表"


def test_the_page_asks_the_same_number_of_queries_however_many_columns(signed_in, office, table, reported, counted):
    def asked() -> int:
        with counted() as queries:
            page(signed_in, office, table)
        return len(queries)

    asked()
    with_four = asked()
    more = [StatColumn(table=table, position=n, head=f"列{n}", measure="started") for n in range(5, 25)]
    StatColumn.objects.bulk_create(more)

    assert asked() == with_four


def test_columns_are_set_in_the_form_in_the_order_of_their_numbers(signed_in, office, table):
    rows = [("2", "开工数", "started"), ("1", "计划数", "planned_compounds"), ("", "", "")]
    typed = {"version": 1, "columns-TOTAL_FORMS": 3, "columns-INITIAL_FORMS": 0}
    for number, (order, head, measure) in enumerate(rows):
        row = {"order": order, "head": head, "measure": measure}
        typed |= {f"columns-{number}-{key}": value for key, value in row.items()}

    signed_in(office).post(reverse("reports:table_columns", args=[table.pk]), typed)

    assert [column.head for column in table.columns.all()] == ["计划数", "开工数"]


def test_a_column_without_measure_is_told_in_its_row(signed_in, office, table):
    typed = {"version": 1, "columns-TOTAL_FORMS": 1, "columns-INITIAL_FORMS": 0, "columns-0-head": "开工数"}

    answer = signed_in(office).post(reverse("reports:table_columns", args=[table.pk]), typed)

    assert answer.status_code == 422
    assert "请为“开工数”列选择指标。" in answer.content.decode()


def test_the_published_tables_are_loaded_once(divisions):
    call_command("load_stat_tables")
    call_command("load_stat_tables")

    loaded = StatTable.objects.filter(division=divisions["河南省"])
    assert loaded.count() == 6
    assert [tables.faults(tables.lines_of(each)) for each in loaded] == [[]] * 6


def test_decimals_out_of_range_are_told_above_the_table_too(signed_in, office, table):
    typed = {"version": 1, "columns-TOTAL_FORMS": 1, "columns-INITIAL_FORMS": 0}
    typed |= {"columns-0-head": "开工数", "columns-0-measure": "started", "columns-0-places": "9"}

    answer = signed_in(office).post(reverse("reports:table_columns", args=[table.pk]), typed).content.decode()

    assert "第 1 行“小数位”：" in answer.split("<table")[0]

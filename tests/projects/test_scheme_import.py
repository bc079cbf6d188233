"""方案内容表 in and out: previewed, applied, undone; our own export reads back as it is (F19)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from communities.models import Building, Unit
from core.errors import Conflict, DomainError
from core.imports import applying
from core.imports.previewing import preview
from core.imports.receiving import receive
from projects.imports.scheme_items import LAYOUT
from projects.models import SchemeItem, WorkItem
from projects.services import schemes
from tests import workbooks

NOW = datetime(2023, 3, 15, 8, tzinfo=UTC)
TODAY = date(2023, 3, 15)
HEAD = ["小区", "楼栋", "单元", "改造内容", "部位规格", "数量", "计量单位", "单价（元）", "金额（元）", "备注"]
WALL = ["中州小区", "", "", "外墙", "南立面", 100, "㎡", 85.5, 8550, ""]


@pytest.fixture
def building(scheme) -> Building:
    compound = scheme.project.sites.get().compound
    made = Building.objects.create(compound=compound, division=compound.division, name="3号楼")
    Unit.objects.create(building=made, division=made.division, name="1单元")
    return made


@pytest.fixture
def take_in(scheme, items, clerk):
    """Hand over rows (or a file) and look at the preview."""

    def hand_over(*rows, data: bytes = b"", name="方案内容.xlsx"):
        data = data or workbooks.xlsx([HEAD, *rows])
        options = {"scheme": scheme.pk}
        source = receive(layout=LAYOUT, data=data, name=name, by=clerk, now=NOW, options=options)
        return preview(import_id=source.pk, by=clerk, today=TODAY)

    return hand_over


def apply(source, by):
    return applying.apply(import_id=source.pk, by=by, now=NOW)


def errors(source):
    return [problem["text"] for problem in source.problems if problem["severity"] == "error"]


def warnings(source):
    return [problem["text"] for problem in source.problems if problem["severity"] == "warning"]


def lines_of(scheme):
    return [
        (line.item.name, str(line.building or ""), str(line.unit or ""), line.part, line.quantity, line.amount)
        for line in scheme.items.select_related("item", "building", "unit").order_by("pk")
    ]


def test_lines_by_compound_building_and_unit_come_in(take_in, scheme, building, clerk):
    source = take_in(
        WALL,
        ["中州小区", "3号楼", "", "外墙", "", 50, "平方米", 80, "", "北侧"],
        ["中州小区", "3栋", "1", "养老设施", "", 1, "处", 20000, "", ""],
    )

    apply(source, clerk)

    assert errors(source) == []
    assert lines_of(scheme) == [
        ("外墙", "", "", "南立面", Decimal("100.00"), Decimal("8550.00")),
        ("外墙", "3号楼", "", "", Decimal("50.00"), Decimal("4000.00")),
        ("养老设施", "3号楼", "1单元", "", Decimal("1.00"), Decimal("20000.00")),
    ]


def test_an_item_is_also_found_by_its_code(take_in, scheme, clerk):
    apply(take_in(["中州小区", "", "", "W01", "", 12.5, "米", 300, 3750, ""]), clerk)

    assert scheme.items.get().item.name == "围墙"


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        (0, "别处小区", "本项目没有这个小区。本项目的小区是：中州小区。"),
        (1, "9号楼", "中州小区没有登记楼栋“9号楼”"),
        (2, "1单元", "填了单元，请同时填写楼栋。"),
        (3, "空中花园", "改造内容清单里没有“空中花园”"),
        (3, "旧管道", "“旧管道”已于 2022-01-01 停用"),
        (6, "延米", "“外墙”按㎡计量，这里写的是“延米”"),
        (5, -3, "数量应在 0 至"),
        (7, -3, "单价应在 0 至"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(take_in, column, value, told):
    row = [*WALL[:6], "", *WALL[7:]]
    row[column] = value

    found = errors(take_in(row))

    assert len(found) == 1
    assert told in found[0]


def test_the_same_line_twice_names_the_first(take_in):
    assert errors(take_in(WALL, WALL)) == ["与台账第2行是同一行，请合并，或用“部位规格”区分。"]


def test_an_amount_that_is_not_quantity_times_price_is_a_warning(take_in, scheme, clerk):
    source = take_in([*WALL[:8], 8000, ""])

    apply(source, clerk)

    assert warnings(source) == ["数量 × 单价 = 8,550.00 元，与所填金额不符，将按数量和单价计算。"]
    assert scheme.items.get().amount == Decimal("8550.00")


def test_a_line_with_new_figures_is_a_change_and_undone_as_one(take_in, scheme, line, clerk):
    line(scheme, "外墙", 90, "85.50", part="南立面")
    source = apply(take_in(WALL), clerk)
    changed = lines_of(scheme)

    applying.undo(import_id=source.pk, by=clerk, now=NOW)

    assert (source.new, source.changed) == (0, 1)
    assert changed == [("外墙", "", "", "南立面", Decimal("100.00"), Decimal("8550.00"))]
    assert lines_of(scheme) == [("外墙", "", "", "南立面", Decimal("90.00"), Decimal("7695.00"))]


def test_a_retired_item_that_stands_there_is_still_corrected(take_in, scheme, line, items, clerk):
    line(scheme, "外墙", 90, "85.50", part="南立面")
    WorkItem.objects.filter(pk=items["外墙"].pk).update(retired_on=date(2023, 2, 1))

    apply(take_in(WALL), clerk)

    assert scheme.items.get().quantity == Decimal("100.00")


def test_an_import_is_undone(take_in, scheme, clerk):
    source = apply(take_in(WALL), clerk)

    applying.undo(import_id=source.pk, by=clerk, now=NOW)

    assert scheme.items.count() == 0


def test_an_import_is_not_undone_once_the_scheme_is_submitted(take_in, scheme, clerk):
    source = apply(take_in(WALL), clerk)
    schemes.set_funds(scheme=scheme, version=1, funds={"district": Decimal(8550)}, by=clerk)
    schemes.submit(scheme=scheme, by=clerk, now=NOW)

    with pytest.raises(DomainError, match="已提交”，不能修改"):
        applying.undo(import_id=source.pk, by=clerk, now=NOW)


def test_a_line_changed_since_the_preview_is_not_overwritten(take_in, scheme, line, clerk):
    line(scheme, "外墙", 90, "85.50", part="南立面")
    source = take_in(WALL)
    SchemeItem.objects.update(version=2)

    with pytest.raises(Conflict, match="预览之后有人改过"):
        apply(source, clerk)


def test_a_line_added_since_the_preview_is_not_doubled(take_in, scheme, line, clerk):
    source = take_in(WALL)
    line(scheme, "外墙", 90, "85.50", part="南立面")

    with pytest.raises(DomainError, match="方案里已有中州小区“外墙”（南立面）这一行"):
        apply(source, clerk)


def test_a_submitted_scheme_takes_no_file(approved, items, clerk):
    data = workbooks.xlsx([HEAD, WALL])
    options = {"scheme": approved.pk}
    source = receive(layout=LAYOUT, data=data, name="方案.xlsx", by=clerk, now=NOW, options=options)

    found = errors(preview(import_id=source.pk, by=clerk, today=TODAY))

    assert "目前是“已批准”，或不由贵单位实施，不能导入。" in found[0]


def test_our_own_export_reads_back_as_it_is(take_in, scheme, line, building, clerk, signed_in):
    line(scheme, "外墙", "100.25", "85.55", part="南立面", remarks="含保温")
    line(scheme, "围墙", "12.5", building=building)
    line(scheme, "养老设施", 1, 20000, unit=building.units.get())

    address = f"{reverse('projects:scheme_item_list')}?scheme={scheme.pk}"
    exported = signed_in(clerk).post(address, {"format": "xlsx"})
    source = take_in(data=b"".join(exported.streaming_content), name="导出.xlsx")

    assert (errors(source), source.new, source.changed, source.same) == ([], 0, 0, 3)


def test_three_hundred_lines_take_no_more_queries_than_thirty(take_in, scheme, clerk, counted):
    def rows(number):
        return [["中州小区", "", "", "外墙", f"第{number}-{n}段", n + 1, "㎡", 85.5, "", ""] for n in range(number)]

    with counted() as few:
        apply(take_in(*rows(30)), clerk)
    with counted() as many:
        apply(take_in(*rows(300)), clerk)

    assert scheme.items.count() == 330
    assert len(many) <= len(few) + 12  # SQLite takes a thousand values a statement: the rows go in by parts


def test_the_upload_page_knows_the_scheme_she_comes_from(scheme, clerk, signed_in):
    page = signed_in(clerk).get(reverse("imports:upload", args=[LAYOUT.key]), {"scheme": scheme.pk})

    assert f'<option value="{scheme.pk}" selected>{scheme}</option>' in page.content.decode()


def test_a_scheme_of_another_street_is_not_offered(scheme, neighbour, signed_in):
    page = signed_in(neighbour).get(reverse("imports:upload", args=[LAYOUT.key]), {"scheme": scheme.pk})

    assert str(scheme) not in page.content.decode()


def test_the_blank_template_offers_the_catalogue(items, clerk):
    assert LAYOUT.lists(clerk)["item"] == ["外墙", "养老设施", "围墙"]

"""A street's ledger of compounds comes in: new, changed and same rows, surveys beside them, and all of it goes back."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.choices import Condition
from communities.columns import COMPOUND_COLUMNS
from communities.imports.ledger import LEDGER
from communities.lists import COMPOUNDS
from communities.models import Compound, Survey
from communities.services import compounds, removals
from core.errors import Conflict
from core.imports import applying, previewing, receiving
from core.workbooks.writing import Table, write_xlsx
from tests.communities.factories import TODAY, a_building, a_compound
from tests.workbooks import xlsx

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
HEAD = ("序号", "所属街道", "小区名称", "详细地址", "建成年代", "楼栋（栋）", "户数")
HEAD += ("建筑面积（万平方米）", "供水", "道路", "调查日期")
ROW = (1, "南桥", "新运十号院", "新运路10号", 1988, "3栋", 126, 0.9, "完好", "缺失", "2026.3.1")


def preview(by, *rows, head=HEAD):
    data = xlsx([("小区基本信息台账",), head, *rows])
    source = receiving.receive(layout=LEDGER, data=data, name="南桥台账.xlsx", by=by, now=NOW)
    return previewing.preview(import_id=source.pk, by=by, today=TODAY)


def apply(by, *rows, head=HEAD):
    return applying.apply(import_id=preview(by, *rows, head=head).pk, by=by, now=NOW)


def counts(source) -> tuple[int, int, int]:
    return source.new, source.changed, source.same


def told(source) -> list[str]:
    return [f"{problem['cell']} {problem['text']}" for problem in source.problems]


def test_a_new_row_becomes_a_compound_with_its_survey(clerk):
    source = apply(clerk, ROW)

    compound = Compound.objects.get()
    assert counts(source) == (1, 0, 0)
    assert (compound.name, compound.division_id, compound.built_year) == ("新运十号院", "410703008000", 1988)
    assert (compound.buildings_count, compound.households, compound.floor_area) == (3, 126, Decimal(9000))
    survey = compound.surveys.get()
    assert (survey.surveyed_on, survey.households, survey.imported_in) == (date(2026, 3, 1), 126, source)
    assert {each.facility: each.condition for each in survey.facilities.all()} == {
        "water": Condition.GOOD,
        "road": Condition.MISSING,
    }
    assert compound.history.get().history_change_reason == "导入 南桥台账.xlsx"


def test_the_same_file_again_changes_nothing(clerk):
    apply(clerk, ROW)

    assert counts(preview(clerk, ROW)) == (0, 0, 1)


def test_a_changed_figure_is_shown_with_the_old_one(clerk):
    a_compound(clerk, name="新运十号院", households=120)

    source = preview(clerk, (1, "南桥街道", "新运10号院", None, None, None, 126), head=HEAD[:7])

    row = source.rows.get()
    assert counts(source) == (0, 1, 0)
    assert (row.values, row.before) == ({"households": 126}, {"households": 120})
    assert told(source) == ["C3 已识别为现有小区“新运十号院”，名称不改。需要更名时请到小区页修改。"]


def test_a_compound_is_known_by_its_old_name(clerk):
    compound = a_compound(clerk, name="新运家园", former_names="棉纺小区")

    source = apply(clerk, (1, "南桥街道", "棉纺住宅小区", None, None, None, 130), head=HEAD[:7])

    compound.refresh_from_db()
    assert counts(source) == (0, 1, 0)
    assert (compound.name, compound.households) == ("新运家园", 130)


def test_the_survey_of_an_earlier_day_is_kept_and_leaves_the_figures(clerk):
    apply(clerk, ROW)

    source = apply(clerk, (1, "南桥", "新运十号院", None, None, None, 119, None, "缺失", None, "2026-02-01"))

    assert counts(source) == (0, 1, 0)
    assert Compound.objects.get().households == 126
    assert Survey.objects.count() == 2


def test_undo_deletes_what_was_new_and_brings_back_what_was_changed(clerk):
    kept = a_compound(clerk, name="中州小区", households=300)
    source = apply(clerk, ROW, (2, "南桥", "中州小区", None, None, None, 310, None, "缺失", None, "2026.3.1"))

    applying.undo(import_id=source.pk, by=clerk, now=NOW)

    assert [row.name for row in Compound.objects.all()] == ["中州小区"]
    kept.refresh_from_db()
    assert kept.households == 300
    assert not Survey.objects.exists()


def test_undo_names_what_has_been_worked_on_since(clerk):
    source = apply(clerk, ROW)
    a_building(Compound.objects.get(), clerk)

    with pytest.raises(Conflict, match="第3行“新运十号院”已有楼栋，不能撤销"):
        applying.undo(import_id=source.pk, by=clerk, now=NOW)


def test_a_compound_entered_since_the_preview_is_not_entered_twice(clerk):
    source = preview(clerk, ROW)
    a_compound(clerk, name="新运10号院")

    with pytest.raises(Conflict, match="第3行“新运十号院”在预览之后已有人录入"):
        applying.apply(import_id=source.pk, by=clerk, now=NOW)

    assert Compound.objects.count() == 1


def test_a_compound_changed_since_the_preview_is_not_overwritten(clerk, office):
    compound = a_compound(clerk, name="新运十号院")
    source = preview(clerk, ROW)
    compounds.change(compound=compound, facts={"households": 125}, by=office, reason="核对")

    with pytest.raises(Conflict, match="新运十号院"):
        applying.apply(import_id=source.pk, by=clerk, now=NOW)


def test_a_removed_compound_is_entered_anew(clerk):
    removals.remove(compound=a_compound(clerk, name="新运十号院"), by=clerk, reason="录错")

    assert counts(preview(clerk, ROW)) == (1, 0, 0)


def test_a_row_that_names_its_community_moves_the_compound_into_it(clerk):
    compound = a_compound(clerk, name="新运十号院")

    source = apply(clerk, ("南桥", "示例社区", "新运十号院"), head=("街道", "社区", "小区名称"))

    compound.refresh_from_db()
    assert counts(source) == (0, 1, 0)
    assert compound.division_id == "410703008001"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((1, "健康路街道", "新运十号院"), "B3 没有找到这个街道，或它不在您的管辖范围内"),
        ((1, "南桥", "新运十号院", None, 2027), "E3 建成年份在今年（2026 年）之后"),
        ((1, "南桥", "新运十号院", None, None, 200, 126), "F3 楼栋数 200 多于居民户数 126"),
        ((1, "南桥", "新运十号院", None, None, 1, 900), "G3 平均每栋 900 户"),
        ((1, "南桥", "新运十号院", None, None, 3, 126, 90), "H3 户均建筑面积 7,142.86 ㎡"),
        ((1, "南桥", "新运十号院", None, None, 3, 126, 0.9, "完好", None, "2026-03-21"), "K3 调查日期在今天之后"),
        ((1, "南桥", "棉纺家属楼"), "C3 疑似与已有小区“棉纺家属院”是同一小区（名称去掉“家属院”“号楼”等字后相同）"),
    ],
)
def test_what_looks_wrong_is_said_at_its_cell(clerk, row, sentence):
    a_compound(clerk, name="棉纺家属院")

    assert [text for text in told(preview(clerk, row)) if text.startswith(sentence)]


def test_the_same_compound_twice_in_one_file_is_refused(clerk):
    a_compound(clerk, name="新运家园", former_names="棉纺小区")

    source = preview(clerk, ROW, (2, "南桥街道", "新运10号院"), (3, "南桥", "棉纺小区"), (4, "南桥", "新运家园"))

    assert [text for text in told(source) if "是同一小区，请删去一行" in text] == [
        "C4 与台账第3行“新运十号院”是同一小区，请删去一行，或把两行合并。",
        "C6 与台账第5行“棉纺小区”是同一小区，请删去一行，或把两行合并。",
    ]


def test_two_compounds_that_fit_one_row_are_for_a_person_to_tell_apart(clerk):
    a_compound(clerk, name="新运十号院")
    a_compound(clerk, name="新运10院")

    source = preview(clerk, (1, "南桥", "新运10号院"))

    assert source.errors == 1
    assert "分不清" in told(source)[0]


def test_an_export_of_the_list_comes_back_unchanged(clerk):
    a_compound(clerk, name="新运十号院", management_mode="none", willingness=Decimal("91.50"), near_centre=False)
    a_compound(clerk, name="中州小区", street="410703008001", maintenance_fund=Decimal("123456.78"), near_centre=True)
    rows, file = COMPOUNDS.rows(clerk).order_by("name"), BytesIO()
    write_xlsx(Table(title="小区", lines=["筛选：全部"], columns=COMPOUND_COLUMNS, rows=rows), file)

    source = receiving.receive(layout=LEDGER, data=file.getvalue(), name="小区.xlsx", by=clerk, now=NOW)
    source = previewing.preview(import_id=source.pk, by=clerk, today=TODAY)

    assert counts(source) == (0, 0, 2)


def test_the_landing_page_shows_just_what_came_in(clerk, signed_in):
    a_compound(clerk, name="中州小区")
    source = apply(clerk, ROW)

    page = signed_in(clerk).get(reverse("communities:compound_list"), {"imported": source.pk})

    assert "新运十号院" in page.text
    assert "中州小区" not in page.text
    assert reverse("imports:detail", args=[source.pk]) in page.text


def test_a_row_takes_a_tenth_of_a_query(clerk):
    rows = [(n, "南桥", f"示例路{n}号院", f"示例路{n}号", 1988, 3, 126, 0.9) for n in range(1, 1001)]

    with CaptureQueriesContext(connection) as captured:
        apply(clerk, *rows, head=HEAD[:8])

    assert Compound.objects.count() == 1000
    per_row = 0.1 if connection.vendor == "postgresql" else 0.5  # SQLite takes 999 values a statement
    assert len(captured) / 1000 <= per_row

"""卫滨 2023 by the path that a person takes: its own workbook, unedited, through the import, to the cent (F15, W二)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from communities.models import Compound
from core.errors import Conflict
from core.imports import applying
from core.imports.layout import LAYOUTS
from core.imports.previewing import preview
from core.imports.receiving import receive
from core.models import AuditEntry
from core.selectors import notices
from divisions.models import Division, Level
from projects.demo import weibin
from projects.imports.plan import LAYOUT
from projects.models import ProgrammeEntry
from projects.selectors.tie_outs import tie_out_of
from projects.services import entries, programmes

NOW = datetime(2023, 3, 1, 8, tzinfo=UTC)
TODAY = date(2023, 3, 1)


@pytest.fixture
def programme(divisions, office):
    """The programme with the targets of the document, and nothing listed yet."""
    return programmes.create(
        division=divisions["卫滨区"], year=2023, title="2023年卫滨区改造计划", targets=weibin.targets(), by=office
    )


@pytest.fixture
def take_in(programme, office):
    """Hand over a file and look at the preview."""

    def hand_over(data: bytes, name: str = "weibin-2023-plan.xlsx"):
        options = {"programme": programme.pk}
        source = receive(layout=LAYOUT, data=data, name=name, by=office, now=NOW, options=options)
        return preview(import_id=source.pk, by=office, today=TODAY)

    return hand_over


@pytest.fixture
def imported(take_in, office):
    return applying.apply(import_id=take_in(weibin.WORKBOOK.read_bytes()).pk, by=office, now=NOW)


def with_cell(cell: str, value) -> bytes:
    """The district's workbook with one cell changed."""
    workbook = openpyxl.load_workbook(weibin.WORKBOOK)
    workbook.active[cell] = value
    changed = BytesIO()
    workbook.save(changed)
    return changed.getvalue()


def tie_out(programme, user):
    return tie_out_of(programme, user=user)


def test_the_preview_finds_27_new_compounds_and_nothing_to_mend(take_in):
    source = take_in(weibin.WORKBOOK.read_bytes())

    assert (source.new, source.changed, source.same) == (27, 0, 0)
    assert source.problems == []


def test_the_plan_ties_out_to_the_cent(imported, programme, office):
    result = tie_out(programme, office)

    assert result.sentence == (
        "全部一致：小区数 27 个、楼栋数 87 栋、居民户数 3,279 户、建筑面积 29.19 万㎡、计划投资 8,529.62 万元。"
    )
    assert sum(entry.investment for entry in ProgrammeEntry.objects.all()) == Decimal("85296200.00")


def test_each_street_has_what_the_document_says(imported, programme, office):
    shown = {line.name: [cell.found for cell in line.cells] for line in tie_out(programme, office).lines}

    assert shown == {
        "南桥街道": ["12", "33", "1,403", "11.90", "3,649.40"],
        "健康路街道": ["6", "25", "930", "6.50", "2,418.00"],
        "胜利路街道": ["3", "11", "331", "3.39", "862.43"],
        "自由路街道": ["3", "5", "158", "1.64", "411.59"],
        "解放路街道": ["3", "13", "457", "5.76", "1,188.20"],
    }


def test_compounds_that_nobody_knew_are_entered_with_the_figures_of_the_plan(imported):
    compound = Compound.objects.get(name="中州小区")

    assert (compound.division.name, compound.households, compound.floor_area) == ("南桥街道", 76, Decimal("6156.00"))


def test_each_entry_keeps_its_row_of_the_table(imported):
    entry = ProgrammeEntry.objects.get(number=3)

    assert (entry.compound.name, entry.buildings, entry.households) == ("轻工局家属院", 4, 166)
    assert (entry.floor_area, entry.investment) == (Decimal("14363.00"), Decimal("4404500.00"))
    assert entry.categories == "basic,improvement,upgrade"


def test_two_numbers_of_one_road_stay_two_compounds(imported):
    assert Compound.objects.filter(name__in=["新运23号院", "新运十号院"]).count() == 2


def test_the_same_file_again_changes_nothing(imported, take_in):
    again = take_in(weibin.WORKBOOK.read_bytes())

    assert (again.new, again.changed, again.same) == (0, 0, 27)


def test_the_exported_list_imports_back_unchanged(imported, take_in, signed_in, office, programme):
    response = signed_in(office).post(f"{reverse('projects:entry_list')}?programme={programme.pk}", {"format": "xlsx"})

    again = take_in(response.getvalue(), "计划小区.xlsx")

    assert (again.new, again.changed, again.same, again.problems) == (0, 0, 27, [])


def test_the_blank_template_takes_a_row_and_ignores_its_example(take_in, signed_in, office):
    response = signed_in(office).get(reverse("imports:template", args=["programme"]))
    workbook = openpyxl.load_workbook(BytesIO(response.getvalue()))
    sheet = workbook.active
    places = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    below = sheet.max_row + 1
    for title, value in (("街道", "南桥街道"), ("小区名称", "中州小区"), ("居民户数（户）", 76)):
        sheet.cell(below, places[title], value)
    filled = BytesIO()
    workbook.save(filled)

    source = take_in(filled.getvalue())

    assert (source.new, source.errors) == (1, 0)


def test_one_household_more_in_the_file_is_named_with_its_street(imported, take_in, programme, office):
    source = take_in(with_cell("E17", 104))  # 健康路195号院: 103 in the plan

    applying.apply(import_id=source.pk, by=office, now=NOW)

    assert source.changed == 1
    assert tie_out(programme, office).sentence == ("有 2 处不一致：健康路街道居民户数多 1 户；合计居民户数多 1 户。")


def test_the_sub_totals_of_the_changed_file_are_told_before_it_is_applied(take_in):
    source = take_in(with_cell("E17", 104))

    warnings = [problem["text"] for problem in source.problems]
    assert source.errors == 0
    assert any("930" in text and "931" in text for text in warnings)


def test_undo_leaves_nothing_behind(imported, office):
    applying.undo(import_id=imported.pk, by=office, now=NOW)

    assert not ProgrammeEntry.objects.exists()
    assert not Compound.objects.exists()


def test_undo_of_a_correction_brings_the_old_figure_back(imported, take_in, programme, office):
    source = take_in(with_cell("E17", 104))
    applying.apply(import_id=source.pk, by=office, now=NOW)

    applying.undo(import_id=source.pk, by=office, now=NOW)

    assert tie_out(programme, office).agrees


def test_imports_are_undone_one_after_the_other_the_last_first(imported, take_in, programme, office):
    first = applying.apply(import_id=take_in(with_cell("E18", 176)).pk, by=office, now=NOW)
    second = applying.apply(import_id=take_in(with_cell("E18", 186)).pk, by=office, now=NOW)

    applying.undo(import_id=second.pk, by=office, now=NOW)
    applying.undo(import_id=first.pk, by=office, now=NOW)

    assert tie_out(programme, office).agrees


def test_an_earlier_import_is_not_undone_under_a_later_one(imported, take_in, office):
    first = applying.apply(import_id=take_in(with_cell("E18", 176)).pk, by=office, now=NOW)
    applying.apply(import_id=take_in(with_cell("E18", 186)).pk, by=office, now=NOW)

    with pytest.raises(Conflict, match="健康路197号院"):
        applying.undo(import_id=first.pk, by=office, now=NOW)


def test_undo_leaves_a_compound_that_was_surveyed_since(imported, office):
    from communities.services import surveys

    compound = Compound.objects.get(name="中州小区")
    findings = surveys.Findings(surveyed_on=TODAY, facts={"willingness": Decimal(96)})
    surveys.record(compound=compound, findings=findings, by=office, today=TODAY)

    applying.undo(import_id=imported.pk, by=office, now=NOW)

    assert [each.name for each in Compound.objects.all()] == ["中州小区"]
    assert not ProgrammeEntry.objects.exists()


def test_an_entry_corrected_since_the_preview_is_not_overwritten(imported, take_in, office):
    source = take_in(with_cell("E17", 104))
    entry = ProgrammeEntry.objects.get(compound__name="健康路195号院")
    entries.change(entry=entry, version=entry.version, households=99, only_buildings=[], by=office)

    with pytest.raises(Conflict, match="健康路195号院"):
        applying.apply(import_id=source.pk, by=office, now=NOW)


def test_a_street_of_another_district_is_refused_with_its_cell(take_in, divisions):
    source = take_in(with_cell("B17", "马庄街道办事处"))

    assert source.errors == 6  # the merged cell stands for six rows
    assert source.problems[0]["cell"] == "B17"
    assert source.problems[0]["text"].startswith("卫滨区没有这个街道")


def test_the_import_is_one_act_in_the_log(imported):
    acts = AuditEntry.objects.filter(subject_type="core.LedgerImport").values_list("action", flat=True)

    assert list(acts).count("导入台账") == 1


def test_27_rows_take_few_queries(take_in, office, counted):
    source = take_in(weibin.WORKBOOK.read_bytes())

    with counted() as asked:
        applying.apply(import_id=source.pk, by=office, now=NOW)

    assert len(asked) < 60


def test_a_file_of_a_prefecture_finds_the_streets_of_its_counties(prefecture, divisions, compound):
    """新乡市 may import into its own programme: a street that two districts have is not guessed."""
    Division.objects.create(code="410704000000", name="示例区", level=Level.COUNTY, parent=divisions["新乡市"])
    Division.objects.create(code="410704001000", name="南桥街道", level=Level.STREET, parent_id="410704000000")
    programme = programmes.create(division=divisions["新乡市"], year=2023, title="新乡市计划", by=prefecture)
    data, options = weibin.WORKBOOK.read_bytes(), {"programme": programme.pk}

    source = receive(layout=LAYOUT, data=data, name="plan.xlsx", by=prefecture, now=NOW, options=options)
    source = preview(import_id=source.pk, by=prefecture, today=TODAY)

    assert source.errors == 12
    assert "写全名" in source.problems[0]["text"]


def test_the_preview_names_the_columns_that_another_kind_of_ledger_does_not_take(office):
    ledger = receive(
        layout=LAYOUTS["compounds"], data=weibin.WORKBOOK.read_bytes(), name="计划.xlsx", by=office, now=NOW
    )

    assert [heading.replace("\n", "") for heading in ledger.left_out] == [
        "序号（A列）",
        "计划投资（G列）",
        "改造类别（H列）",
    ]


def test_the_bell_counts_a_file_that_can_go_on_and_not_one_that_comes_again(take_in, office):
    take_in(weibin.WORKBOOK.read_bytes())
    take_in(with_cell("E18", "约好几户"))

    assert notices(office).imports == 1


def test_a_programme_without_compounds_is_no_list_of_differences(programme, office):
    assert tie_out(programme, office).sentence == "目标任务已填写，计划里还没有小区。导入计划表或列入小区后再核对。"

"""Typing into the sheet: 南桥's clerk in May 2023."""

from datetime import date
from decimal import Decimal

import pytest

from core import audit
from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from progress.choices import NoteKind, ReturnStatus, Span
from progress.models import CellChange, CellNote
from progress.services import cells, versions
from tests.progress.conftest import AS_AT, LOCK
from tests.progress.stories import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(nanqiao):
    return nanqiao.current


@pytest.fixture
def line(version):
    """中州小区's line: basic and improvement works, 188.77 万元."""
    return version.lines.get(compound_name="中州小区")


@pytest.fixture
def typing(version, line, clerk):
    """Type into cells of 中州小区: typing(invested="12.5")["invested"]."""

    def type_in(by=clerk, *, seen=0, reason="", today=AS_AT, **texts):
        typed = [
            cells.Typed(line_id=line.pk, figure=figure, text=text, seen=seen, reason=reason)
            for figure, text in texts.items()
        ]
        result = cells.save(version=version, cells=typed, by=by, today=today)
        line.refresh_from_db()
        return {answer.figure: answer for answer in result.cells}

    return type_in


@pytest.fixture
def colleague(person):
    return person("street_clerk", "南桥街道", "colleague")


def sums(line, figure) -> dict[str, Decimal]:
    return {tally.span: getattr(tally, figure) for tally in line.tallies.all()}


def test_what_is_typed_is_kept_in_base_units_and_summed(typing, line):
    answer = typing(invested="12.5")["invested"]

    assert line.invested == Decimal(125_000)
    assert (answer.text, answer.year, answer.total) == ("12.50", "12.50", "12.50")
    assert sums(line, "invested") == {Span.YEAR: Decimal(125_000), Span.TOTAL: Decimal(125_000)}


def test_sums_go_on_from_last_month(april, typing, line):
    answer = typing(invested="5")["invested"]

    assert (answer.year, answer.total) == ("25.00", "25.00")


def test_typing_again_moves_the_sums_by_the_difference_only(april, typing, line):
    typing(invested="5", lifts="2")
    typing(invested="7", lifts="")

    assert sums(line, "invested") == {Span.YEAR: Decimal(270_000), Span.TOTAL: Decimal(270_000)}
    assert sums(line, "lifts") == {Span.YEAR: 1, Span.TOTAL: 1}


def test_physical_progress_is_the_mean_of_the_sites_own_categories(typing, line):
    typing(basic="85", improvement="40")

    assert line.physical == Decimal("62.50")


def test_good_cells_are_saved_and_bad_ones_come_back(typing, line):
    answers = typing(invested="三百", workers="12", basic="85")

    assert {figure: answer.is_saved for figure, answer in answers.items()} == {
        "invested": False,
        "workers": True,
        "basic": True,
    }
    assert (line.invested, line.workers, line.basic) == (None, 12, Decimal(85))


def test_a_category_that_the_site_has_not_is_refused(typing, line):
    answer = typing(upgrade="10")["upgrade"]

    assert answer.error == "中州小区没有提升类改造内容，这一格不填。"


def test_a_line_of_another_return_is_not_reached(version, clerk, jiankang):
    stranger = jiankang.current.lines.get()
    typed = cells.Typed(line_id=stranger.pk, figure="workers", text="12")

    result = cells.save(version=version, cells=[typed], by=clerk, today=AS_AT)

    stranger.refresh_from_db()
    assert (result.cells[0].error, stranger.workers) == ("这一格不在当前版本的月报里，请刷新页面。", None)


def test_the_two_days_of_a_line_are_judged_as_they_will_stand(typing, line):
    typing(started_on="2023-05-03", completed_on="2023-05-10")
    both_later = typing(started_on="2023-05-12", completed_on="2023-05-20")

    assert [answer.error for answer in both_later.values()] == ["", ""]
    assert typing(completed_on="2023-05-01")["completed_on"].error.startswith("完工日期（2023-05-01）早于开工日期")
    assert typing(started_on="")["started_on"].error == "填了完工日期，就应有开工日期，请一并填写。"
    assert (line.started_on, line.completed_on) == (date(2023, 5, 12), date(2023, 5, 20))


@pytest.mark.parametrize(
    ("figure", "text", "sentence"),
    [
        ("basic", "50", "基础类由上月的 60% 降到 50%，请写明原因。"),
        ("basic", "", "基础类上月已填 60%，本月清空，请写明原因。"),
        ("started_on", "2023-04-05", "开工日期上月是 2023-04-03，本月改为 2023-04-05，请写明原因。"),
        ("invested", "-3", "本月完成投资是负数（-3.00万元），表示更正以前月份，请写明原因。"),
    ],
)
def test_what_takes_back_an_earlier_month_needs_a_reason(figure, text, sentence, april, typing, line):
    before = getattr(line, figure)

    answer = typing(**{figure: text})[figure]

    assert (answer.needs_reason, answer.sentence, getattr(line, figure)) == (True, sentence, before)


def test_with_a_reason_it_is_saved_and_the_reason_kept(april, typing, line, clerk):
    typing(basic="50", reason="四月误填，按监理记录更正")
    again = typing(basic="45")["basic"]

    note = CellNote.objects.get(line=line, figure="basic")
    assert (note.kind, note.text, note.by) == (NoteKind.REASON, "四月误填，按监理记录更正", clerk)
    assert (again.is_saved, line.basic) == (True, Decimal(45))


def test_no_correction_takes_back_more_than_was_ever_reported(april, typing, line):
    answer = typing(invested="-20.01", reason="误填")["invested"]

    assert answer.error == "这样开工以来累计会是 -0.01万元，累计不能小于 0，请核对。"
    assert line.invested is None
    assert sums(line, "invested")[Span.TOTAL] == Decimal(200_000)


def test_more_than_the_plan_is_saved_with_a_warning(typing, line):
    answer = typing(started_on="2023-05-03", invested="200")["invested"]

    assert answer.warning == "累计完成投资 200.00万元，超过计划投资 188.77万元，请核对。"
    assert line.invested == Decimal(2_000_000)


def test_two_clerks_see_each_other_instead_of_overwriting(typing, line, colleague, clerk):
    typing(workers="12", by=colleague)
    answer = typing(workers="15")["workers"]

    assert (answer.theirs.text, answer.theirs.by) == ("12", str(colleague))
    assert line.workers == 12
    assert typing(workers="15", seen=answer.seen)["workers"].is_saved
    assert line.workers == 15


def test_who_types_the_same_as_the_other_is_not_asked(typing, colleague):
    theirs = typing(workers="12", by=colleague)["workers"]

    answer = typing(workers="12")["workers"]

    assert (answer.is_saved, answer.seen) == (True, theirs.seen)
    assert CellChange.objects.count() == 1


def test_a_clerk_does_not_quarrel_with_herself(typing, line):
    typing(workers="12")
    typing(workers="13")

    assert line.workers == 13


def test_each_change_keeps_before_and_after_as_they_read(typing, line, clerk):
    typing(invested="12.5")
    typing(invested="1000")

    assert [(change.before, change.after, change.by) for change in line.changes.all()] == [
        ("", "12.50", clerk),
        ("12.50", "1,000.00", clerk),
    ]


def test_the_log_of_acts_names_who_worked_on_the_return(typing, version, clerk):
    typing(invested="12.5", workers="12")

    entry = AuditEntry.objects.get(action="填写月报")
    assert (entry.by, entry.subject_label, entry.details) == (clerk, str(version), {"首次保存单元格": 2})


def test_without_the_log_nothing_is_saved(typing, line, monkeypatch):
    def broken(**kwargs):
        raise OSError("log full")

    monkeypatch.setattr(audit, "write", broken)
    with pytest.raises(OSError, match="log full"):
        typing(invested="12.5")

    line.refresh_from_db()
    assert (line.invested, CellChange.objects.count()) == (None, 0)


@pytest.mark.parametrize("who", ["leader", "office", "neighbour"])
def test_only_the_clerk_of_the_reporting_unit_types(who, typing, request):
    with pytest.raises(NotAllowed):
        typing(workers="12", by=request.getfixturevalue(who))


def test_what_was_submitted_cannot_be_typed_into(typing, version):
    version.status = ReturnStatus.SUBMITTED
    version.save()

    with pytest.raises(Conflict, match="这份月报目前是“待负责人审核”，数字不能修改"):
        typing(workers="12")


def test_an_earlier_version_cannot_be_typed_into(typing, version, clerk):
    version.status = ReturnStatus.RECALLED
    version.save()
    versions.draw_up_next(version=version, reason="漏填", correction="returned", by=clerk)

    with pytest.raises(Conflict, match="第 1 版已不是最新一版"):
        typing(workers="12")


def test_the_closing_day_itself_is_still_open(typing, line):
    assert typing(workers="12", today=LOCK)["workers"].is_saved
    with pytest.raises(DomainError, match="填报截止日 2023-06-05 已过"):
        typing(workers="13", today=date(2023, 6, 6))


def test_a_block_takes_the_same_number_of_queries_as_one_cell(version, clerk, counted):
    ids = [line.pk for line in version.lines.all()]

    def save(lines, text):
        typed = [
            cells.Typed(line_id=pk, figure=figure, text=text) for pk in lines for figure in ("invested", "workers")
        ]
        with counted() as asked:
            cells.save(version=version, cells=typed, by=clerk, today=AS_AT)
        return len(asked)

    save(ids, "1")
    assert save(ids[:1], "2") == save(ids, "3")


def test_what_changes_in_april_moves_the_sums_of_may(april, nanqiao, typing, line, clerk):
    typing(invested="5")
    fill(april.current, {"中州小区": {"invested": "22"}}, by=clerk, today=date(2023, 5, 2))

    versions.carry_on(version=april.current)

    assert sums(line, "invested") == {Span.YEAR: Decimal(270_000), Span.TOTAL: Decimal(270_000)}
    assert typing(invested="6")["invested"].total == "28.00"


def test_what_april_says_later_stands_in_may_where_nobody_has_typed(april, nanqiao, typing, line, clerk):
    typing(started_on="2023-05-04", reason="监理记录为准")
    changed = {"basic": "75", "problems": "管线迁改完成", "started_on": "2023-04-05", "completed_on": "2023-04-20"}
    fill(april.current, {"中州小区": changed}, by=clerk, today=date(2023, 5, 2), reason="补报")

    versions.carry_on(version=april.current)

    line.refresh_from_db()
    assert (line.basic, line.physical, line.problems) == (Decimal(75), Decimal("37.50"), "管线迁改完成")
    assert (line.started_on, line.completed_on) == (date(2023, 5, 4), None)


def test_pipes_in_metres_are_saved_with_a_doubt(typing, line):
    answer = typing(water_km="15")["water_km"]

    assert answer.is_saved
    assert answer.warning == "供水管道 15 公里，一个小区一个月较多，是不是以米填写的？请核对。"

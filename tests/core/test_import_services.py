"""From an uploaded ledger to records and back: exactly what was previewed, all of it or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.errors import Conflict, DomainError, NotAllowed
from core.imports import applying, previewing, receiving, selectors
from core.imports.flow import FLOW, Action
from core.imports.layout import Change
from core.models import AuditEntry, HeadingMemory, ImportedRow, ImportStatus, Job, LedgerImport
from core.workbooks.errors import Unreadable
from tests import workbooks
from tests.core import job_ledger

pytestmark = pytest.mark.django_db

HEAD = ["小区名称", "户数", "计划投资（万元）", "开工日期"]
ONE = ["示例一号院", 76, 188.77, date(2023, 3, 20)]
TWO = ["示例二号院", 121, 314.61, None]
TODAY = date(2023, 3, 1)


@pytest.fixture(autouse=True)
def layout():
    with job_ledger.registered() as layout:
        yield layout


def received(by, *rows, head=HEAD, **more):
    return receiving.receive(
        layout=job_ledger.LAYOUT,
        data=workbooks.xlsx([head, *rows]),
        name="台账.xlsx",
        by=by,
        now=timezone.now(),
        **more,
    )


def previewed(by, *rows, **more):
    return previewing.preview(import_id=received(by, *rows, **more).pk, by=by, today=TODAY)


def apply(source, by):
    return applying.apply(import_id=source.pk, by=by, now=timezone.now())


def undo(source, by):
    return applying.undo(import_id=source.pk, by=by, now=timezone.now())


def households():
    return dict(Job.objects.values_list("title", "done"))


def counts(source):
    return source.new, source.changed, source.same


def test_a_ledger_goes_in_and_comes_out_again(office):
    source = previewed(office, ONE, TWO)

    assert (source.status, counts(source), households()) == (ImportStatus.READY, (2, 0, 0), {})
    assert apply(source, office).status == ImportStatus.APPLIED
    assert households() == {"示例一号院": 76, "示例二号院": 121}
    assert undo(source, office).status == ImportStatus.UNDONE
    assert households() == {}


def test_a_second_file_changes_and_leaves(office):
    apply(previewed(office, ONE, TWO), office)
    source = previewed(office, ["示例一号院", 78, 188.77], TWO, ["示例三号院", 1, 1])

    assert counts(source) == (1, 1, 1)
    assert source.rows.get(change=Change.CHANGED).before == {"households": 76}
    apply(source, office)
    assert households() == {"示例一号院": 78, "示例二号院": 121, "示例三号院": 1}
    undo(source, office)
    assert households() == {"示例一号院": 76, "示例二号院": 121}


def test_planned_values_come_back_typed(office):
    row = previewed(office, ONE).rows.get()

    assert applying.kept(job_ledger.LAYOUT, row).values == {
        "name": "示例一号院",
        "households": 76,
        "investment": Decimal("1887700.00"),
        "start": date(2023, 3, 20),
    }


def test_a_file_with_one_bad_cell_is_not_applied_even_in_part(office):
    source = previewed(office, ONE, ["示例二号院", "三户", 1])

    assert (source.errors, counts(source)) == (1, (1, 0, 0))
    with pytest.raises(DomainError, match="还有 1 处须改正，整个文件都没有导入"):
        apply(source, office)


def test_problems_of_reading_and_of_checks_are_listed_together(office):
    source = previewed(office, ["示例一号院", "三户", 1], TWO, ["示例二号院", -5, 1], ["合计", 4, 1])

    assert [(problem["cell"], problem["severity"]) for problem in source.problems] == [
        ("B2", "error"),
        ("A3", "error"),
        ("A4", "error"),
        ("B4", "error"),
        ("C5", "warning"),
    ]
    assert "另见台账第4行" in source.problems[1]["text"]
    assert source.passed_over == ["台账第5行 合计 4 1"]


def test_nothing_is_half_applied(office, monkeypatch, layout):
    source = previewed(office, *([f"示例{number}号院", 1, 1] for number in range(5)))
    monkeypatch.setattr(previewing, "BATCH", 2)
    calls = []

    def failing(ids):
        calls.append(ids)
        if len(calls) == 2:
            raise Conflict("示例")
        return job_ledger.versions(ids)

    object.__setattr__(layout, "versions", failing)
    try:
        with pytest.raises(Conflict):
            apply(source, office)
    finally:
        object.__setattr__(layout, "versions", job_ledger.versions)

    source.refresh_from_db()
    assert (households(), source.status, source.applied_by) == ({}, ImportStatus.READY, None)


def test_the_second_of_two_people_is_told_who_was_first(office, person):
    source = previewed(office, ONE)
    apply(source, office)

    with pytest.raises(Conflict, match=f"{office}已于 .* 导入了这个文件，没有重复导入"):
        apply(source, person("leading_group_office", "卫滨区", "second"))
    assert Job.objects.count() == 1


def test_a_record_changed_since_the_preview_is_named(office):
    apply(previewed(office, ONE, TWO), office)
    source = previewed(office, ["示例一号院", 78, 1], ["示例二号院", 122, 1])
    Job.objects.filter(title="示例二号院").update(done=99, attempt=5)

    with pytest.raises(Conflict, match="预览之后有人改过或删过：台账第3行“示例二号院”。没有写入任何数据"):
        apply(source, office)
    assert households() == {"示例一号院": 76, "示例二号院": 99}


def test_undo_refuses_rows_changed_since_and_names_them(office):
    source = previewed(office, ONE, TWO)
    apply(source, office)
    Job.objects.filter(title="示例一号院").update(done=99, attempt=5)

    with pytest.raises(Conflict, match="导入之后有人改过或删过：台账第2行“示例一号院”"):
        undo(source, office)
    assert households() == {"示例一号院": 99, "示例二号院": 121}


def test_undoing_twice_is_refused(office):
    source = previewed(office, ONE)
    apply(source, office)
    undo(source, office)

    with pytest.raises(Conflict, match="撤销了这次导入"):
        undo(source, office)


@pytest.mark.parametrize("action", [Action.APPLY, Action.UNDO, Action.DISCARD, Action.PREVIEW, Action.MATCH])
@pytest.mark.parametrize("status", ImportStatus)
def test_the_flow_refuses_what_the_table_does_not_name(office, status, action):
    source = previewed(office, ONE)
    LedgerImport.objects.filter(pk=source.pk).update(status=status)
    if (status, action) in FLOW:
        return
    acts = {
        Action.APPLY: lambda: apply(source, office),
        Action.UNDO: lambda: undo(source, office),
        Action.DISCARD: lambda: receiving.discard(import_id=source.pk, by=office),
        Action.PREVIEW: lambda: previewing.preview(import_id=source.pk, by=office, today=TODAY),
        Action.MATCH: lambda: receiving.correct(import_id=source.pk, answers={}, by=office),
    }
    LedgerImport.objects.filter(pk=source.pk).update(
        applied_by=office, applied_at=timezone.now(), undone_by=office, undone_at=timezone.now()
    )

    with pytest.raises(DomainError):
        acts[action]()


def test_a_given_up_upload_keeps_its_file_and_no_rows(office):
    source = previewed(office, ONE)
    receiving.discard(import_id=source.pk, by=office)

    source.refresh_from_db()
    assert (source.status, ImportedRow.objects.count(), bool(source.file)) == (ImportStatus.DISCARDED, 0, True)


def test_each_step_is_on_record(office):
    source = previewed(office, ONE)
    apply(source, office)
    undo(source, office)

    actions = AuditEntry.objects.order_by("pk").values_list("action", "by", "division")
    assert list(actions) == [
        (action, office.pk, "410703000000") for action in ("上传台账", "预览台账", "导入台账", "撤销导入")
    ]


def test_a_file_that_is_no_ledger_leaves_nothing_behind(office):
    with pytest.raises(Unreadable):
        receiving.receive(layout=job_ledger.LAYOUT, data=b"%PDF", name="a.xlsx", by=office, now=timezone.now())
    assert LedgerImport.objects.count() == 0


def test_a_role_without_the_right_imports_nothing(finance):
    with pytest.raises(NotAllowed):
        received(finance, ONE)


def test_a_street_sees_its_own_imports_and_the_district_sees_them_too(clerk, neighbour, office, outsider, finance):
    source = received(clerk, ONE)

    seen = {
        user: source in LedgerImport.objects.for_user(user) for user in (clerk, office, neighbour, outsider, finance)
    }
    assert list(seen.values()) == [True, True, False, False, False]


def test_a_neighbour_cannot_apply_it(clerk, neighbour):
    source = previewed(clerk, ONE)

    with pytest.raises(LedgerImport.DoesNotExist):
        apply(source, neighbour)


def test_columns_in_question_stop_the_preview(office):
    source = received(office, ["示例一号院", 76, 5], head=["小区名称", "户数", "计划投资"])

    assert source.questions == ["“计划投资”没有写明单位，请选择（元、万元、亿元）。"]
    with pytest.raises(DomainError, match="还有列没有核对"):
        previewing.preview(import_id=source.pk, by=office, today=TODAY)


def test_an_answer_settles_this_file_and_is_remembered_for_the_next(office, clerk):
    head = ["院落", "户数", "计划投资"]
    source = received(office, ["示例一号院", 76, 5], head=head)
    answers = {"台账": {1: ("name", ""), 2: ("households", "户"), 3: ("investment", "万元")}}

    assert receiving.correct(import_id=source.pk, answers=answers, by=office).questions == []
    assert counts(previewing.preview(import_id=source.pk, by=office, today=TODAY)) == (1, 0, 0)
    assert set(HeadingMemory.objects.values_list("words", "column_key", "unit")) == {
        ("院落", "name", ""),
        ("计划投资", "investment", "万元"),
    }
    later = received(office, ["示例二号院", 5, 6], head=head)
    assert later.questions == []
    assert previewing.preview(import_id=later.pk, by=office, today=TODAY).problems[0]["text"] == (
        "“计划投资”没有写明单位，已按上次的选择“万元”换算。"
    )
    assert received(clerk, ["示例二号院", 5, 6], head=head).questions != []


def test_correcting_the_columns_after_a_preview_asks_for_a_new_one(office):
    source = previewed(office, ONE)
    answers = {"台账": {1: ("name", ""), 2: ("", ""), 3: ("investment", "元"), 4: ("", "")}}
    receiving.correct(import_id=source.pk, answers=answers, by=office)

    with pytest.raises(Conflict, match="请先核对列并生成预览"):
        apply(source, office)
    again = previewing.preview(import_id=source.pk, by=office, today=TODAY)
    assert again.rows.get().values == {"name": "示例一号院", "investment": "188.77"}


def test_the_landing_knows_just_what_came_in(office):
    apply(previewed(office, ONE), office)
    source = previewed(office, ONE, TWO)
    apply(source, office)

    assert list(Job.objects.filter(pk__in=selectors.subject_ids(source.pk)).values_list("title", flat=True)) == [
        "示例二号院"
    ]


def test_queries_do_not_grow_with_the_rows(office):
    def queries(rows):
        source = received(office, *([f"示例{rows}-{number}", 1, 1] for number in range(rows)))
        with CaptureQueriesContext(connection) as captured:
            previewing.preview(import_id=source.pk, by=office, today=TODAY)
            apply(source, office)
        return len(captured)

    queries(1)

    assert queries(2) == queries(20)

"""A return goes from the clerk to the leader, gets its seal, and is accepted or given back."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from deadlines.models import Deadline
from progress.choices import NoteKind, ReturnStatus, Span
from progress.models import CellNote, ReportingMonth, ReturnLine
from progress.selectors.counted import counted_versions
from progress.services import packages
from tests.progress.conftest import MAY, a_return
from tests.progress.stories import accepted, approved, at, fill, office_of, returned, sealed, submitted

pytestmark = pytest.mark.django_db

BEFORE_AS_AT, IN_TIME, AFTER_LOCK = at(date(2023, 5, 24), 23), at(date(2023, 5, 26), 9), at(date(2023, 6, 6), 0)
JUNE = date(2023, 6, 1)
STARTED = {"started_on": "2023-5-3", "basic": "10", "improvement": "0"}


@pytest.fixture
def june(may, nanqiao, clerk):
    """南桥's return of June, opened while May is still in work."""
    month = ReportingMonth.objects.create(
        division=may.division,
        month=JUNE,
        rule=may.rule,
        as_at=date(2023, 6, 25),
        due_on=date(2023, 6, 28),
        late_on=date(2023, 6, 30),
        lock_on=date(2023, 7, 5),
        opened_on=date(2023, 5, 26),
    )
    return a_return(month, nanqiao.division, by=clerk)


def line_of(version, compound="中州小区") -> ReturnLine:
    return version.lines.get(compound_name=compound)


def sum_of(version, span, compound="中州小区") -> Decimal:
    return line_of(version, compound).tallies.get(span=span).invested


def test_it_goes_from_the_clerk_over_the_leader_and_the_seal_to_the_office(nanqiao, clerk, leader, office):
    version = accepted(nanqiao)

    assert (version.status, version.submitted_by, version.approved_by, version.decided_by) == (
        ReturnStatus.ACCEPTED,
        clerk,
        leader,
        office,
    )
    assert list(AuditEntry.objects.filter(subject_type="progress.ReturnVersion").values_list("action", flat=True)) == [
        "审核通过街道月报",
        "上传月报盖章件",
        "审核街道月报",
        "提交街道月报",
    ]


def test_the_street_has_reported_when_the_first_sealed_sheet_came(nanqiao):
    version = sealed(nanqiao)

    assert nanqiao.reported_at == version.sealed_at == at(date(2023, 5, 26), 11)


def test_nothing_is_submitted_before_the_as_at_date(nanqiao, clerk):
    with pytest.raises(DomainError, match="本月数据截至 2023-05-25，从这一天起才能提交"):
        packages.submit(version=nanqiao.current, by=clerk, now=BEFORE_AS_AT)


def test_nothing_is_submitted_for_a_locked_month(nanqiao, clerk):
    with pytest.raises(DomainError, match="填报截止日 2023-06-05 已过，数据已锁定"):
        packages.submit(version=nanqiao.current, by=clerk, now=AFTER_LOCK)


def test_on_the_evening_of_the_lock_day_it_is_still_submitted(nanqiao, clerk):
    version = packages.submit(version=nanqiao.current, by=clerk, now=at(date(2023, 6, 5), 23, 59))

    assert version.status == ReturnStatus.SUBMITTED


def test_the_second_who_submits_is_told_who_was_first(nanqiao, clerk, person):
    submitted(nanqiao)
    colleague = person("street_clerk", "南桥街道", "colleague")

    with pytest.raises(Conflict, match=f"已由{clerk}于 05月26日 09:00 提交"):
        packages.submit(version=nanqiao.current, by=colleague, now=IN_TIME)


def test_gaps_refuse_the_submission_by_name(nanqiao, clerk):
    fill(nanqiao.current, {"中州小区": {"started_on": "2023-5-3"}}, by=clerk)

    with pytest.raises(DomainError, match="有数据需要补填或更正（共 3 处）。中州小区：已开工未完工，请填写"):
        packages.submit(version=nanqiao.current, by=clerk, now=IN_TIME)


def test_the_office_does_not_submit_for_the_street(nanqiao, office):
    with pytest.raises(NotAllowed, match="填报、审核和盖章，您的单位不能代办"):
        packages.submit(version=nanqiao.current, by=office, now=IN_TIME)


def test_a_leader_does_not_submit(nanqiao, leader):
    with pytest.raises(NotAllowed, match="没有“填报、提交街道月报”的权限"):
        packages.submit(version=nanqiao.current, by=leader, now=IN_TIME)


def test_the_month_before_is_submitted_first_as_long_as_it_may_be(nanqiao, june, clerk):
    nanqiao.open_until = date(2023, 6, 30)
    nanqiao.save()

    with pytest.raises(DomainError, match="请先提交“南桥街道2023年5月月报”"):
        packages.submit(version=june.current, by=clerk, now=at(date(2023, 6, 25), 9))


def test_a_month_before_that_is_over_does_not_hold_up_the_next(nanqiao, june):
    assert submitted(june, day=date(2023, 6, 26)).status == ReturnStatus.SUBMITTED


def test_what_was_withdrawn_can_be_filled_again(nanqiao, clerk):
    version = packages.withdraw(version=submitted(nanqiao), by=clerk, now=IN_TIME)

    assert (version.status, version.submitted_by) == (ReturnStatus.DRAFT, None)


def test_the_leader_sends_back_with_a_note_at_the_cell(nanqiao, leader):
    version = submitted(nanqiao)
    notes = [(line_of(version).pk, "invested", "与监理月报不符")]

    packages.send_back(version=version, reason="请核对投资", notes=notes, by=leader, now=IN_TIME)

    version.refresh_from_db()
    note = CellNote.objects.get()
    assert (version.status, version.return_reason) == (ReturnStatus.SENT_BACK, "请核对投资")
    assert (note.kind, note.figure, note.text) == (NoteKind.RETURN, "invested", "与监理月报不符")


def test_a_note_at_a_cell_of_another_street_is_refused(nanqiao, jiankang, leader):
    version = submitted(nanqiao)
    foreign = line_of(jiankang.current, "健康路195号院").pk

    with pytest.raises(DomainError, match="所选的单元格不在这份月报中"):
        packages.send_back(version=version, reason="不对", notes=[(foreign, "paid", "?")], by=leader, now=IN_TIME)


def test_sending_back_takes_a_reason(nanqiao, leader):
    with pytest.raises(DomainError, match="请写明退回原因"):
        packages.send_back(version=submitted(nanqiao), reason=" ", by=leader, now=IN_TIME)


def test_a_leader_approves_only_what_she_saw(nanqiao, leader):
    seen = submitted(nanqiao).submitted_at.replace(minute=1)

    with pytest.raises(Conflict, match="撤回修改后重新提交"):
        packages.approve(version=nanqiao.current, by=leader, now=IN_TIME, seen=seen)


def test_another_streets_leader_does_not_approve(nanqiao, person):
    with pytest.raises(NotAllowed, match="您的单位不能代办"):
        packages.approve(version=submitted(nanqiao), by=person("street_leader", "健康路街道"), now=IN_TIME)


def test_where_the_office_implements_itself_three_of_its_people_take_the_steps(nanqiao, office, person):
    nanqiao.organisation = office.organisation
    nanqiao.save()
    version = submitted(nanqiao, by=office)

    with pytest.raises(NotAllowed, match="由您本人提交，须由本单位其他负责人审核"):
        packages.approve(version=version, by=office, now=IN_TIME)
    second, third = (person("leading_group_office", "卫滨区", name) for name in ("second", "third"))
    approved(nanqiao, by=second)
    sealed(nanqiao, by=office)
    with pytest.raises(NotAllowed, match="由您本人提交或审核签批"):
        packages.accept(version=nanqiao.current, by=second, now=IN_TIME)
    assert packages.accept(version=nanqiao.current, by=third, now=IN_TIME).status == ReturnStatus.ACCEPTED


def test_after_the_lock_nothing_is_approved_or_sealed_any_more(nanqiao, leader):
    with pytest.raises(DomainError, match="数据已锁定"):
        packages.approve(version=submitted(nanqiao), by=leader, now=AFTER_LOCK)


def test_without_the_seal_nothing_is_accepted(nanqiao, office):
    with pytest.raises(DomainError, match="还没有报齐，目前是“待盖章上传”"):
        packages.accept(version=approved(nanqiao), by=office, now=IN_TIME)


def test_a_recalled_version_stays_and_the_next_one_begins_with_its_figures(nanqiao, clerk):
    fill(nanqiao.current, {"中州小区": STARTED | {"invested": "12.5"}}, by=clerk)
    old = sealed(nanqiao)

    new = packages.recall(version=old, reason="漏填一处", by=clerk, now=IN_TIME, today=date(2023, 5, 27))

    old.refresh_from_db()
    assert (old.status, old.is_outdated) == (ReturnStatus.RECALLED, True)
    assert (new.number, new.status, new.reason) == (2, ReturnStatus.DRAFT, "漏填一处")
    assert (line_of(new).invested, sum_of(new, Span.TOTAL)) == (Decimal("125000.00"), Decimal("125000.00"))
    assert old.code != new.code


def test_an_accepted_version_is_not_recalled(nanqiao, clerk):
    with pytest.raises(Conflict, match="目前是“已审核通过”"):
        packages.recall(version=accepted(nanqiao), reason="改", by=clerk, now=IN_TIME, today=date(2023, 5, 27))


def test_an_old_version_takes_no_step(nanqiao, office):
    old = sealed(nanqiao)
    returned(nanqiao)

    with pytest.raises(Conflict, match="已有新的版本，第 1 版不能再办理"):
        packages.accept(version=old, by=office, now=IN_TIME)


def test_a_returned_one_is_corrected_in_the_next_version_with_notes_at_its_cells(nanqiao, office):
    old = sealed(nanqiao)
    notes = [(line_of(old).pk, "paid", "超过合同额")]

    new = packages.return_(version=old, reason="请核对", notes=notes, by=office, now=IN_TIME, today=date(2023, 5, 27))

    note = CellNote.objects.get()
    assert (note.line.version, note.line.compound_name, note.text) == (new, "中州小区", "超过合同额")
    old.refresh_from_db()
    assert (old.status, old.decided_by, old.return_reason) == (ReturnStatus.RETURNED, office, "请核对")


def test_after_the_lock_the_office_says_until_when_it_is_corrected(nanqiao):
    sealed(nanqiao)
    late = {"by": office_of(nanqiao), "now": AFTER_LOCK, "today": date(2023, 6, 6), "version": nanqiao.current}

    with pytest.raises(DomainError, match="请写明允许更正到哪一天"):
        packages.return_(reason="请核对", **late)
    with pytest.raises(DomainError, match="早于今天"):
        packages.return_(reason="请核对", open_until=date(2023, 6, 5), **late)
    packages.return_(reason="请核对", open_until=date(2023, 6, 9), **late)

    nanqiao.refresh_from_db()
    assert (nanqiao.open_until, nanqiao.extended_reason) == (date(2023, 6, 9), "请核对")


def test_a_returned_accepted_version_counts_until_its_correction_is_accepted(nanqiao):
    first = accepted(nanqiao)
    second = returned(nanqiao)

    def counted(day):
        return counted_versions(prefix="410703", month=MAY, known_at=at(day, 23)).get()

    assert counted(date(2023, 5, 28)) == first
    accepted(nanqiao, day=date(2023, 5, 29))
    assert counted(date(2023, 5, 29)) == second
    assert counted(date(2023, 5, 28)) == first


def test_once_a_later_month_is_accepted_an_earlier_one_is_not_returned(nanqiao, june, office):
    first = accepted(nanqiao)
    accepted(june, day=date(2023, 6, 26))

    with pytest.raises(DomainError, match=r"2023年6月的月报已审核通过.*请在最新月份中填报更正"):
        packages.return_(version=first, reason="错了", by=office, now=at(JUNE, 9), today=JUNE)


def test_while_a_later_month_is_signed_the_earlier_one_waits(nanqiao, june, office):
    first = accepted(nanqiao)
    submitted(june, day=date(2023, 6, 26))

    with pytest.raises(DomainError, match=r"“南桥街道2023年6月月报”目前是“待负责人审核”.*请先撤回、收回或退回"):
        packages.return_(version=first, reason="错了", by=office, now=at(JUNE, 9), today=JUNE)


def test_months_are_accepted_in_their_order(nanqiao, june, office):
    sealed(nanqiao)
    sealed(june, day=date(2023, 6, 26))

    with pytest.raises(DomainError, match="请先办结“南桥街道2023年5月月报”（待办公室审核）"):
        packages.accept(version=june.current, by=office, now=at(date(2023, 6, 27), 9))


def test_the_sums_of_the_month_in_work_follow_a_correction_of_the_month_before(nanqiao, june, clerk):
    fill(nanqiao.current, {"中州小区": STARTED | {"invested": "10"}}, by=clerk)
    accepted(nanqiao)
    assert sum_of(june.current, Span.TOTAL) == Decimal(100_000)
    corrected = returned(nanqiao)
    fill(corrected, {"中州小区": {"invested": "8"}}, by=clerk, today=date(2023, 5, 27))

    submitted(nanqiao, day=date(2023, 5, 28))

    assert sum_of(june.current, Span.TOTAL) == Decimal(80_000)


def test_all_returns_of_a_month_are_accepted_at_once_and_the_others_named(nanqiao, jiankang, office):
    sealed(nanqiao)
    approved(jiankang)

    done = packages.accept_all(returns=[jiankang, nanqiao], by=office, now=IN_TIME)

    assert done.accepted == [nanqiao]
    [(skipped, reason)] = done.skipped
    assert skipped == jiankang
    assert "目前是“待盖章上传”" in reason


def test_what_is_due_moves_from_the_street_to_the_office_and_back(nanqiao):
    def open_kinds():
        found = Deadline.objects.filter(subject_id=nanqiao.pk, closed_on=None)
        return set(found.values_list("kind", "due_on"))

    sealed(nanqiao)
    assert open_kinds() == {("return_review", date(2023, 5, 31))}
    returned(nanqiao)
    assert open_kinds() == {("return", date(2023, 6, 5))}


def test_a_correction_starts_from_what_was_approved_and_not_from_the_month_before(april, nanqiao, clerk):
    fill(april.current, {"中州小区": {"improvement": "0"}}, by=clerk, today=date(2023, 4, 25))
    accepted(april, day=date(2023, 4, 27))
    fill(
        nanqiao.current,
        {"中州小区": {"basic": "75", "improvement": "10", "invested": "8", "problems": "外墙材料未到"}},
        by=clerk,
    )

    corrected = line_of(returned(nanqiao))

    assert (corrected.version.number, corrected.basic, corrected.problems) == (2, Decimal(75), "外墙材料未到")

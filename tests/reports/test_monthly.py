"""The report of May 2023: made, remade, put into words, issued, kept; and the same figures a year later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from divisions.models import Division, FormerName
from progress.models import MonthlyReturn
from progress.services import versions
from reports import facts, wording
from reports.comparing import differences
from reports.models import CardExemption, MonthlyReport, ReportRule
from reports.own_words import own_words
from reports.selectors.editions import edition_words, with_editions
from reports.selectors.month_facts import facts_of
from reports.selectors.span import span_of
from reports.services import due, monthly, rules
from tests.progress.conftest import a_return
from tests.reports.conftest import MAY, accept, fill
from tests.reports.stories import NOW, a_month, a_rule

TODAY = date(2023, 6, 8)
LATER = datetime(2024, 6, 8, 1, 0, tzinfo=UTC)


def rendered(report):
    return {"word": b"word", "excel": f"excel {report.document}".encode()}


@pytest.fixture
def rule(divisions):
    return a_rule(divisions["卫滨区"])


@pytest.fixture
def reported(nanqiao, jiankang) -> MonthlyReturn:
    """南桥 is accepted; 健康路 has filled in and not been accepted."""
    fill(nanqiao, {"started_on": date(2023, 5, 10), "invested": Decimal(1_000_000)}, {"problems": "雨天停工"})
    fill(jiankang, {"started_on": date(2023, 5, 2), "invested": Decimal(9_000_000)})
    accept(nanqiao)
    return nanqiao


def made(divisions, office, **changes) -> MonthlyReport:
    return monthly.make(**{"division": divisions["卫滨区"], "month": MAY, "now": NOW, "by": office, **changes})


def issue(report, office, **changes) -> MonthlyReport:
    given = {"version": report.version, "issued_on": TODAY, "by": office, "today": TODAY, "render": rendered}
    return monthly.issue(report=report, **{**given, **changes})


def text_of(report, **changes) -> dict[str, str]:
    return {key: getattr(report, key) for key in wording.HEADINGS} | changes


def content_of(kept) -> bytes:
    with kept.file.open() as file:
        return file.read()


def test_a_report_is_made_while_a_return_is_missing_and_names_it(reported, rule, divisions, office):
    report = made(divisions, office)

    assert report.title == "关于2023年5月卫滨区老旧小区改造工作进展情况的通报"
    assert "本月还有1个街道（乡镇）的月报没有计入：未上报的有健康路街道（无数据）。" in report.opening
    assert [each.name for each in facts.load(report.figures).missing] == ["健康路街道"]
    assert facts.load(report.figures).total["invested_month"] == Decimal("1000000.00")


def test_the_card_and_its_reason_are_in_the_facts(reported, rule, divisions, office):
    first = facts.load(made(divisions, office).figures).rows[0]

    # 1,000,000 of 5,033,800 is 19.87 %, 20.13 points below the 40 % of May.
    assert (first.name, first.place, first.value, first.card) == ("南桥街道", 1, Decimal("19.87"), "yellow")


def test_the_second_yellow_month_running_is_red(nanqiao, rule, divisions, clerk, office):
    april = a_month(divisions["卫滨区"], date(2023, 4, 1), nanqiao.reporting_month.rule)
    earlier = a_return(april, divisions["南桥街道"], by=clerk)
    fill(earlier, {"invested": Decimal(300_000)})  # 5.96 %, 14.04 points below the 20 % of April
    fill(nanqiao, {"invested": Decimal(1_000_000)})
    accept(earlier, at=datetime(2023, 4, 28, tzinfo=UTC))
    accept(nanqiao)

    (first,) = facts.load(made(divisions, office).figures).rows

    assert (first.card, first.running, first.since) == ("red", 2, date(2023, 4, 1))


def test_made_again_the_draft_keeps_the_offices_words(reported, rule, divisions, office):
    report = made(divisions, office)
    monthly.edit(
        report=report, version=report.version, title="通报", sections=text_of(report, money="资金另行通报。"), by=office
    )

    again = made(divisions, office, now=NOW + timedelta(hours=1))

    assert (again.pk, again.money, again.edited) == (report.pk, "资金另行通报。", True)
    assert again.known_at == NOW + timedelta(hours=1)


def test_made_again_what_the_office_did_not_touch_follows_the_figures(reported, jiankang, rule, divisions, office):
    report = made(divisions, office)
    edited = monthly.edit(
        report=report, version=1, title=report.title, sections=text_of(report, progress="工程另行通报。"), by=office
    )
    accept(jiankang)

    again = monthly.make_again(report=edited, version=edited.version, now=NOW, by=office)

    assert own_words(again) == ["progress"]
    assert again.progress == "工程另行通报。"
    assert "没有计入" not in again.opening
    assert "1,000.00万元" in again.money


def test_a_text_in_the_browsers_lines_is_not_the_offices_own(reported, rule, divisions, office):
    report = made(divisions, office)
    typed = {key: text.replace("\n", "\r\n") for key, text in text_of(report).items()}

    edited = monthly.edit(report=report, version=1, title=report.title, sections=typed, by=office)

    assert not edited.edited
    assert own_words(edited) == []


def test_an_empty_month_goes_out_only_when_it_is_said(may, rule, divisions, office):
    report = made(divisions, office)

    with pytest.raises(DomainError, match="没有一个单位的数据计入"):
        issue(report, office)
    assert issue(report, office, although_empty=True).document == "卫旧改办〔2023〕1号"


def test_a_draft_may_be_thrown_away_and_an_issued_report_not(reported, rule, divisions, office):
    draft = made(divisions, office)
    monthly.discard(report=draft, version=draft.version, by=office)

    assert not MonthlyReport.objects.exists()
    assert AuditEntry.objects.get(action="放弃月报草稿").by == office
    with pytest.raises(Conflict, match="刚刚被别人放弃"):
        monthly.edit(report=MonthlyReport(pk=0), version=1, title="乙", sections={}, by=office)
    issued = issue(made(divisions, office), office)
    with pytest.raises(DomainError, match="不能再改"):
        monthly.discard(report=issued, version=issued.version, by=office)


def test_a_second_edition_says_what_it_replaces(reported, rule, divisions, office):
    first = issue(made(divisions, office), office)
    second = made(divisions, office, reason="健康路街道补报")

    assert edition_words(second) == "第2次编发，替代卫旧改办〔2023〕1号"
    assert with_editions(MonthlyReport.objects.all()).get(pk=first.pk).replaced_by is None
    issue(second, office)
    assert with_editions(MonthlyReport.objects.all()).get(pk=first.pk).replaced_by == "卫旧改办〔2023〕2号"


def test_a_month_that_was_not_opened_ends_on_the_rules_day(may, divisions):
    span = span_of(division=divisions["卫滨区"], month=date(2023, 1, 1), known_at=NOW)

    assert (span.as_at, span.last_as_at) == (date(2023, 1, 25), date(2022, 12, 31))


def test_nobody_is_let_off_a_month_to_come(reported, rule, divisions, office):
    with pytest.raises(DomainError, match="2023年7月还没有到"):
        rules.exempt(division=divisions["南桥街道"], month=date(2023, 7, 1), reason="汛期", by=office, today=TODAY)


def test_what_differs_is_said_in_words(reported, rule, divisions, office):
    before = facts.load(made(divisions, office).figures)
    row = replace(before.rows[0], card="red")
    missing = replace(before.missing[0], month_counted=date(2023, 4, 1))

    named = differences(before, replace(before, rows=(row, *before.rows[1:]), missing=(missing,)))

    assert ("南桥街道", "亮牌", "黄牌", "红牌") in {(each.where, each.what, each.before, each.after) for each in named}
    assert "健康路街道 未上报 2023年4月" in {each.what for each in named}


def test_the_words_may_be_given_up_with_the_figures(reported, rule, divisions, office):
    report = made(divisions, office)
    edited = monthly.edit(
        report=report, version=report.version, title="通报", sections=text_of(report, money="另行通报。"), by=office
    )

    again = monthly.make_again(report=edited, version=edited.version, now=NOW, by=office, keep_text=False)

    assert again.money == report.money
    assert not again.edited


def test_two_editors_do_not_overwrite_each_other(reported, rule, divisions, office):
    report = made(divisions, office)
    monthly.edit(report=report, version=report.version, title="甲", sections=text_of(report), by=office)

    with pytest.raises(Conflict, match="刚刚被别人修改过"):
        monthly.edit(report=report, version=report.version, title="乙", sections=text_of(report), by=office)


def test_a_month_to_come_is_refused(may, rule, divisions, office):
    with pytest.raises(DomainError, match="2023年7月还没有到"):
        made(divisions, office, month=date(2023, 7, 1))


def test_an_as_at_date_to_come_is_refused(may, rule, divisions, office):
    with pytest.raises(DomainError, match="数据截至5月25日，还没有到"):
        made(divisions, office, now=datetime(2023, 5, 24, 1, 0, tzinfo=UTC))


def test_a_street_draws_up_no_report(may, rule, divisions, leader, outsider):
    for person in (leader, outsider):
        with pytest.raises(NotAllowed):
            made(divisions, person)


def test_without_a_rule_it_says_what_is_missing(may, divisions, office):
    with pytest.raises(DomainError, match="还没有进展月报规则"):
        made(divisions, office)


def test_an_issued_report_has_its_number_and_files_and_stands(reported, rule, divisions, office):
    report = issue(made(divisions, office), office)

    assert report.document == "卫旧改办〔2023〕1号"
    assert {file.kind: content_of(file) for file in report.files.all()} == {
        "word": b"word",
        "excel": "excel 卫旧改办〔2023〕1号".encode(),
    }
    with pytest.raises(DomainError, match="已以卫旧改办〔2023〕1号印发，不能再改"):
        monthly.edit(report=report, version=report.version, title="改", sections=text_of(report), by=office)
    with pytest.raises(DomainError, match="不能再改"):
        issue(report, office)


def test_numbers_follow_each_other_and_one_is_taken_once(reported, rule, divisions, office):
    a_month(divisions["卫滨区"], date(2023, 4, 1), reported.reporting_month.rule)
    april = made(divisions, office, month=date(2023, 4, 1))
    issue(made(divisions, office), office, number=7)

    with pytest.raises(Conflict, match="卫旧改办〔2023〕7号已经用过"):
        issue(april, office, number=7, although_empty=True)
    assert issue(april, office, although_empty=True).document == "卫旧改办〔2023〕8号"


@pytest.mark.parametrize(("day", "words"), [(date(2023, 6, 9), "晚于今天"), (date(2023, 5, 24), "早于数据截至日")])
def test_the_day_of_issue_is_between_the_as_at_date_and_today(reported, rule, divisions, office, day, words):
    with pytest.raises(DomainError, match=words):
        issue(made(divisions, office), office, issued_on=day)


def test_it_goes_out_once_more_only_with_a_reason(reported, rule, divisions, office):
    issue(made(divisions, office), office)

    with pytest.raises(DomainError, match="请写明原因"):
        made(divisions, office)
    again = made(divisions, office, reason="健康路街道补报")

    assert (again.edition, again.reason, again.is_draft) == (2, "健康路街道补报", True)


def test_a_failed_rendering_issues_nothing(reported, rule, divisions, office):
    report = made(divisions, office)

    def broken(report):
        raise DomainError("缺少中文字体")

    with pytest.raises(DomainError, match="缺少中文字体"):
        issue(report, office, render=broken)
    assert MonthlyReport.objects.get(pk=report.pk).is_draft


def test_a_year_later_the_same_moment_gives_the_same_bytes(reported, jiankang, rule, divisions, office):
    """Corrections, late returns, another month, another name, a street that reports later: the bytes stay."""
    report = made(divisions, office)
    correction = versions.draw_up_next(version=reported.current, reason="多报", correction="returned", by=office)
    reported.refresh_from_db()
    fill(reported, {"invested": Decimal(800_000)})
    accept(reported, at=datetime(2023, 6, 20, tzinfo=UTC))
    accept(jiankang, at=datetime(2023, 6, 21, tzinfo=UTC))
    june = a_month(divisions["卫滨区"], date(2023, 6, 1), reported.reporting_month.rule)
    late = MonthlyReturn.objects.create(
        reporting_month=reported.reporting_month,
        division=divisions["自由路街道"],
        month=MAY,
        open_until=date(2024, 1, 1),
        opened_on=date(2023, 7, 1),
        plan_compounds=9,
    )
    versions.draw_up_first(returns=[late])
    Division.objects.filter(name="南桥街道").update(name="示例新街道")
    FormerName.objects.create(division=reported.division, name="南桥街道", until=date(2023, 9, 1))

    again = facts_of(division=divisions["卫滨区"], month=MAY, known_at=report.known_at)
    now = facts_of(division=divisions["卫滨区"], month=MAY, known_at=LATER)

    assert (correction.number, june.month) == (2, date(2023, 6, 1))
    assert facts.dump(again) == report.figures
    named = {(each.where, each.what, each.before, each.after) for each in differences(again, now)}
    assert ("合计", "本月完成投资（万元）", "100.00", "980.00") in named
    assert ("自由路街道", "列入排名", "否", "是") in named


def test_on_the_districts_day_it_makes_itself_once(reported, rule, divisions):
    early = datetime(2023, 6, 7, 1, 0, tzinfo=UTC)

    assert [due.make_due(now=early), due.make_due(now=NOW), due.make_due(now=NOW)] == [0, 1, 0]
    assert MonthlyReport.objects.get().made_by is None


def test_days_of_silence_are_made_up_for(reported, rule, divisions):
    assert due.make_due(now=NOW + timedelta(days=5)) == 1


def test_a_run_that_fails_leaves_a_sentence_and_the_others_run(reported, rule, divisions, monkeypatch):
    def broken(**kwargs):
        raise DomainError("示例原因")

    monkeypatch.setattr(monthly, "make", broken)

    assert due.make_due(now=NOW) == 0
    entry = AuditEntry.objects.get(action=due.FAILED)
    assert (entry.reason, entry.succeeded, entry.division_id) == ("示例原因", False, "410703000000")


@pytest.mark.parametrize(
    ("month", "in_month", "day", "expected"),
    [
        (date(2023, 1, 1), 1, 31, date(2023, 2, 28)),
        (date(2023, 12, 1), 1, 8, date(2024, 1, 8)),
        (date(2024, 2, 1), 0, 31, date(2024, 2, 29)),
    ],
)
def test_the_districts_day(divisions, month, in_month, day, expected):
    rule = a_rule(divisions["卫滨区"], report_month=in_month, report_day=day)

    assert due.report_day(rule, month) == expected


def test_an_exemption_holds_until_the_report_is_out(reported, rule, divisions, office):
    street = divisions["南桥街道"]
    rules.exempt(division=street, month=MAY, reason="洪涝灾害", by=office, today=TODAY)
    report = made(divisions, office)

    assert facts.load(report.figures).rows[0].card == ""
    assert "免于亮牌的：南桥街道（洪涝灾害）。" in report.ranking
    issue(report, office)
    with pytest.raises(DomainError, match="不能再改这个月的免牌"):
        rules.remove(exemption=CardExemption.objects.get(), reason="误批", by=office)


def test_a_street_does_not_let_itself_off(reported, rule, divisions, leader, office):
    with pytest.raises(NotAllowed):
        rules.exempt(division=divisions["南桥街道"], month=MAY, reason="下雨", by=leader, today=TODAY)
    with pytest.raises(NotAllowed):
        rules.exempt(division=divisions["卫滨区"], month=MAY, reason="下雨", by=office, today=TODAY)


def test_the_shipped_rules_load_once_and_the_pace_rises(divisions):
    call_command("load_report_rules")
    call_command("load_report_rules")

    rule = ReportRule.objects.get(division=divisions["卫滨区"])
    paces = [pace.expected for pace in rule.paces.all()]
    assert (len(paces), paces) == (12, sorted(paces))
    assert ReportRule.objects.count() == 2  # 湛河区 is there too

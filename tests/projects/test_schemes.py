"""The versions of a scheme: 街道编制, 办公室审批, and a variation that keeps both (F19, Z四(二))."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from projects.choices import Duty, ProjectStatus, SchemeStatus
from projects.models import Gate, Phase, Project, Scheme, SchemeRule
from projects.services import scheme_items, scheme_rules, schemes

NOW = datetime(2023, 3, 15, 8, tzinfo=UTC)
DAY = date(2023, 3, 20)


def fund(scheme, amount, by):
    scheme.refresh_from_db()
    return schemes.set_funds(scheme=scheme, version=scheme.version, funds={"district": Decimal(amount)}, by=by)


def submit(scheme, by):
    return schemes.submit(scheme=scheme, by=by, now=NOW)


def approve(scheme, by, **options):
    return schemes.approve(scheme=scheme, document="卫旧改办〔2023〕1号", on=DAY, by=by, today=DAY, **options)


@pytest.fixture
def ready(scheme, line, clerk) -> Scheme:
    """Sound in every respect, not submitted."""
    line(scheme, "外墙", 100, "85.50")
    return fund(scheme, "8550", clerk)


@pytest.fixture
def rule(divisions, office) -> SchemeRule:
    day = date(2023, 1, 1)
    return scheme_rules.set_rule(
        division=divisions["卫滨区"], since=day, document="卫政办〔2023〕2号", most_over=Decimal(10), by=office
    )


def test_a_project_has_one_first_version(scheme, project, clerk):
    with pytest.raises(DomainError, match="已有改造方案（第 1 版，编制中）"):
        schemes.start(project=project, by=clerk)


def test_the_street_next_door_does_not_begin_it(project, neighbour):
    with pytest.raises(NotAllowed, match="不由贵单位实施"):
        schemes.start(project=project, by=neighbour)


def test_a_suspended_project_takes_no_scheme(project, clerk):
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.SUSPENDED, status_reason="资金未到位")

    with pytest.raises(DomainError, match="暂停（资金未到位），不能再修改"):
        schemes.start(project=project, by=clerk)


def test_an_empty_scheme_is_not_submitted(scheme, clerk):
    with pytest.raises(DomainError, match="还没有改造内容"):
        submit(scheme, clerk)


def test_a_quantity_without_price_is_named(scheme, line, clerk):
    line(scheme, "外墙", 100, part="南立面")

    with pytest.raises(DomainError, match="有数量没有单价：中州小区“外墙”（南立面）。请补填单价"):
        submit(scheme, clerk)


def test_funds_that_fall_short_are_told_to_the_cent(scheme, line, clerk):
    line(scheme, "外墙", "33.33", "9.99")
    fund(scheme, "332.90", clerk)

    with pytest.raises(DomainError, match=r"332\.90 元，比方案合计 332\.97 元少 0\.07 元"):
        submit(scheme, clerk)


def test_all_that_is_wrong_is_told_at_once(scheme, line, clerk):
    line(scheme, "外墙", 100)
    line(scheme, "围墙", 0, 300)

    with pytest.raises(DomainError, match=r"（1）有数量没有单价.*（2）数量为 0"):
        submit(scheme, clerk)


def test_an_item_retired_after_it_was_entered_is_named(ready, items, clerk):
    items["外墙"].retired_on = date(2023, 3, 1)
    items["外墙"].save()

    with pytest.raises(DomainError, match="使用了已停用的改造内容：中州小区“外墙”"):
        submit(ready, clerk)


def test_without_a_rule_the_planned_investment_is_the_limit(scheme, line, clerk):
    line(scheme, "外墙", 1, "1887700.01")
    fund(scheme, "1887700.01", clerk)

    with pytest.raises(DomainError, match=r"多 0\.01 元（0\.00%），超过零（本区划没有设置"):
        submit(scheme, clerk)


def test_above_the_rules_limit_the_figures_and_the_document_are_named(scheme, line, clerk, rule):
    line(scheme, "外墙", 1, "2076470.01")
    fund(scheme, "2076470.01", clerk)

    with pytest.raises(DomainError, match=r"多 188,770\.01 元（10\.00%），超过《卫政办〔2023〕2号》允许的 10%"):
        submit(scheme, clerk)


def test_up_to_the_rules_limit_it_passes(scheme, line, clerk, rule):
    line(scheme, "外墙", 1, "2076470.00")
    fund(scheme, "2076470.00", clerk)

    assert submit(scheme, clerk).status == SchemeStatus.SUBMITTED


def test_a_submitted_scheme_is_not_changed(ready, line, clerk):
    submit(ready, clerk)

    with pytest.raises(DomainError, match="已提交”，不能修改。请先撤回"):
        line(ready, "围墙", 1, 1)


def test_a_withdrawn_scheme_is_worked_on_again(ready, line, clerk):
    schemes.withdraw(scheme=submit(ready, clerk), by=clerk, on=DAY)

    assert line(ready, "围墙", 1, 1).amount == Decimal("1.00")


def test_a_returned_scheme_says_why(ready, clerk, office):
    submit(ready, clerk)

    returned = schemes.return_(scheme=ready, reason="缺少雨污分流", by=office, on=DAY)

    assert (returned.status, returned.return_reason) == (SchemeStatus.RETURNED, "缺少雨污分流")


def test_the_street_does_not_approve(ready, clerk):
    submit(ready, clerk)

    with pytest.raises(NotAllowed, match="没有“立项、合并拆分、审批方案"):
        approve(ready, clerk)


def test_a_draft_is_not_approved(ready, office):
    with pytest.raises(DomainError, match="目前是“编制中”，不能这样办理"):
        approve(ready, office)


def test_nobody_approves_what_she_drew_up_herself(project, line, office):
    own = schemes.start(project=project, by=office)
    line(own, "外墙", 100, "85.50", by=office)
    fund(own, "8550", office)
    submit(own, office)

    with pytest.raises(NotAllowed, match="由您本人编制，不能由您本人批准"):
        approve(own, office)


def test_an_office_that_implements_itself_may_and_the_log_says_so(project, line, office):
    Project.objects.filter(pk=project.pk).update(implementer=office.organisation)
    own = schemes.start(project=project, by=office)
    line(own, "外墙", 100, "85.50", by=office)
    fund(own, "8550", office)
    submit(own, office)

    approve(own, office)

    assert AuditEntry.objects.get(action="批准改造方案").details["编制人即审批人"] == "是（办公室自行实施）"


def test_a_decision_about_another_state_of_the_scheme_is_refused(ready, line, clerk, office):
    seen = submit(ready, clerk).version
    schemes.withdraw(scheme=ready, by=clerk, on=DAY)
    line(ready, "围墙", 10, 300)
    fund(ready, "11550", clerk)
    submit(ready, clerk)

    with pytest.raises(Conflict, match="在您审阅期间被撤回修改"):
        approve(ready, office, version=seen)


def test_an_approval_is_not_dated_ahead(ready, clerk, office):
    submit(ready, clerk)

    with pytest.raises(DomainError, match="批准日期 2023-03-21 晚于今天"):
        schemes.approve(scheme=ready, document="1号", on=date(2023, 3, 21), by=office, today=DAY)


def test_an_approval_is_not_dated_before_the_scheme_was_submitted(ready, clerk, office):
    submit(ready, clerk)

    with pytest.raises(DomainError, match="批准日期 2023-03-14 早于方案提交日 2023-03-15"):
        schemes.approve(scheme=ready, document="1号", on=date(2023, 3, 14), by=office, today=DAY)


def test_approval_opens_the_gate_that_waits_for_the_scheme(ready, project, clerk, office):
    phase = Phase.objects.create(
        project=project, position=1, name="前期准备", duty=Duty.SCHEME, status=ProjectStatus.PREPARING
    )
    Gate.objects.create(project=project, phase=phase, position=1, name="完成改造方案", duty=Duty.SCHEME)
    submit(ready, clerk)

    approve(ready, office)

    gate = Gate.objects.get()
    assert (gate.satisfied_on, gate.evidence) == (DAY, "改造方案第 1 版，卫旧改办〔2023〕1号")


def test_the_log_keeps_the_totals_that_were_approved(approved):
    details = AuditEntry.objects.get(action="批准改造方案").details

    assert details["合计（元）"] == "12300.00"
    assert details["分类（元）"] == {"基础类": "8550.00", "完善类": "3750.00"}
    assert details["资金（元）"] == {"区（县市）财政": "12300.00"}


def test_a_variation_starts_from_what_is_in_force(approved, project, clerk):
    variation = schemes.start_variation(project=project, reason="增加养老设施", by=clerk)

    assert (variation.number, variation.status) == (2, SchemeStatus.DRAFT)
    assert [(line.item.name, line.amount) for line in variation.items.all()] == [
        ("外墙", Decimal("8550.00")),
        ("围墙", Decimal("3750.00")),
    ]
    assert variation.funds.get().amount == Decimal("12300.00")


def test_a_variation_says_why(approved, project, clerk):
    with pytest.raises(DomainError, match="请写明变更原因"):
        schemes.start_variation(project=project, reason="  ", by=clerk)


def test_one_variation_at_a_time(approved, project, clerk):
    schemes.start_variation(project=project, reason="增加养老设施", by=clerk)

    with pytest.raises(DomainError, match="第 2 版方案目前是“编制中”，办结之前不能另行发起变更"):
        schemes.start_variation(project=project, reason="再改", by=clerk)


def test_nothing_is_varied_before_anything_is_approved(project, clerk):
    with pytest.raises(DomainError, match="还没有批准的方案，不需要变更"):
        schemes.start_variation(project=project, reason="改", by=clerk)


def test_the_old_version_holds_until_the_variation_is_approved(approved, project, line, clerk, office):
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.UNDER_CONSTRUCTION)
    variation = schemes.start_variation(project=project, reason="增加养老设施", by=clerk)
    line(variation, "养老设施", 1, 20000)
    fund(variation, "32300", clerk)
    submit(variation, clerk)
    approved.refresh_from_db()
    before = approved.status

    approve(variation, office)

    approved.refresh_from_db()
    assert (before, approved.status) == (SchemeStatus.APPROVED, SchemeStatus.SUPERSEDED)
    assert approved.items.count() == 2
    assert AuditEntry.objects.filter(action="批准改造方案").latest("at").details["替代"] == "第 1 版，合计 12300.00 元"


def test_a_retired_item_stays_in_a_variation_of_what_was_agreed(approved, project, items, clerk):
    items["外墙"].retired_on = date(2023, 4, 1)
    items["外墙"].save()
    variation = schemes.start_variation(project=project, reason="调整", by=clerk)

    assert submit(variation, clerk).status == SchemeStatus.SUBMITTED


def test_a_draft_is_given_up_and_the_version_in_force_stays(approved, project, clerk):
    variation = schemes.start_variation(project=project, reason="误发起", by=clerk)

    schemes.discard(scheme=variation, reason="误发起", by=clerk, on=DAY)

    assert project.schemes.get() == approved


def test_what_is_approved_is_not_given_up(approved, clerk):
    with pytest.raises(DomainError, match="已批准”，不能修改。请发起变更"):
        schemes.discard(scheme=approved, reason="误", by=clerk, on=DAY)


def test_two_editors_are_told_both_values(scheme, clerk, office):
    words = {"tasks": "外墙、围墙", "design": "", "management_mode": ""}
    schemes.change(scheme=scheme, version=1, by=office, **words)

    with pytest.raises(Conflict, match="总体任务现为“外墙、围墙”，您填的是“只做外墙”"):
        schemes.change(scheme=scheme, version=1, by=clerk, **words | {"tasks": "只做外墙"})


def test_two_editors_of_the_funds_are_told_what_stands_there(scheme, clerk, office):
    fund(scheme, "100", office)

    with pytest.raises(Conflict, match=r"资金筹措现为：区（县市）财政 100\.00 元"):
        schemes.set_funds(scheme=scheme, version=1, funds={"district": Decimal(200)}, by=clerk)


def test_a_negative_fund_is_refused(scheme, clerk):
    with pytest.raises(DomainError, match=r"“区（县市）财政”的金额是 -1\.00 元，不能为负"):
        fund(scheme, "-1", clerk)


def test_the_database_keeps_one_version_in_work(scheme, clerk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Scheme.objects.create(project=scheme.project, number=2, created_by=clerk)


def test_the_database_keeps_one_version_in_force(approved, clerk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Scheme.objects.create(project=approved.project, number=2, status=SchemeStatus.APPROVED, created_by=clerk)


def test_a_rule_is_set_from_a_later_day(rule, divisions, office):
    with pytest.raises(DomainError, match="施行日期须晚于现有规则"):
        scheme_rules.set_rule(
            division=divisions["卫滨区"], since=rule.since, document="x", most_over=Decimal(5), by=office
        )


def test_the_shipped_rules_load_once(divisions):
    from django.core.management import call_command

    call_command("load_scheme_rules")
    call_command("load_scheme_rules")

    assert SchemeRule.objects.get(division=divisions["卫滨区"]).most_over == 10
    assert SchemeRule.objects.count() == 2  # 湛河区 is here too; 象山 and 巴州 are not


def test_a_line_survives_only_in_versions_that_are_open(approved, office):
    with pytest.raises(DomainError, match="已批准”，不能修改"):
        scheme_items.remove(line=approved.items.first(), by=office)


def test_a_value_of_ours_is_not_cited_as_a_document(scheme, line, clerk, rule):
    SchemeRule.objects.update(document="未定比例，系统初始值")
    line(scheme, "外墙", 1, "2076470.01")

    with pytest.raises(DomainError, match="超过（未定比例，系统初始值）允许的 10%"):
        submit(scheme, clerk)

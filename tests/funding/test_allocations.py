"""Money passed down by hand, taken back and moved: what each act does, and each thing that is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import ActKind
from funding.models import Allotment, ClosedYear, FundAct, FundEntry, SourceRule
from funding.services import allocations
from projects.choices import ProjectStatus
from projects.models import Project
from tests.funding.stories import ISSUED_ON, TODAY, yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(divisions) -> SourceRule:
    """卫滨区: 中央财政补助资金 pays for the buildings, and for nothing that is finished."""
    return SourceRule.objects.create(
        division=divisions["卫滨区"],
        source="central_subsidy",
        uses="building",
        to_finished=False,
        since=date(2023, 1, 1),
        document="卫旧改〔2023〕1号",
    )


@pytest.fixture
def other(listed, street_office, office) -> Project:
    """健康路195号院, in the next street."""
    return a_project(listed["健康路195号院"], implementer=street_office, by=office)


@pytest.fixture
def give(root, finance, rule) -> Callable:
    """Pass money of the document down: give((project, 100), (street, 50)), in 万元."""

    def allocate(*shares, by=finance, giver=root, on=TODAY, key=None, reason="") -> FundAct:
        return allocations.allocate(
            giver=giver,
            shares=[(to, yuan(wan)) for to, wan in shares],
            key=key or uuid4(),
            on=on,
            by=by,
            today=TODAY,
            reason=reason,
        )

    return allocate


@pytest.fixture
def take(finance) -> Callable:
    def take_back(allotment, wan, *, by=finance, reason="项目调整", key=None) -> FundAct:
        return allocations.take_back(
            allotment=allotment, amount=yuan(wan), key=key or uuid4(), on=TODAY, by=by, today=TODAY, reason=reason
        )

    return take_back


@pytest.fixture
def move(finance) -> Callable:
    return partial(allocations.move, on=TODAY, by=finance, today=TODAY, reason="项目调整")


def of(giver: Allotment, to) -> Allotment:
    return giver.children.get(**({"project": to} if isinstance(to, Project) else {"division": to, "project": None}))


def left(allotment: Allotment) -> Decimal:
    return Allotment.objects.get(pk=allotment.pk).left


# By hand


def test_streets_and_projects_get_money_in_one_act(give, root, project, divisions):
    act = give((project, 100), (divisions["健康路街道"], "46.33"), reason="第一批")

    assert (act.kind, act.reason, act.entries.count()) == (ActKind.ALLOCATE, "第一批", 2)
    assert (of(root, project).received, of(root, divisions["健康路街道"]).received) == (yuan(100), yuan("46.33"))
    assert left(root) == yuan(800)


def test_a_second_allocation_adds_to_the_first(give, root, project):
    give((project, 100))
    give((project, 50))

    assert of(root, project).received == yuan(150)


def test_a_street_passes_its_money_to_its_projects(give, root, project, divisions):
    give((divisions["南桥街道"], 300))
    street = of(root, divisions["南桥街道"])

    give((project, 120), giver=street)

    assert (left(street), of(street, project).received, left(root)) == (yuan(180), yuan(120), yuan("646.33"))


def test_an_allocation_is_one_entry_of_the_log(give, root, project, finance):
    give((project, 100), reason="第一批")

    entry = AuditEntry.objects.get(action="资金分配")
    assert (entry.by, entry.subject_id, entry.reason) == (finance, str(root.pk), "第一批")


def test_no_more_than_is_left_and_it_says_how_much(give, project):
    give((project, 900))

    with pytest.raises(DomainError, match=r"余额 463,300.00 元，本次合计 463,300.01 元，超出 0.01 元"):
        give((project, "46.330001"))


def test_the_last_cent_can_be_given(give, root, project):
    give((project, "946.33"))

    assert left(root) == 0


@pytest.mark.parametrize("wan", [0, -1])
def test_nothing_and_less_are_refused(give, project, wan):
    with pytest.raises(DomainError, match="必须大于 0"):
        give((project, wan))


def test_parts_of_a_cent_are_refused(root, project, finance, rule):
    with pytest.raises(DomainError, match="不是整分"):
        allocations.allocate(
            giver=root, shares=[(project, Decimal("1.005"))], key=uuid4(), on=TODAY, by=finance, today=TODAY
        )


def test_nobody_is_refused(give):
    with pytest.raises(DomainError, match="至少填写一行"):
        give()


def test_the_same_recipient_twice_is_refused(give, project):
    with pytest.raises(DomainError, match="重复"):
        give((project, 1), (project, 2))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("马庄街道", "不是卫滨区的下级"),
        ("卫滨区", "不是卫滨区的下级"),
        ("新乡市", "不是卫滨区的下级"),
        ("示例社区", "是社区"),
    ],
)
def test_only_divisions_below_the_holder(give, divisions, name, message):
    with pytest.raises(DomainError, match=message):
        give((divisions[name], 1))


def test_a_street_that_was_merged_gets_nothing(give, divisions):
    street = divisions["健康路街道"]
    street.until = date(2023, 1, 1)
    street.save()

    with pytest.raises(DomainError, match="已停用"):
        give((street, 1))


def test_a_street_gives_nothing_to_the_next_streets_project(give, root, other, divisions):
    give((divisions["南桥街道"], 300))

    with pytest.raises(DomainError, match="不在南桥街道"):
        give((other, 1), giver=of(root, divisions["南桥街道"]))


@pytest.mark.parametrize("status", [ProjectStatus.SUSPENDED, ProjectStatus.DEFERRED, ProjectStatus.CANCELLED])
def test_a_project_that_does_not_run_gets_nothing(give, project, status):
    Project.objects.filter(pk=project.pk).update(status=status)
    project.refresh_from_db()

    with pytest.raises(DomainError, match=f"目前是“{status.label}”"):
        give((project, 1))


@pytest.mark.parametrize("status", [ProjectStatus.COMPLETED, ProjectStatus.ACCEPTED])
def test_a_finished_project_gets_nothing_where_the_rule_says_so(give, project, status):
    Project.objects.filter(pk=project.pk).update(status=status)
    project.refresh_from_db()

    with pytest.raises(DomainError, match="按卫旧改〔2023〕1号，“中央财政补助资金”不能用于已完工项目"):
        give((project, 1))


def test_a_finished_project_may_get_money_of_a_source_that_allows_it(give, rule, root, project):
    SourceRule.objects.filter(pk=rule.pk).update(to_finished=True)
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.COMPLETED)
    project.refresh_from_db()

    give((project, 1))

    assert of(root, project).received == yuan(1)


def test_a_source_without_a_rule_goes_to_no_project(give, rule, project):
    SourceRule.objects.all().delete()

    with pytest.raises(DomainError, match="没有规定“中央财政补助资金”可用于什么，请先设置资金来源规则"):
        give((project, 1))


def test_a_source_without_a_rule_may_go_to_a_street(give, rule, root, divisions):
    SourceRule.objects.all().delete()

    give((divisions["南桥街道"], 1))

    assert of(root, divisions["南桥街道"]).received == yuan(1)


def test_what_a_project_holds_is_not_passed_on(give, pot, other):
    with pytest.raises(DomainError, match="已分配到项目"):
        give((other, 1), giver=pot)


@pytest.mark.parametrize("who", ["clerk", "office", "auditor"])
def test_only_finance_allocates(give, project, request, who):
    with pytest.raises(NotAllowed):
        give((project, 1), by=request.getfixturevalue(who))


def test_another_districts_finance_does_not(give, project, person):
    with pytest.raises(NotAllowed, match="不在您的辖区内"):
        give((project, 1), by=person("finance", "湛河区"))


@pytest.mark.parametrize(
    ("on", "message"),
    [
        (ISSUED_ON - timedelta(days=1), "早于文件"),
        (TODAY + timedelta(days=1), "晚于今天"),
    ],
)
def test_days_before_the_document_and_to_come_are_refused(give, project, on, message):
    with pytest.raises(DomainError, match=message):
        give((project, 1), on=on)


def test_a_closed_year_takes_nothing(give, project, divisions, finance):
    ClosedYear.objects.create(division=divisions["卫滨区"], year=2023, closed_by=finance)

    with pytest.raises(DomainError, match="2023 年已经关账"):
        give((project, 1))


def test_a_refusal_leaves_nothing_behind(give, root, project, divisions):
    with pytest.raises(DomainError):
        give((divisions["南桥街道"], 1), (project, 1_000))

    assert root.children.count() == 0


def test_the_same_request_twice_is_one_act(give, root, project):
    key = uuid4()

    assert give((project, 100), key=key) == give((project, 100), key=key)
    assert left(root) == yuan("846.33")


def test_the_same_key_with_other_figures_is_refused(give, project):
    key = uuid4()
    give((project, 100), key=key)

    with pytest.raises(Conflict, match="已经登记过"):
        give((project, 200), key=key)


# Taken back


def test_money_goes_back_to_the_giver(take, pot, root):
    act = take(pot, 50)

    assert (act.kind, act.reason, act.entries.get().amount) == (ActKind.TAKE_BACK, "项目调整", -yuan(50))
    assert (left(pot), left(root)) == (yuan(150), yuan("796.33"))


def test_a_streets_money_goes_back_to_the_district(give, take, root, divisions):
    give((divisions["南桥街道"], 300))

    take(of(root, divisions["南桥街道"]), 300)

    assert left(root) == yuan("946.33")


def test_what_approved_requests_wait_for_stays(take, approved, pot):
    with pytest.raises(
        DomainError, match=r"其中 300,000.00 元已有审核通过、等待拨付的支付申请，最多可以动用 1,700,000.00 元"
    ):
        take(pot, "170.01")

    assert take(pot, 170).entries.count() == 1


def test_what_a_street_passed_on_stays(give, take, root, project, divisions):
    give((divisions["南桥街道"], 300))
    street = of(root, divisions["南桥街道"])
    give((project, 200), giver=street)

    with pytest.raises(DomainError, match=r"最多可以动用 1,000,000.00 元"):
        take(street, 101)


@pytest.mark.parametrize("wan", [0, -5])
def test_nothing_is_not_taken_back(take, pot, wan):
    with pytest.raises(DomainError, match="必须大于 0"):
        take(pot, wan)


def test_taking_back_says_why(take, pot):
    with pytest.raises(DomainError, match="请写明事由"):
        take(pot, 1, reason=" ")


def test_a_document_is_not_taken_back(take, root):
    with pytest.raises(DomainError, match="没有上一级"):
        take(root, 1)


def test_a_clerk_takes_nothing_back(take, pot, clerk):
    with pytest.raises(NotAllowed):
        take(pot, 1, by=clerk)


def test_taken_back_twice_with_one_key_is_once(take, pot):
    key = uuid4()

    assert take(pot, 50, key=key) == take(pot, 50, key=key)
    assert left(pot) == yuan(150)


# Moved


def test_money_moves_to_another_project_in_one_act(move, rule, pot, root, other):
    act = move(source=pot, target=other, amount=yuan(80), key=uuid4())

    assert sorted(act.entries.values_list("amount", flat=True)) == [-yuan(80), yuan(80)]
    assert (left(pot), left(of(root, other)), left(root)) == (yuan(120), yuan(80), yuan("746.33"))


def test_a_target_must_be_one_that_may_have_the_money(move, rule, pot, other):
    Project.objects.filter(pk=other.pk).update(status=ProjectStatus.COMPLETED)
    other.refresh_from_db()

    with pytest.raises(DomainError, match="不能用于已完工项目"):
        move(source=pot, target=other, amount=yuan(80), key=uuid4())


def test_what_is_spoken_for_does_not_move(move, rule, approved, pot, other):
    with pytest.raises(DomainError, match="等待拨付的支付申请"):
        move(source=pot, target=other, amount=yuan(180), key=uuid4())


def test_money_does_not_move_to_where_it_is(move, rule, pot, project):
    with pytest.raises(DomainError, match="是同一个"):
        move(source=pot, target=project, amount=yuan(1), key=uuid4())


def test_moved_twice_with_one_key_is_once(move, rule, pot, root, other):
    key = uuid4()

    assert move(source=pot, target=other, amount=yuan(80), key=key) == move(
        source=pot, target=other, amount=yuan(80), key=key
    )
    assert FundEntry.objects.filter(allotment=of(root, other)).count() == 1

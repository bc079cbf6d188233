"""Two streets become one, and projects with money keep their shape."""

from datetime import date

import pytest

from core.errors import DomainError
from divisions.services import changes
from divisions.services.pointers import Clash
from funding.choices import RewardStatus
from funding.models import Allotment, FundEntry, FundWarning, Reward, RewardRule
from projects.life import Interruption
from projects.services import carrying_over, regrouping
from projects.services.interruptions import interrupt
from tests.funding import stories
from tests.funding.stories import TODAY, yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db
LATER = date(2023, 7, 1)


@pytest.fixture
def merge(divisions, system_admin):
    """南桥街道 goes up in 健康路街道."""

    def done() -> None:
        old, new = divisions["南桥街道"], divisions["健康路街道"]
        changes.merge(division=old, into=new, on=LATER, document="豫民行批〔2023〕示例号", by=system_admin)

    return done


def test_money_of_a_merged_street_is_the_others(approved, root, divisions, finance, merge):
    stories.paid(approved, by=finance)
    street = stories.allotted(root, to=divisions["南桥街道"], wan=50, by=finance)

    merge()

    new = divisions["健康路街道"].pk
    street.refresh_from_db()
    assert (street.division_id, street.received) == (new, yuan(50))
    assert set(FundEntry.objects.filter(project=approved.project).values_list("division_id", flat=True)) == {new}
    assert not FundEntry.objects.filter(division=divisions["南桥街道"]).exists()


def test_both_streets_pots_of_one_document_stay_apart_with_their_sums(root, divisions, finance, merge):
    for name in ("南桥街道", "健康路街道"):
        stories.allotted(root, to=divisions[name], wan=50, by=finance)

    merge()

    pots = Allotment.objects.filter(division=divisions["健康路街道"])
    assert [pot.left for pot in pots] == [yuan(50), yuan(50)]


def test_money_can_still_be_moved_afterwards(root, divisions, finance, clerk, project, merge):
    street = stories.allotted(root, to=divisions["南桥街道"], wan=50, by=finance)
    merge()
    street.refresh_from_db()
    project.refresh_from_db()

    pot = stories.allotted(street, to=project, wan=20, by=finance)

    assert (pot.division_id, pot.received) == (divisions["健康路街道"].pk, yuan(20))


def test_warnings_go_along(project, divisions, merge):
    FundWarning.objects.create(
        kind="unused", division=divisions["南桥街道"], subject="allotment:1", text="示例", found_on=TODAY
    )

    merge()

    assert FundWarning.objects.get().division == divisions["健康路街道"]


def test_two_decided_rewards_of_one_year_are_named(divisions, finance, merge):
    rule = RewardRule.objects.create(division=divisions["卫滨区"], since=date(2023, 1, 1), document="示例", share=50)
    for name in ("南桥街道", "健康路街道"):
        Reward.objects.create(
            division=divisions[name],
            year=2023,
            rule=rule,
            as_at=TODAY,
            share=50,
            spent=1,
            out_of_scope=0,
            others=0,
            borne=1,
            amount=1,
            status=RewardStatus.DECIDED,
            made_by=finance,
            decided_by=finance,
            decided_on=TODAY,
        )

    with pytest.raises(Clash, match="两处有相同的以奖代补（南桥街道2023年以奖代补"):
        merge()


@pytest.fixture
def neighbours(project, listed, street_office, office):
    """中州小区 and 新运23号院 as two projects."""
    return project, a_project(listed["新运23号院"], implementer=street_office, by=office)


def merged(neighbours, office):
    return regrouping.merge(
        projects=neighbours, name="示例片区", split_rule="households", reason="相邻", by=office, today=TODAY
    )


def test_projects_with_money_are_not_merged(neighbours, pot, office):
    with pytest.raises(DomainError, match=r"《中州小区改造项目》有资金 200\.00 万元（请先收回或调剂），不能合并或拆分"):
        merged(neighbours, office)


def test_projects_with_a_contract_are_not_merged(neighbours, part, office):
    with pytest.raises(DomainError, match="《中州小区改造项目》已有合同，不能合并或拆分"):
        merged(neighbours, office)


def test_projects_without_money_are_merged(neighbours, office):
    assert merged(neighbours, office).sites.count() == 2


def test_a_project_with_payments_is_not_cancelled(approved, finance, office):
    stories.paid(approved, by=finance)

    with pytest.raises(DomainError, match=r"已拨付 30\.00 万元，不能取消"):
        interrupt(project=approved.project, action=Interruption.CANCEL, reason="停", by=office, on=TODAY, today=TODAY)


def test_a_project_with_money_and_no_payment_goes_to_the_next_year_with_it(pot, office):
    target = carrying_over.carry_over(projects=[pot.project], year=2024, reason="资金不足", by=office, today=TODAY)

    pot.refresh_from_db()
    assert (pot.project.programme, pot.received) == (target, yuan(200))

"""Simulated allocations: drawn up from the programme's figures, reckoned, compared, decided once, or thrown away."""

from datetime import date
from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from funding.models import Allotment, Simulation, SourceRule, WeightTable
from funding.selectors.simulations import compared, working_of
from funding.services import allocations, simulations
from funding.services.simulations import Fill
from projects.choices import ProjectStatus
from projects.models import Project, ProjectSite
from tests.funding.stories import TODAY, yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def weights(divisions) -> WeightTable:
    """40/30/10/10 and 10 for performance, as 新乡市 orders."""
    return WeightTable.objects.create(
        division=divisions["新乡市"],
        since=date(2020, 1, 1),
        document="财综〔2019〕31号",
        area=Decimal(40),
        households=Decimal(30),
        buildings=Decimal(10),
        compounds=Decimal(10),
        performance=Decimal(10),
    )


@pytest.fixture
def by_households(divisions) -> WeightTable:
    return WeightTable.objects.create(
        division=divisions["卫滨区"], since=date(2023, 1, 1), document="卫财〔2023〕8号", households=Decimal(100)
    )


@pytest.fixture
def projects(listed, street_office, office, divisions) -> dict[str, Project]:
    """Three projects with 76, 121 and 103 households, two in 南桥, and the rule by which they may be paid."""
    SourceRule.objects.create(
        division=divisions["卫滨区"],
        source="central_subsidy",
        uses="building",
        since=date(2023, 1, 1),
        document="卫旧改〔2023〕1号",
    )
    made = {name: a_project(entry, implementer=street_office, by=office) for name, entry in listed.items()}
    ProjectSite.objects.update(floor_area=Decimal(10_000))
    return made


@pytest.fixture
def simulate(root, programme, finance):
    """A proposal for 300 万元 to streets, by hand unless weights are given."""
    facts = {
        "recipients": "streets",
        "weights": None,
        "amount": yuan(300),
        "name": "方案1",
        "by": finance,
        "today": TODAY,
    }

    def create(**changes) -> Simulation:
        return simulations.create(allotment=root, programme=programme, **facts | changes)

    return create


@pytest.fixture
def decide(finance):
    return partial(simulations.decide, on=TODAY, by=finance, today=TODAY)


def amounts(simulation: Simulation) -> dict[str, Decimal]:
    return {str(line): line.amount for line in simulation.lines.select_related("division", "project")}


def test_streets_share_by_the_figures_of_their_sites(simulate, projects, by_households):
    made = simulate(weights=by_households)

    assert amounts(made) == {"健康路街道": yuan(103), "南桥街道": yuan(197)}
    nanqiao = made.lines.get(division__name="南桥街道")
    assert (nanqiao.area, nanqiao.households, nanqiao.buildings, nanqiao.compounds) == (20_000, 197, 6, 2)


def test_projects_share_by_their_own_figures(simulate, projects, by_households):
    made = simulate(weights=by_households, recipients="projects")

    assert sorted(amounts(made).values()) == [yuan(76), yuan(103), yuan(121)]


def test_a_simulation_moves_no_money(simulate, projects, by_households, root):
    simulate(weights=by_households)

    assert Allotment.objects.get(pk=root.pk).left == yuan("946.33")


@pytest.mark.parametrize("status", [ProjectStatus.CANCELLED, ProjectStatus.DEFERRED])
def test_a_street_has_no_share_for_what_its_programme_gave_up(simulate, projects, by_households, status):
    Project.objects.filter(name__startswith="健康路").update(status=status)

    assert list(amounts(simulate(weights=by_households))) == ["南桥街道"]


@pytest.mark.parametrize("status", [ProjectStatus.SUSPENDED, ProjectStatus.CLOSED])
def test_a_street_shares_for_all_that_its_programme_undertakes(simulate, projects, by_households, status):
    Project.objects.filter(name__startswith="健康路").update(status=status)

    assert list(amounts(simulate(weights=by_households))) == ["健康路街道", "南桥街道"]


def test_only_projects_that_may_be_given_money_share_and_the_others_are_named(simulate, projects, by_households):
    Project.objects.filter(name__startswith="健康路").update(status=ProjectStatus.SUSPENDED)
    Project.objects.filter(name__startswith="中州").update(status=ProjectStatus.COMPLETED)
    SourceRule.objects.update(to_finished=False)

    made = simulate(weights=by_households, recipients="projects")

    assert list(amounts(made)) == ["新运23号院改造项目"]
    assert made.basis.endswith("的 3 个项目，计入 1 个")
    assert dict(made.left_out) == {
        "健康路195号院改造项目": "暂停",
        "中州小区改造项目": "“中州小区改造项目”已完工，按卫旧改〔2023〕1号，“中央财政补助资金”不能用于已完工项目。",
    }


def test_a_programme_without_projects_is_refused(simulate, programme):
    with pytest.raises(DomainError, match="没有可以计入的项目"):
        simulate()


def test_where_no_project_counts_it_says_why(simulate, projects):
    SourceRule.objects.all().delete()

    with pytest.raises(DomainError, match=r"3 个项目都不能计入，如“.*没有规定“中央财政补助资金”可用于什么"):
        simulate(recipients="projects")


def test_more_than_is_left_is_refused(simulate, projects):
    with pytest.raises(DomainError, match="可分配余额"):
        simulate(amount=yuan(947))


def test_a_name_is_taken_once(simulate, projects):
    simulate()

    with pytest.raises(DomainError, match="已有名为“方案1”的方案"):
        simulate()


def test_a_clerk_simulates_nothing(simulate, projects, clerk):
    with pytest.raises(NotAllowed):
        simulate(by=clerk)


def test_without_performance_scores_it_says_what_is_missing(simulate, projects, weights):
    made = simulate(weights=weights)

    assert working_of(made).problem.startswith("“绩效评价”合计为 0")
    assert set(amounts(made).values()) == {Decimal(0)}


def test_scores_and_difficulty_complete_it(simulate, projects, weights, finance):
    made = simulate(weights=weights)
    fills = {line.pk: Fill(difficulty=Decimal("1.2"), performance=Decimal(90)) for line in made.lines.all()}

    simulations.fill(simulation=made, lines=fills, by=finance)

    working = working_of(made)
    assert (working.problem, working.total) == ("", yuan(300))
    assert [each.part.amount for each in working.lines] == list(amounts(made).values())


def test_the_working_adds_up_to_a_hundred(simulate, projects, weights, finance):
    made = simulate(weights=weights)
    fills = {line.pk: Fill(performance=Decimal(80)) for line in made.lines.all()}
    simulations.fill(simulation=made, lines=fills, by=finance)

    lines = working_of(made).lines

    assert sum(each.part.share for each in lines) == 1
    assert [term.points for term in lines[0].terms] == ["13.333333", "10.300000", "4.000000", "3.333333", "5.000000"]


def test_by_hand_no_more_than_the_sum(simulate, projects, finance):
    made = simulate()
    fills = {line.pk: Fill(amount=yuan(151)) for line in made.lines.all()}

    with pytest.raises(DomainError, match=r"合计 3,020,000.00 元，超出分配总额 3,000,000.00 元"):
        simulations.fill(simulation=made, lines=fills, by=finance)


def test_a_line_can_be_taken_out(simulate, projects, by_households, finance):
    made = simulate(weights=by_households)
    nanqiao = made.lines.get(division__name="南桥街道")

    simulations.fill(simulation=made, lines={nanqiao.pk: Fill()}, by=finance)

    assert amounts(made) == {"南桥街道": yuan(300)}


def test_somebody_must_remain(simulate, projects, finance):
    with pytest.raises(DomainError, match="至少保留一个"):
        simulations.fill(simulation=simulate(), lines={}, by=finance)


def test_deciding_allocates_and_names_the_act(simulate, decide, projects, by_households, root):
    made = simulate(weights=by_households)

    act = decide(simulation=made, key=uuid4())

    made.refresh_from_db()
    assert (made.act, act.reason, act.entries.count()) == (act, "测算方案“方案1”", 2)
    assert root.children.get(division__name="南桥街道").received == yuan(197)


def test_what_is_decided_is_frozen(simulate, decide, projects, by_households, finance):
    made = simulate(weights=by_households)
    decide(simulation=made, key=uuid4())

    for again in (
        partial(decide, simulation=made, key=uuid4()),
        partial(simulations.fill, simulation=made, lines={}, by=finance),
        partial(simulations.remove, simulation=made, by=finance),
    ):
        with pytest.raises(Conflict, match="已经决定"):
            again()


def test_decided_twice_with_one_key_is_once(simulate, decide, projects, by_households):
    made, key = simulate(weights=by_households), uuid4()

    assert decide(simulation=made, key=key) == decide(simulation=made, key=key)


def test_deciding_asks_again_what_is_left(simulate, decide, projects, by_households, root, finance, divisions):
    made = simulate(weights=by_households)
    share = (divisions["自由路街道"], yuan(700))
    allocations.allocate(giver=root, shares=[share], key=uuid4(), on=TODAY, by=finance, today=TODAY)

    with pytest.raises(DomainError, match=r"可分配余额 2,463,300.00 元"):
        decide(simulation=made, key=uuid4())

    made.refresh_from_db()
    assert made.act is None


def test_nothing_is_decided_without_amounts(simulate, decide, projects):
    with pytest.raises(DomainError, match="还没有分配金额"):
        decide(simulation=simulate(), key=uuid4())


def test_its_creator_throws_it_away(simulate, projects, finance):
    simulations.remove(simulation=simulate(), by=finance)

    assert not Simulation.objects.exists()


def test_nobody_else_throws_it_away(simulate, projects, person):
    with pytest.raises(NotAllowed, match="只能由本人删除"):
        simulations.remove(simulation=simulate(), by=person("finance", "新乡市"))


def test_side_by_side_a_difference_has_its_span(simulate, projects, by_households, finance):
    first, second = simulate(weights=by_households), simulate(name="方案2")
    jiankang = second.lines.get(division__name="健康路街道")
    simulations.fill(simulation=second, lines={jiankang.pk: Fill(amount=yuan(103))}, by=finance)

    rows = {row.name: (row.amounts, row.span) for row in compared([first, second])}

    assert rows == {
        "健康路街道": ([yuan(103), yuan(103)], 0),
        "南桥街道": ([yuan(197), None], yuan(197)),
    }

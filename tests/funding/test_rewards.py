"""What a street gets back of what it bore: payments of its programme year, by the rule in force (Z五)."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from core.errors import Conflict, DomainError, NotAllowed
from funding.choices import RewardStatus
from funding.models import Reward, RewardRule
from funding.selectors.rewards import BY_HOUSEHOLDS, BY_INVESTMENT, spending_of
from funding.services import payments, rewards
from projects.choices import Source
from projects.models import ProjectSite
from tests.funding import stories
from tests.funding.stories import TODAY, yuan
from tests.workbooks import cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(divisions) -> RewardRule:
    return RewardRule.objects.create(
        division=divisions["卫滨区"], since=date(2023, 1, 1), document="卫滨财〔2023〕8号", share=Decimal(30)
    )


@pytest.fixture
def street_pot(project, divisions, finance):
    """100 万元 of 南桥 itself, for 中州小区."""
    document = stories.a_document(
        divisions["南桥街道"], by=finance, wan=100, source=Source.STREET, number="南桥〔2023〕3号"
    )
    return stories.allotted(stories.the_root(document), to=project, wan=100, by=finance)


@pytest.fixture
def pay(part, clerk, finance):
    def make(pot, wan, *, beyond=0, on=TODAY, by_part=None):
        facts = {"out_of_scope": yuan(beyond)}
        request = stories.a_request(by_part or part, pot, by=clerk, wan=wan, reviewer=finance, **facts)
        stories.paid(request, by=finance, on=on)
        return request

    return make


@pytest.fixture
def paid_example(pot, street_pot, pay):
    """By hand: 60 central, 40 of the street with 10 beyond scope; borne 100 − 10 − 60 = 30; 30% = 9 万元."""
    pay(pot, 60)
    pay(street_pot, 25, beyond=10)
    pay(street_pot, 15)


@pytest.fixture
def draw_up(divisions, finance):
    def make(**changed) -> Reward:
        facts = {"division": divisions["南桥街道"], "year": 2023, "as_at": TODAY, "by": finance}
        return rewards.draw_up(today=TODAY, **facts | changed)

    return make


@pytest.fixture
def decide(finance):
    def make(reward, **changed) -> Reward:
        facts = {"document": "卫滨财〔2023〕20号", "on": TODAY, "by": finance}
        return rewards.decide(reward=reward, today=TODAY, **facts | changed)

    return make


def test_the_worked_example(paid_example, rule, draw_up):
    reward = draw_up()

    figures = (reward.spent, reward.out_of_scope, reward.others, reward.borne, reward.amount)
    assert figures == (yuan(100), yuan(10), yuan(60), yuan(30), yuan(9))


def test_each_source_of_a_project_is_a_line(paid_example, divisions):
    lines = spending_of(divisions["南桥街道"], year=2023, as_at=TODAY)

    assert [(line.source, line.spent, line.out_of_scope) for line in lines] == [
        (Source.CENTRAL_SUBSIDY, yuan(60), 0),
        (Source.STREET, yuan(40), yuan(10)),
    ]


def test_what_is_paid_later_does_not_count(street_pot, pay, rule, draw_up):
    pay(street_pot, 20, on=date(2023, 5, 31))
    pay(street_pot, 10, on=date(2023, 6, 1))

    assert draw_up(as_at=date(2023, 5, 31)).borne == yuan(20)


def test_a_reversed_payment_does_not_count_nor_its_part_beyond_scope(street_pot, pay, rule, draw_up, finance):
    pay(street_pot, 20)
    wrong = pay(street_pot, 10, beyond=10)
    payments.reverse(request=wrong, reason="付错了单位", on=TODAY, key=uuid4(), by=finance, today=TODAY)

    reward = draw_up()
    assert (reward.spent, reward.out_of_scope) == (yuan(20), 0)


def test_the_next_street_is_given_nothing_for_it(paid_example, rule, draw_up, divisions):
    with pytest.raises(DomainError, match="没有可以奖补的支出"):
        draw_up(division=divisions["健康路街道"])


def test_another_years_programme_does_not_count(paid_example, rule, draw_up):
    with pytest.raises(DomainError, match="没有可以奖补的支出"):
        draw_up(year=2022)


@pytest.fixture
def shared(project, listed, divisions):
    """中州小区's project also covers a site in 健康路: investments 75 and 25 万元."""
    own = project.sites.get()
    ProjectSite.objects.filter(pk=own.pk).update(investment=yuan(75))
    entry = listed["健康路195号院"]
    return ProjectSite.objects.create(
        project=project, compound=entry.compound, division=entry.division, households=24, investment=yuan(25)
    )


def test_a_project_of_two_streets_counts_by_its_sites_investment(shared, pot, pay, divisions):
    pay(pot, 60)

    ours, theirs = (spending_of(divisions[n], year=2023, as_at=TODAY)[0] for n in ("南桥街道", "健康路街道"))

    assert (ours.paid, ours.spent, ours.basis) == (yuan(60), yuan(45), BY_INVESTMENT)
    assert (theirs.paid, theirs.spent) == (yuan(60), yuan(15))


def test_without_investments_it_counts_by_households(shared, pot, pay, divisions):
    ProjectSite.objects.filter(pk=shared.pk).update(investment=None)
    pay(pot, 60)

    line = spending_of(divisions["健康路街道"], year=2023, as_at=TODAY)[0]

    assert (line.spent, line.basis) == (yuan("14.4"), BY_HOUSEHOLDS)  # 24 of 76 + 24


def test_what_one_street_gave_is_its_own_alone(shared, street_pot, pay, divisions):
    pay(street_pot, 20)

    assert spending_of(divisions["南桥街道"], year=2023, as_at=TODAY)[0].borne == yuan(20)
    assert spending_of(divisions["健康路街道"], year=2023, as_at=TODAY) == []


def test_a_draft_is_replaced_by_the_next(paid_example, rule, draw_up, pot, pay, street_pot):
    first = draw_up()
    pay(street_pot, 10)

    second = draw_up()

    assert (first.pk, second.borne) == (second.pk, yuan(40))


def test_decided_it_is_frozen(paid_example, rule, draw_up, decide, street_pot, pay):
    reward = decide(draw_up())
    pay(street_pot, 10)

    reward.refresh_from_db()
    assert (reward.status, reward.amount, reward.document) == (RewardStatus.DECIDED, yuan(9), "卫滨财〔2023〕20号")


def test_a_street_and_year_is_decided_once(paid_example, rule, draw_up, decide):
    reward = decide(draw_up())

    with pytest.raises(Conflict, match="只核定一次"):
        draw_up()
    with pytest.raises(Conflict, match="只核定一次"):
        decide(reward)


def test_a_draft_older_than_the_books_is_not_decided(paid_example, rule, draw_up, decide, street_pot, pay):
    reward = draw_up()
    pay(street_pot, 10)

    with pytest.raises(Conflict, match="请重新测算"):
        decide(reward)


def test_a_draft_by_a_rule_that_was_replaced_is_not_decided(paid_example, rule, draw_up, decide, divisions):
    reward = draw_up()
    RewardRule.objects.create(
        division=divisions["卫滨区"], since=date(2023, 2, 1), document="卫滨财〔2023〕9号", share=Decimal(20)
    )

    with pytest.raises(Conflict, match="请重新测算"):
        decide(reward)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"document": " "}, "请填写核定文号"),
        ({"on": date(2023, 6, 29)}, "须在截至日期 2023-06-30 以后"),
        ({"on": date(2023, 7, 1)}, "不晚于今天"),
    ],
)
def test_a_wrong_decision_is_refused(paid_example, rule, draw_up, decide, changed, sentence):
    reward = draw_up()

    with pytest.raises(DomainError, match=sentence):
        decide(reward, **changed)


def test_without_a_rule_nothing_is_worked_out(paid_example, draw_up):
    with pytest.raises(DomainError, match="没有以奖代补规则"):
        draw_up()


def test_a_district_gets_no_reward(paid_example, rule, draw_up, divisions):
    with pytest.raises(DomainError, match="不是街道"):
        draw_up(division=divisions["卫滨区"])


def test_a_day_to_come_is_refused(paid_example, rule, draw_up):
    with pytest.raises(DomainError, match="晚于今天"):
        draw_up(as_at=date(2023, 7, 1))


def test_only_the_finance_bureau_draws_it_up(paid_example, rule, draw_up, clerk):
    with pytest.raises(NotAllowed):
        draw_up(by=clerk)


def test_the_page_shows_the_working_with_links_to_the_payments(paid_example, rule, draw_up, signed_in, clerk, project):
    page = signed_in(clerk).get(draw_up().get_absolute_url()).content.decode()

    assert f"?project={project.pk}&amp;source=street&amp;kind=payment&amp;on_before=2023-06-30" in page
    assert "卫滨财〔2023〕8号" in page
    assert "90,000.00" in page


def test_finance_draws_up_and_decides(paid_example, rule, signed_in, finance, divisions):
    client = signed_in(finance)
    sent = {"division": divisions["南桥街道"].pk, "year": 2023, "as_at": "2023-06-30"}

    client.post(reverse("funding:reward_create"), sent)
    reward = Reward.objects.get()
    answer = client.post(
        reverse("funding:reward_decide", args=[reward.pk]), {"document": "卫滨财〔2023〕20号", "on": "2023-07-01"}
    )

    reward.refresh_from_db()
    assert (answer.status_code, reward.status) == (302, RewardStatus.DECIDED)


def test_the_workbook_holds_the_same_figures(paid_example, rule, draw_up, signed_in, finance):
    response = signed_in(finance).post(reverse("funding:reward_export", args=[draw_up().pk]))

    table = cells(b"".join(response.streaming_content))
    assert table[0][0] == "南桥街道2023年以奖代补测算表"
    assert table[-1][4:9] == [1_000_000, 100_000, 900_000, 600_000, 300_000]


def test_a_working_of_many_projects_asks_as_often_as_one_of_few(
    rule, street_pot, pay, draw_up, signed_in, finance, counted, divisions
):
    pay(street_pot, 1)
    reward, client = draw_up(), signed_in(finance)

    def asked() -> int:
        with counted() as queries:
            client.get(reward.get_absolute_url())
        return len(queries)

    asked()  # the first page of a session asks more
    few = asked()
    Reward.objects.filter(pk=reward.pk).update(lines=reward.lines * 20)
    assert asked() == few

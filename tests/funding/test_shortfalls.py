"""The money of the year does not reach every project: who comes first, and what goes to the next year (F53)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import Criterion
from funding.models import ProjectAccount, QueueRule
from funding.queue import complete
from funding.selectors.shortfalls import Shortfall, shortfall_of
from funding.services import shortfalls
from projects.models import Programme, Project
from tests.funding import stories
from tests.funding.stories import TODAY, yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(listed, street_office, office) -> dict[str, Project]:
    """中州小区 needs 188.77, 新运23号院 314.61, 健康路195号院 259.08 万元; in the order of their numbers."""
    return {name: a_project(entry, implementer=street_office, by=office) for name, entry in listed.items()}


@pytest.fixture
def root(divisions, finance):
    """The district holds 400 万元."""
    return stories.the_root(stories.a_document(divisions["卫滨区"], by=finance, wan=400))


def table(programme: Programme) -> Shortfall:
    return shortfall_of(programme, today=TODAY)


def names(lines) -> list[str]:
    return [str(line.waiting.project).removesuffix("改造项目") for line in lines]


def test_money_reaches_as_far_as_the_gaps_add_up(three, root, programme):
    found = table(programme)

    assert [(line.reached, line.cumulated) for line in found.lines] == [
        (True, yuan("188.77")),
        (False, yuan("503.38")),
        (False, yuan("762.46")),
    ]
    assert (found.free, found.missing) == (yuan(400), yuan("362.46"))


def test_what_is_allotted_already_is_no_gap(three, root, programme, finance):
    stories.allotted(root, to=three["新运23号院"], wan="314.61", by=finance)

    found = table(programme)

    assert names(line for line in found.lines if line.reached) == ["新运23号院"]
    assert found.free == yuan("85.39")


def test_the_approved_budget_is_the_need_and_comes_first(three, root, programme):
    stories.budgeted(three["健康路195号院"], 300)

    found = table(programme)

    assert names(found.lines)[0] == "健康路195号院"
    assert found.lines[0].waiting.need == yuan(300)


def test_the_district_sets_the_order(three, root, programme, divisions):
    QueueRule.objects.create(
        division=divisions["卫滨区"], since=date(2023, 1, 1), document="卫旧改〔2023〕3号", criteria="need"
    )

    assert names(table(programme).lines) == ["中州小区", "健康路195号院", "新运23号院"]


def test_its_own_ranks_come_before_the_rule(three, root, programme, office):
    shortfalls.rank(programme=programme, ranks={three["新运23号院"].pk: 1}, by=office)

    assert names(table(programme).lines)[0] == "新运23号院"


def test_without_a_rule_and_with_one_the_order_is_complete():
    assert complete(())[0] is Criterion.RANK
    assert complete([Criterion.NEED]) == [Criterion.RANK, Criterion.NEED, Criterion.NUMBER]


def test_a_project_of_unknown_need_is_not_reached(three, root, programme):
    Project.objects.filter(pk=three["中州小区"].pk).update(investment=None)

    assert not table(programme).lines[0].reached


def test_money_with_streets_is_told_and_not_counted(three, root, programme, divisions, finance):
    stories.allotted(root, to=divisions["南桥街道"], wan=100, by=finance)

    found = table(programme)

    assert (found.free, found.with_streets) == (yuan(300), yuan(100))


def test_works_under_way_are_not_ticked(three, root, programme):
    Project.objects.update(status="under_construction")

    assert not [line for line in table(programme).lines if line.ticked]


def test_ranks_are_kept_and_on_record(three, programme, office):
    changed = shortfalls.rank(
        programme=programme, ranks={three["中州小区"].pk: 2, three["新运23号院"].pk: None}, by=office
    )

    assert changed == 1
    assert ProjectAccount.objects.get(project=three["中州小区"]).rank == 2
    assert AuditEntry.objects.get(action="排定资金安排顺序").details == {"中州小区改造项目": 2}


@pytest.mark.parametrize("rank", [0, 10_000])
def test_a_rank_is_a_small_whole_number(three, programme, office, rank):
    with pytest.raises(DomainError, match="1 到 9999"):
        shortfalls.rank(programme=programme, ranks={three["中州小区"].pk: rank}, by=office)


def test_a_project_that_left_is_not_ranked(three, programme, office):
    with pytest.raises(DomainError, match="请刷新页面"):
        shortfalls.rank(programme=programme, ranks={0: 1}, by=office)


def test_only_the_office_sets_the_order(three, programme, finance):
    with pytest.raises(NotAllowed):
        shortfalls.rank(programme=programme, ranks={three["中州小区"].pk: 1}, by=finance)


@pytest.fixture
def page(programme) -> str:
    return reverse("funding:shortfall", args=[programme.pk])


def test_the_page_proposes_what_is_not_reached(three, root, page, office, signed_in):
    shown = signed_in(office).get(page)

    ticked = [line.waiting.project.pk for line in shown.context["table"].lines if line.ticked]
    assert ticked == [three["新运23号院"].pk, three["健康路195号院"].pk]
    assert "缺口 362.46 万元" in shown.content.decode()


def test_finance_reads_it_and_moves_nothing(three, root, page, finance, signed_in):
    assert "所选转入" not in signed_in(finance).get(page).content.decode()


def test_ticked_projects_go_to_next_year_in_one_action(three, root, programme, office, signed_in):
    move = reverse("funding:shortfall_move", args=[programme.pk])
    ticked = f"{move}?project={three['新运23号院'].pk}&project={three['健康路195号院'].pk}"

    answer = signed_in(office).post(ticked, {"reason": "2023年资金不足"})

    target = Programme.objects.get(year=2024)
    assert answer.url == target.get_absolute_url()
    assert target.projects.count() == 2
    assert names(table(programme).lines) == ["中州小区"]


def test_nothing_ticked_goes_back_to_the_table(three, root, programme, office, signed_in):
    shown = signed_in(office).get(reverse("funding:shortfall_move", args=[programme.pk]) + "?project=")

    assert "请先勾选" in shown.content.decode()


def test_a_reason_is_needed(three, root, programme, office, signed_in):
    move = reverse("funding:shortfall_move", args=[programme.pk])

    answer = signed_in(office).post(f"{move}?project={three['中州小区'].pk}", {"reason": " "})

    assert answer.status_code == 422
    assert not Programme.objects.filter(year=2024).exists()


def test_paid_projects_stay_in_their_year(approved, programme, office, finance, signed_in):
    stories.paid(approved, by=finance)
    move = reverse("funding:shortfall_move", args=[programme.pk])

    answer = signed_in(office).post(f"{move}?project={approved.project_id}", {"reason": "资金不足"})

    assert answer.status_code == 422
    assert "已拨付 30.00 万元" in answer.content.decode()


@pytest.mark.parametrize(("typed", "said"), [("二", "不是整数"), ("-1", "不是整数"), ("1", "1 个项目的顺序号有变化")])
def test_ranks_are_typed_in_the_table(three, programme, office, signed_in, typed, said):
    client, rank = signed_in(office), reverse("funding:shortfall_rank", args=[programme.pk])

    shown = client.post(rank, {f"rank-{three['中州小区'].pk}": typed}, follow=True)

    assert said in shown.content.decode()


def test_as_many_queries_for_twenty_projects_as_for_two(three, root, page, programme, office, signed_in, counted):
    client = signed_in(office)
    client.get(page)
    with counted() as few:
        client.get(page)
    first = three["中州小区"]
    for number in range(20):
        first.pk, first.number, first._state.adding = None, f"2023-410703-9{number:02}", True
        first.save()
    with counted() as many:
        client.get(page)

    assert len(table(programme).lines) == 23
    assert len(many) == len(few)
    assert table(programme).need > Decimal(0)

"""A figure's link leads to rows that add up to it; what does not add up has no sum."""

import re
from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from core.lists.selection import Selection
from core.units import rounded
from funding.lists.allotments import ALLOTMENT_LIST
from funding.lists.entries import ENTRY_LIST
from funding.selectors import overview
from funding.selectors.shortfalls import hanging_on, shortfall_of
from projects.models import Project
from projects.services import bars
from tests.funding import stories
from tests.funding.stories import TODAY, yuan

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(root, pot, approved, divisions, finance):
    """946.33 万元 came: 200 to a project, of which 30 are paid, 100 to a street, 646.33 not passed on."""
    stories.allotted(root, to=divisions["南桥街道"], wan=100, by=finance)
    stories.paid(approved, by=finance)


def added(spec, user, query: str, column: str):
    """The sum under the list that an address leads to; None where it has none."""
    sums = Selection(spec=spec, user=user, params=QueryDict(query)).totals.sums
    return rounded(sums[column]) if column in sums else None


def test_what_is_not_passed_on_and_what_is_left_lead_to_their_holders(used, finance):
    _, total = overview.by_source(user=finance, prefix=finance.territory, year=None)

    assert added(ALLOTMENT_LIST, finance, "undivided=true", "left_over") == total.undivided == yuan("646.33")
    assert added(ALLOTMENT_LIST, finance, "has_left=true", "left_over") == total.left == yuan("916.33")


def test_of_a_street_what_is_not_passed_on_is_its_own(used, clerk):
    _, total = overview.by_source(user=clerk, prefix=clerk.territory, year=None)

    assert added(ALLOTMENT_LIST, clerk, "undivided=true", "left_over") == total.undivided == yuan(100)


def test_what_a_project_was_given_leads_to_its_entries_without_payments(used, project, finance):
    assert added(ENTRY_LIST, finance, f"project={project.pk}&step=projects", "amount") == yuan(200)


@pytest.mark.parametrize("query", ["", "document={document}", "act=reverse"])
def test_allocations_and_payments_have_no_sum_together(used, document, finance, query):
    assert added(ENTRY_LIST, finance, query.format(document=document.pk), "amount") is None


@pytest.mark.parametrize(("query", "wan"), [("kind=payment", 30), ("step=in", "946.33"), ("act=pay", 30)])
def test_one_kind_or_step_has_its_sum(used, finance, query, wan):
    assert added(ENTRY_LIST, finance, query, "amount") == yuan(wan)


def test_the_money_that_a_programme_may_still_give_leads_to_its_holders(used, project, office):
    found = shortfall_of(project.programme, today=TODAY)

    query = f"holder={project.programme.division_id}&held_by=division&has_left=true&until_year=2023"
    assert added(ALLOTMENT_LIST, office, query, "left_over") == found.free == yuan("646.33")


def test_the_summary_of_a_shortfall_adds_up(used, project, programme, office, signed_in):
    """中州小区 needs 180 by its budget and holds 200."""
    page = signed_in(office).get(reverse("funding:shortfall", args=[programme.pk])).content.decode()

    assert re.search(r"需要 180.00 万元，已安排 200.00 万元（其中多安排 20.00 万元.*?），还缺 0.00 万元", page)


def test_an_approved_request_keeps_a_project_in_its_year(approved):
    said = bars.found(bars.Act.CARRY_OVER, [approved.project_id])

    assert said == {approved.project_id: "有已审核待拨付的支付申请 30.00 万元（请先拨付或撤回审核）"}


def test_moving_names_what_hangs_on_a_project(approved, document):
    type(document).objects.update(use_by=date(2023, 12, 31))

    found = hanging_on([Project.objects.select_related("account").get(pk=approved.project_id)])[0]

    assert (found.contracted, found.granted, found.held) == (yuan(150), yuan(30), yuan(200))
    assert found.use_by == date(2023, 12, 31)


def test_a_street_is_not_shown_to_a_door_that_is_shut(document, clerk, office, signed_in):
    address = reverse("funding:shortfall_list")

    assert address not in signed_in(clerk).get(reverse("funding:overview")).content.decode()
    assert address in signed_in(office).get(reverse("funding:overview")).content.decode()

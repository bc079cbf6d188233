"""A version that is filled anew says why: given back by the office, or taken back by the street."""

from datetime import date

import pytest
from django.urls import reverse

from progress.models import ReportingMonth
from progress.services import packages
from tests.progress.conftest import a_return
from tests.progress.stories import accepted, at, clerk_of, returned, sealed, submitted

pytestmark = pytest.mark.django_db

RETURNED, RECALLED = "办公室退回，更正中", "街道收回，更正中"


def recalled(monthly_return):
    day = date(2023, 5, 27)
    packages.recall(
        version=sealed(monthly_return), reason="漏填", by=clerk_of(monthly_return), now=at(day, 9), today=day
    )
    monthly_return.refresh_from_db()


def listed(signed_in, user, status) -> set[str]:
    answer = signed_in(user).get(reverse("progress:return_list"), {"status": status})
    return {row.division.name for row in answer.context["page"].rows}


def test_the_list_finds_what_was_given_back_and_what_was_taken_back(nanqiao, jiankang, office, signed_in):
    returned(nanqiao)
    recalled(jiankang)

    assert listed(signed_in, office, "returned") == {"南桥街道"}
    assert listed(signed_in, office, "recalled") == {"健康路街道"}
    assert listed(signed_in, office, "draft") == set()


@pytest.mark.parametrize(("step", "words"), [(returned, RETURNED), (recalled, RECALLED)])
def test_list_month_return_and_sheet_say_the_same(step, words, nanqiao, may, clerk, signed_in):
    step(nanqiao)
    addresses = [
        reverse("progress:return_list"),
        may.get_absolute_url(),
        nanqiao.get_absolute_url(),
        reverse("progress:sheet", args=[nanqiao.pk]),
    ]

    shown = [signed_in(clerk).get(address).content.decode() for address in addresses]

    assert [words in each for each in shown] == [True] * 4


def test_a_correction_that_was_handed_in_again_is_on_its_way_like_any_other(nanqiao):
    returned(nanqiao)

    sealed(nanqiao, day=date(2023, 5, 28))

    assert nanqiao.current.standing == "待办公室审核"


@pytest.fixture
def june(may, nanqiao, clerk):
    """南桥's return of June."""
    days = {"as_at": date(2023, 6, 25), "due_on": date(2023, 6, 28), "late_on": date(2023, 6, 30)}
    month = ReportingMonth.objects.create(
        division=may.division,
        month=date(2023, 6, 1),
        rule=may.rule,
        lock_on=date(2023, 7, 5),
        opened_on=date(2023, 6, 15),
        **days,
    )
    return a_return(month, nanqiao.division, by=clerk)


def test_what_a_later_month_rests_on_is_not_offered_to_be_given_back(nanqiao, june, office, signed_in):
    accepted(nanqiao)
    address = reverse("progress:return_return", args=[nanqiao.pk])
    before = signed_in(office).get(nanqiao.get_absolute_url()).content.decode()
    submitted(june, day=date(2023, 6, 26))

    after = signed_in(office).get(nanqiao.get_absolute_url()).content.decode()

    assert address in before
    assert address not in after
    assert "它的累计数以本月为基础" in after


def test_a_step_that_is_over_leads_back_to_the_return(nanqiao, clerk, signed_in):
    submitted(nanqiao)

    answer = signed_in(clerk).get(reverse("progress:return_submit", args=[nanqiao.pk]), follow=True)

    assert answer.request["PATH_INFO"] == nanqiao.get_absolute_url()
    assert "提交，目前是“待负责人审核”，这次没有办理" in answer.content.decode()


def test_what_cannot_be_given_more_time_leads_back_to_the_return(nanqiao, office, signed_in):
    submitted(nanqiao)

    answer = signed_in(office).get(reverse("progress:return_extend", args=[nanqiao.pk]), follow=True)

    assert answer.request["PATH_INFO"] == nanqiao.get_absolute_url()
    assert "不需要延期" in answer.content.decode()

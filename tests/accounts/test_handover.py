"""A person who leaves hands everything open to another in one step (users-ask.md, 22)."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Act, User
from accounts.open_work import assignments, open_work
from accounts.permissions import Role
from accounts.selectors import possible_successors
from accounts.services import handover, people
from communities.models import Compound
from core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db
NANQIAO = "410703008000"


@pytest.fixture
def colleague(person) -> User:
    """The second clerk of 南桥."""
    return person(Role.STREET_CLERK, "南桥街道", username="second-clerk")


@pytest.fixture
def her_compounds(clerk) -> list[Compound]:
    names = ("示例一小区", "示例二小区", "示例三小区")
    return [Compound.objects.create(division_id=NANQIAO, name=name, assigned_to=clerk) for name in names]


def hand_over(person, successor, by, leaves=True) -> dict[str, int]:
    return handover.hand_over(
        person=person, successor=successor, on=date(2026, 3, 20), reason="示例：调离", leaves=leaves, by=by
    )


def test_the_page_shows_beforehand_what_hangs_on_her(clerk, her_compounds, system_admin, signed_in):
    page = signed_in(system_admin).get(reverse("accounts:person_handover", args=[clerk.pk]))

    assert page.context["open_work"] == {"小区": 3}


def test_everything_open_goes_to_the_successor_and_the_account_is_closed(clerk, colleague, her_compounds, system_admin):
    moved = hand_over(clerk, colleague, system_admin)

    clerk.refresh_from_db()
    assert moved == {"小区": 3}
    assert (open_work(clerk), open_work(colleague)) == ({}, {"小区": 3})
    assert (clerk.is_active, clerk.left_on) == (False, date(2026, 3, 20))


def test_a_handover_is_one_act_that_counts_what_moved(clerk, colleague, her_compounds, system_admin):
    hand_over(clerk, colleague, system_admin)

    entry = Act.objects.latest("pk")
    assert (entry.action, entry.by, entry.subject_label) == ("离岗交接", system_admin, str(clerk))
    assert entry.details["移交"] == {"小区": 3}


def test_a_compounds_history_tells_who_looked_after_it(clerk, colleague, her_compounds, system_admin):
    hand_over(clerk, colleague, system_admin)

    newest = her_compounds[0].history.first()
    assert (newest.assigned_to, newest.history_change_reason) == (colleague, "离岗交接")


def test_she_may_hand_over_without_leaving(clerk, colleague, her_compounds, system_admin):
    hand_over(clerk, colleague, system_admin, leaves=False)

    clerk.refresh_from_db()
    assert clerk.is_active


def test_an_account_with_open_work_is_not_just_closed(clerk, her_compounds, system_admin):
    with pytest.raises(DomainError, match="请先办理离岗交接"):
        people.close(person=clerk, on=date(2026, 3, 20), reason="示例", by=system_admin)


def test_she_hands_over_to_a_colleague_herself(clerk, colleague, her_compounds, signed_in):
    facts = {"successor": colleague.pk, "on": "2026-03-20", "reason": "示例：退休", "leaves": "on"}

    answer = signed_in(clerk).post(reverse("accounts:leave"), facts, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/sign-in/")
    assert open_work(colleague) == {"小区": 3}


def test_to_another_organisation_only_the_system_administrator_hands_over(clerk, office, her_compounds, system_admin):
    with pytest.raises(NotAllowed, match="只能交给本单位的同事"):
        hand_over(clerk, office, clerk)

    assert hand_over(clerk, office, system_admin) == {"小区": 3}


def test_a_colleague_does_not_hand_over_for_her(clerk, colleague, her_compounds):
    with pytest.raises(NotAllowed):
        hand_over(clerk, colleague, colleague)


def test_the_successor_must_see_what_she_takes_over(clerk, neighbour, system_admin):
    with pytest.raises(DomainError, match="辖区不包含"):
        hand_over(clerk, neighbour, system_admin)


def test_the_successor_must_be_able_to_do_it(clerk, leader, system_admin):
    with pytest.raises(DomainError, match="办不了街道经办的工作"):
        hand_over(clerk, leader, system_admin)


def test_nothing_goes_to_a_closed_account_or_to_herself(clerk, colleague, system_admin):
    colleague.is_active = False

    for successor in (colleague, clerk):
        with pytest.raises(DomainError, match="另一个在用的账号"):
            hand_over(clerk, successor, system_admin)


def test_only_those_who_can_take_over_are_offered(clerk, colleague, leader, neighbour, office, system_admin):
    assert set(possible_successors(clerk, by=system_admin)) == {colleague, office}
    assert set(possible_successors(clerk, by=clerk)) == {colleague}


def test_whatever_is_assigned_in_any_room_moves():
    """A room that adds a field `assigned_to` needs to add nothing here."""
    kinds = {assignment.model.__name__ for assignment in assignments()}

    assert "Compound" in kinds
    assert not any(name.startswith("Historical") for name in kinds)


def test_a_handover_cannot_be_dated_ahead_because_it_takes_effect_at_once(clerk, colleague, system_admin, signed_in):
    address = reverse("accounts:person_handover", args=[clerk.pk])
    ahead = {"successor": colleague.pk, "on": "2999-01-01", "reason": "示例：调离", "leaves": "on"}

    answer = signed_in(system_admin).post(address, ahead)

    assert "日期不能晚于今天" in answer.content.decode()
    clerk.refresh_from_db()
    assert clerk.is_active

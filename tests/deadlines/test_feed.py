"""The private calendar address: shown once, hers alone, and gone when she is."""

import re
from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from accounts.permissions import Role
from core.models import AuditEntry
from deadlines.models import Feed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_24(time_machine):
    time_machine.move_to("2023-05-24 10:00+08:00", tick=False)


def made(client) -> str:
    """A new address, as the page shows it."""
    answer = client.post(reverse("deadlines:feed_renew")).content.decode()
    return re.search(r'value="http://[^/]+([^"]+)"', answer).group(1)


def events(client, address) -> list:
    return Calendar.from_ical(client.get(address).content).walk("VEVENT")


def test_the_address_is_shown_once_and_kept_only_as_its_hash(clerk, signed_in):
    client = signed_in(clerk)
    token = made(client).split("/")[2]

    assert len(token) >= 40
    assert token not in client.get(reverse("deadlines:feed_settings")).content.decode()
    assert Feed.objects.get().token_sha256 != token
    assert AuditEntry.objects.filter(action="生成日历订阅地址", by=clerk).count() == 1


def test_a_calendar_program_reads_her_open_deadlines_without_signing_in(
    due, clerk, neighbour, signed_in, client, settings
):
    settings.SITE_URL = "http://jiuqu.example:8000"
    address = made(signed_in(clerk))
    due("完成招投标", date(2023, 5, 31), organisation=clerk.organisation, estimated=True, basis="宛区政〔2023〕1号 三")
    due("别人的事", organisation=neighbour.organisation, where="健康路街道")
    client.logout()

    (event,) = events(client, address)

    assert (event["summary"], event["url"]) == ("完成招投标（推算）", "http://jiuqu.example:8000/")
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2023, 5, 31), date(2023, 6, 1))
    assert "宛区政〔2023〕1号 三" in event["description"]
    assert len(event.walk("VALARM")) == 1


def test_an_event_keeps_its_name_when_its_day_moves(due, clerk, signed_in, client):
    address = made(signed_in(clerk))
    due(on=date(2023, 5, 31), organisation=clerk.organisation)
    (before,) = events(client, address)
    due(on=date(2023, 6, 30), organisation=clerk.organisation)

    (after,) = events(client, address)

    assert (before["uid"], after["dtstart"].dt) == (after["uid"], date(2023, 6, 30))


def test_the_answer_is_a_calendar_that_nobody_keeps(clerk, signed_in, client):
    answer = client.get(made(signed_in(clerk)))

    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/calendar; charset=utf-8", "private, no-store")
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_a_renewed_address_ends_the_old_one(clerk, signed_in):
    client = signed_in(clerk)
    old, new = made(client), made(client)

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_a_revoked_address_is_gone(clerk, signed_in):
    client = signed_in(clerk)
    address = made(client)
    client.post(reverse("deadlines:feed_revoke"))

    assert client.get(address).status_code == 404


def close(clerk):
    clerk.is_active = False


def take_role(clerk):
    clerk.role = ""


def make_admin(clerk):
    clerk.role = Role.AUDIT_ADMIN


@pytest.mark.parametrize("change", [close, take_role, make_admin])
def test_who_no_longer_works_here_reads_nothing(change, clerk, signed_in):
    client = signed_in(clerk)
    address = made(client)
    change(clerk)
    clerk.save()
    client.logout()

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("token", ["x", "示例", "%00", "a" * 500])
def test_an_address_that_nobody_has_does_not_exist(token, db, client):
    assert client.get(f"/calendar/{token}/deadlines.ics/").status_code == 404


def test_the_feed_costs_the_same_for_one_and_for_many(
    due, clerk, signed_in, client, divisions, django_assert_num_queries
):
    address = made(signed_in(clerk))
    client.logout()
    for subject in divisions.values():
        due(organisation=clerk.organisation, subject=subject)

    with django_assert_num_queries(2):
        assert len(events(client, address)) == len(divisions)

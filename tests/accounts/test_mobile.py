"""The number to which text messages go: asked for where they are sent, and never shown whole."""

import pytest
from django.urls import reverse

from accounts.models import Organisation
from accounts.services import people
from core.errors import DomainError
from core.models import AuditEntry

pytestmark = pytest.mark.django_db

MOBILE = "13800001234"


@pytest.fixture
def street(clerk) -> Organisation:
    return clerk.organisation


def facts(organisation: Organisation, **changes) -> dict:
    return {"username": "nanqiao-7", "full_name": "示例", "organisation": organisation.pk, "email": ""} | changes


def test_a_new_person_may_have_a_number(system_admin, street, signed_in):
    signed_in(system_admin).post(reverse("accounts:person_create"), facts(street, mobile=MOBILE))

    assert street.people.get(username="nanqiao-7").mobile == MOBILE


@pytest.mark.parametrize("typed", ["1380000123", "23800001234", "1380000123a", "１３８００００１２３４"])
def test_what_is_no_number_is_refused(system_admin, street, signed_in, typed):
    answer = signed_in(system_admin).post(reverse("accounts:person_create"), facts(street, mobile=typed))

    assert answer.status_code in (200, 422)
    assert "手机号须是以 1 开头的 11 位数字" in answer.content.decode()


def test_the_service_refuses_it_too(system_admin, street):
    with pytest.raises(DomainError, match="11 位数字"):
        people.create(username="x", full_name="示例", organisation=street, mobile="110", by=system_admin)


def test_it_is_shown_and_logged_masked(system_admin, clerk, signed_in):
    people.edit(
        person=clerk, full_name="示例", email="", mobile=MOBILE, organisation=clerk.organisation, by=system_admin
    )
    browser = signed_in(system_admin)
    pages = browser.get(clerk.get_absolute_url()).content.decode()
    pages += browser.get(reverse("accounts:person_list"), {"columns": "full_name,mobile"}).content.decode()
    pages += str(AuditEntry.objects.values_list("details", flat=True))

    assert "138****1234" in pages
    assert MOBILE not in pages


def test_correcting_her_name_keeps_the_number(system_admin, clerk):
    same = {"email": "", "organisation": clerk.organisation, "by": system_admin}
    people.edit(person=clerk, full_name="示例", mobile=MOBILE, **same)

    people.edit(person=clerk, full_name="示例改名", **same)

    clerk.refresh_from_db()
    assert clerk.mobile == MOBILE

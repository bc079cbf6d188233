"""Who may see what is decided in one method, and it fails closed (F03)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured

from accounts.models import Organisation, User
from divisions.models import Division
from divisions.scope import ScopedQuerySet

pytestmark = pytest.mark.django_db


def seen_by(user) -> set[str]:
    return set(Division.objects.for_user(user).values_list("name", flat=True))


def test_a_street_sees_itself_and_its_communities(clerk):
    assert seen_by(clerk) == {"南桥街道", "示例社区"}


def test_a_bureau_of_the_district_sees_the_whole_district(finance):
    assert {"卫滨区", "南桥街道", "健康路街道", "示例社区"} <= seen_by(finance)
    assert "湛河区" not in seen_by(finance)


def test_a_prefecture_sees_its_counties_and_no_other_prefecture(prefecture):
    seen = seen_by(prefecture)

    assert {"新乡市", "卫滨区", "南桥街道"} <= seen
    assert not {"河南省", "平顶山市", "湛河区"} & seen


def test_an_account_without_a_role_sees_nothing(clerk):
    clerk.role = ""

    assert seen_by(clerk) == set()


def test_a_role_that_the_system_does_not_know_sees_nothing(clerk):
    clerk.role = "superuser"

    assert seen_by(clerk) == set()


def test_an_account_without_an_organisation_sees_nothing(clerk):
    clerk.organisation = None

    assert seen_by(clerk) == set()


def test_a_closed_account_sees_nothing(clerk):
    clerk.is_active = False

    assert seen_by(clerk) == set()


def test_a_visitor_sees_nothing(divisions):
    assert seen_by(AnonymousUser()) == set()


def test_rows_are_seen_only_with_the_right_to_see_them(clerk, system_admin):
    assert not User.objects.for_user(clerk).exists()
    assert User.objects.for_user(system_admin).filter(pk=clerk.pk).exists()


def test_rows_that_do_not_say_with_which_right_they_are_seen_are_shown_to_nobody(clerk):
    class Forgotten(ScopedQuerySet):
        pass

    with pytest.raises(ImproperlyConfigured):
        Forgotten(Organisation).for_user(clerk)


def test_scope_is_one_range_on_the_rows_own_column(clerk):
    query = str(Organisation.objects.for_user(clerk).query)

    assert "BETWEEN 410703008000 AND 410703008999" in query
    assert "JOIN" not in query

"""What holds for every list of every room, whoever declared it."""

import re

import pytest
from django.http import QueryDict
from django.urls import get_resolver

from accounts.permissions import Role, allowed
from core.lists import LISTS, Selection

_ = get_resolver().url_patterns  # loads the lists, which stand beside their pages
SPECS = sorted((spec for key, spec in LISTS.items() if not key.startswith("test-")), key=lambda spec: spec.key)
pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.key)]


@pytest.fixture
def reader(spec, person):
    """Somebody of the district whose role may open the list."""
    return person(next(role for role in Role if allowed(role, spec.permission)), "卫滨区")


def test_it_can_be_sorted_by_every_column_that_says_so(spec, reader):
    for key in spec.sortable:
        for order in (key, f"-{key}"):
            Selection(spec=spec, user=reader, params=QueryDict(f"order={order}")).page()


def test_it_is_summed_narrowed_and_exported_with_all_its_columns(spec, reader, divisions):
    query = QueryDict(mutable=True)
    query.update({"columns": ",".join(column.key for column in spec.columns), "territory": divisions["南桥街道"].pk})
    selection = Selection(spec=spec, user=reader, params=query)

    assert selection.columns == spec.columns
    assert selection.totals.count == len(list(selection.every_row()))


def test_its_filters_are_named_in_chinese(spec, reader):
    form = Selection(spec=spec, user=reader, params=QueryDict()).form

    named = {name: str(field.label) for name, field in form.fields.items()}

    assert {name: label for name, label in named.items() if not re.search(r"[\u4e00-\u9fff]", label)} == {}


def test_a_person_without_organisation_sees_none_of_it(spec, reader):
    reader.organisation = None

    assert not Selection(spec=spec, user=reader, params=QueryDict()).page().rows

"""Arithmetic of codes: properties that must hold for every code there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from divisions import territory

LEVELS = (2, 4, 6, 9, 12)


@st.composite
def prefixes(draw, levels=LEVELS) -> str:
    """A significant prefix: every level in it is named, so none of its parts is all zeros."""
    length = draw(st.sampled_from(levels))
    parts = [(0, 2), (2, 4), (4, 6), (6, 9), (9, 12)]
    return "".join(
        f"{draw(st.integers(1, 10 ** (end - start) - 1)):0{end - start}}" for start, end in parts if end <= length
    )


codes = st.from_regex(r"[0-9]{12}", fullmatch=True)


@given(prefixes())
def test_a_prefix_and_its_code_name_the_same_division(prefix):
    assert territory.prefix_of(territory.code_of(prefix)) == prefix


@given(codes)
def test_the_prefix_of_any_code_contains_that_code(code):
    assert territory.contains(territory.prefix_of(code), code)


@given(prefixes(), codes)
def test_the_bounds_hold_exactly_what_the_prefix_contains(prefix, code):
    first, last = territory.bounds(prefix)

    assert (first <= code <= last) == territory.contains(prefix, code)


@given(prefixes())
def test_every_ancestor_contains_the_division(prefix):
    code = territory.code_of(prefix)

    assert all(territory.contains(territory.prefix_of(above), code) for above in territory.ancestors(code))


@given(prefixes())
def test_the_line_of_ancestors_begins_with_the_division_and_ends_with_the_country(prefix):
    line = territory.ancestors(territory.code_of(prefix))

    assert (line[0], line[-1]) == (territory.code_of(prefix), "000000000000")


@given(codes)
def test_no_territory_contains_nothing(code):
    assert not territory.contains(None, code)


@given(prefixes(levels=(6,)), st.integers(1, 999), st.sets(st.integers(1, 999), max_size=40))
def test_the_next_free_code_is_inside_and_not_taken(county, suffix, used):
    taken = {territory.code_of(f"{county}{number:03}") for number in used}

    code = territory.next_free(county, f"{suffix:03}", taken)

    assert code not in taken
    assert territory.contains(county, code)


def test_a_suffix_that_is_free_is_kept():
    assert territory.next_free("410703", "009", {"410703008000"}) == "410703009000"


def test_when_every_number_is_taken_the_code_is_refused():
    taken = {territory.code_of(f"410703{number:03}") for number in range(1, 1000)}

    with pytest.raises(DomainError, match="已经用完"):
        territory.next_free("410703", "001", taken)


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("410000000000", "41"),
        ("410700000000", "4107"),
        ("410703000000", "410703"),
        ("410703100000", "410703100"),  # a town: its number ends with zeros
        ("410703008001", "410703008001"),
        ("652800000000", "6528"),
        ("000000000000", ""),
    ],
)
def test_zeros_at_the_end_of_a_code_name_no_level(code, prefix):
    assert territory.prefix_of(code) == prefix

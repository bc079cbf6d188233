"""Scores explain themselves: fact, measure, weight and points of every factor."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from communities import scoring
from communities.choices import Factor
from communities.facts import Facts
from communities.models import PriorityWeight

TODAY = date(2023, 3, 20)
SHARES = st.none() | st.decimals(0, 100, places=2)

facts = st.builds(
    Facts,
    built_year=st.none() | st.integers(1900, 2100),
    willingness=SHARES,
    elderly_share=SHARES,
    hazards_count=st.none() | st.integers(0, 500),
    near_centre=st.none() | st.booleans(),
    facilities_seen=st.just(15),
    facilities_poor=st.integers(0, 15),
)
# Weights that make a hundred: cut a line of 100 at five places.
weights = st.lists(st.integers(0, 100), min_size=5, max_size=5).map(
    lambda cuts: [
        PriorityWeight(factor=factor, weight=end - start)
        for factor, start, end in zip(Factor, [0, *sorted(cuts)], [*sorted(cuts), 100], strict=True)
    ]
)


def lines(factor, weight=20, **known):
    return scoring.working(weights=[PriorityWeight(factor=factor, weight=weight)], facts=Facts(**known), on=TODAY)


def test_a_building_of_1988_is_35_years_old_in_2023():
    (line,) = lines(Factor.AGE, built_year=1988)

    assert line.fact == "1988年建成，35年（满50年计满分）"
    assert (line.measure, line.points) == (Decimal("0.7000"), Decimal("14.00"))


def test_beyond_its_design_life_a_building_does_not_grow_more_urgent():
    assert lines(Factor.AGE, built_year=1955)[0].measure == lines(Factor.AGE, built_year=1973)[0].measure == 1


def test_six_of_fifteen_facilities_poor_bring_two_fifths_of_the_points():
    assert lines(Factor.FACILITIES, facilities_seen=15, facilities_poor=6)[0].points == Decimal("8.00")


def test_what_nobody_has_recorded_brings_no_points_and_says_so():
    working = [lines(factor)[0] for factor in Factor]

    assert {line.points for line in working} == {Decimal("0.00")}
    assert all(line.fact.endswith(("未填报", "未调查")) for line in working)


def test_the_working_is_kept_in_words_and_figures():
    assert lines(Factor.WILLINGNESS, weight=34, willingness=Decimal("86.50"))[0].as_json() == {
        "factor": "居民意愿",
        "fact": "居民改造意愿86.5%",
        "measure": "0.8650",
        "weight": 34,
        "points": "29.41",
    }


@given(facts, weights)
def test_a_score_is_the_sum_of_its_lines_and_never_above_a_hundred(known, rule):
    working = scoring.working(weights=rule, facts=known, on=TODAY)

    assert scoring.total(working) == sum(Decimal(line.as_json()["points"]) for line in working)
    assert 0 <= scoring.total(working) <= 100


@given(weights, st.integers(1950, 2020))
def test_an_older_compound_never_scores_less_than_the_same_one_built_later(rule, year):
    def score(built_year):
        return scoring.total(scoring.working(weights=rule, facts=Facts(built_year=built_year), on=TODAY))

    assert score(year - 1) >= score(year)

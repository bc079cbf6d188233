"""A survey is dated and kept; the newest gives the compound its figures, an older one changes nothing."""

from datetime import date
from decimal import Decimal

import pytest

from communities.choices import Condition, Facility
from communities.selectors.changes import revisions_of
from communities.services import surveys
from communities.services.surveys import Findings
from core.errors import DomainError, NotAllowed
from tests.communities.factories import TODAY, a_compound

pytestmark = pytest.mark.django_db
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


@pytest.fixture
def compound(clerk):
    return a_compound(clerk)


def record(compound, by, on=MARCH, facilities=None, **facts):
    found = Findings(surveyed_on=on, facts=facts, facilities=facilities or {})
    return surveys.record(compound=compound, findings=found, by=by, today=TODAY)


def test_the_newest_survey_gives_the_figures_and_is_the_reason(compound, clerk):
    record(compound, clerk, households=126, willingness=Decimal(91))

    compound.refresh_from_db()
    assert (compound.households, compound.willingness) == (126, Decimal(91))
    assert revisions_of(compound)[0].reason == "摸底调查 2026-03-01"


def test_what_was_not_asked_stays(compound, clerk):
    record(compound, clerk, households=126, population=None, safety="")

    compound.refresh_from_db()
    assert compound.population == 300


def test_an_older_survey_entered_later_is_kept_and_changes_nothing(compound, clerk):
    record(compound, clerk, on=MARCH, households=126)

    record(compound, clerk, on=FEBRUARY, households=119)

    compound.refresh_from_db()
    assert compound.households == 126
    assert compound.surveys.count() == 2


def test_a_community_worker_surveys_though_she_may_not_edit(compound, divisions, person, office):
    worker = person("community_worker", "南桥街道")

    record(compound, worker, households=126)

    compound.refresh_from_db()
    assert compound.households == 126


def test_facilities_are_kept_with_their_notes(compound, clerk):
    survey = record(compound, clerk, facilities={Facility.WATER: (Condition.POOR, "管道锈蚀")})

    (facility,) = survey.facilities.all()
    assert (str(facility), facility.note) == ("供水严重老化、须改造", "管道锈蚀")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"households": 100, "households_visited": 101}, "入户户数多于居民户数"),
        ({"population": 100, "residents_in_need": 101}, "困难居民多于人口"),
        ({"buildings_count": 10, "units_count": 9}, "单元数少于楼栋数"),
        ({"buildings_count": 10, "households": 9}, "楼栋数多于居民户数"),
        ({"built_year": 2027}, "建成年份在调查日期之后"),
        ({}, "没有填写任何调查内容"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(compound, clerk, facts, sentence):
    with pytest.raises(DomainError, match=sentence):
        record(compound, clerk, **facts)


def test_tomorrow_cannot_have_been_surveyed(compound, clerk):
    with pytest.raises(DomainError, match="调查日期在今天之后"):
        record(compound, clerk, on=date(2026, 3, 21), households=126)


def test_nobody_surveys_next_door(compound, neighbour):
    with pytest.raises(NotAllowed):
        record(compound, neighbour, households=126)

"""What a report says stays what it said, also where the record has moved on since."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.errors import DomainError
from progress.choices import ContradictionRule
from progress.models import Contradiction
from reports.models import Pace
from reports.selectors.month_facts import facts_of
from reports.services import rules
from tests.reports.conftest import MAY
from tests.reports.stories import NOW, a_rule
from tests.reports.test_monthly import issue, made, reported  # noqa: F401

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def stands(contradiction: Contradiction, *, gone_at: datetime | None, on: date) -> None:
    contradiction.gone_at, contradiction._history_date = gone_at, at(on)
    contradiction.save()


def test_a_contradiction_counts_as_it_stood_at_the_moment(reported, divisions):  # noqa: F811
    a_rule(divisions["卫滨区"])
    found = Contradiction(
        monthly_return=reported,
        division=reported.division,
        rule=ContradictionRule.EMPTY,
        subject="return",
        text="示例",
        found_at=at(date(2023, 5, 29)),
    )
    stands(found, gone_at=None, on=date(2023, 5, 29))
    stands(found, gone_at=at(date(2023, 6, 1)), on=date(2023, 6, 1))
    stands(found, gone_at=None, on=date(2023, 7, 1))

    counted = [
        facts_of(division=divisions["卫滨区"], month=MAY, known_at=at(day)).contradictions
        for day in (date(2023, 5, 30), date(2023, 6, 8), date(2023, 7, 2))
    ]

    assert counted == [1, 0, 1]


def test_a_rule_does_not_begin_before_what_was_issued(reported, divisions, office):  # noqa: F811
    rule = a_rule(divisions["卫滨区"])
    issue(made(divisions, office), office)
    kept = ("report_day", "issuer", "number_prefix", "yellow_from", "red_from")
    new = {"division": rule.division, "document": "示例〔2023〕2号", "pace": {5: Decimal(40)}, "by": office}
    settings = {key: getattr(rule, key) for key in kept}

    with pytest.raises(DomainError, match="施行日期须晚于已印发月报的数据截至日"):
        rules.set_rule(since=date(2023, 5, 25), settings=settings, **new)

    rules.set_rule(since=date(2023, 5, 26), settings=settings, **new)
    assert Pace.objects.filter(rule__since=date(2023, 5, 26)).count() == 1
    assert facts_of(division=rule.division, month=MAY, known_at=NOW).rule.document == rule.document

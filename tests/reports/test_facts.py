"""The figures of a report as text: the same facts are the same bytes, and they come back whole."""

from datetime import UTC, date, datetime
from decimal import Decimal

from reports import facts
from reports.facts import Missing, MonthFacts, Overdue, Ranked, RuleUsed, Said

RULE = RuleUsed(
    document="卫政办〔2023〕2号",
    issuer="卫滨区老旧小区改造工作领导小组办公室",
    ranked_by="investment_rate",
    named=3,
    behind_in="points",
    yellow_from=Decimal("10.00"),
    yellow_included=True,
    red_from=Decimal("30.00"),
    red_included=False,
    yellow_months=2,
    expected=Decimal("40.00"),
)


def some_facts(**changes) -> MonthFacts:
    row = Ranked(
        place=1,
        code="410703008000",
        name="南桥街道",
        value=Decimal("48.10"),
        card="",
        behind=Decimal(0),
        running=0,
        since=None,
        why="",
        exempt="",
        reported=True,
        month_counted=date(2023, 5, 1),
        figures={"started": 1, "invested_month": Decimal("1000000.00"), "finish_rate": None},
    )
    given = {
        "division": "410703000000",
        "division_name": "卫滨区",
        "month": date(2023, 5, 1),
        "as_at": date(2023, 5, 25),
        "last_as_at": date(2023, 4, 25),
        "known_at": datetime(2023, 6, 3, 1, 0, tzinfo=UTC),
        "rule": RULE,
        "rows": (row,),
        "missing": (Missing(name="健康路街道", standing="未上报", month_counted=None),),
        "overdue": (
            Overdue(
                street="南桥街道", compound="中州小区", project="示例", what="未开工", planned=date(2023, 5, 1), days=24
            ),
        ),
        "problems": (Said(street="南桥街道", compound="中州小区", text="雨天停工"),),
        "total": {"started": 1, "start_rate": Decimal("50.00")},
    }
    return MonthFacts(**{**given, **changes})


def test_facts_come_back_as_they_were():
    assert facts.load(facts.dump(some_facts())) == some_facts()


def test_the_order_of_figures_does_not_change_the_bytes():
    turned = some_facts(total=dict(reversed(some_facts().total.items())))

    assert facts.dump(turned) == facts.dump(some_facts())


def test_decimals_keep_their_places():
    assert '"start_rate":"50.00"' in facts.dump(some_facts())


def test_another_moment_is_another_text():
    later = some_facts(known_at=datetime(2023, 6, 3, 1, 1, tzinfo=UTC))

    assert facts.dump(later) != facts.dump(some_facts())

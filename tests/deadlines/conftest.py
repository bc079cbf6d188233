"""A rule of 卫滨区, and something that is due in 南桥."""

from datetime import UTC, date, datetime

import pytest

from deadlines.models import Deadline, ReminderRule
from deadlines.services import deadlines
from deadlines.services.deadlines import Due

SET, DUE = date(2023, 3, 1), date(2023, 5, 31)
TODAY = date(2023, 5, 24)
NOW = datetime(2023, 5, 24, 1, 0, tzinfo=UTC)


@pytest.fixture
def rule(divisions) -> ReminderRule:
    """7, 3 and 1 days before, on the day, 1, 3 and 7 days after, then weekly; leader after 1 day, office after 3."""
    return ReminderRule.objects.create(
        division=divisions["卫滨区"],
        since=date(2023, 1, 1),
        document="示例〔2023〕1号",
        before="7,3,1",
        after="1,3,7",
        then_every=7,
        leader_after=1,
        office_after=3,
    )


@pytest.fixture
def due(divisions):
    """Make something due: due("完成招投标", date(2023, 5, 31), organisation=street). Set on 2023-03-01."""

    def make(
        title="完成招投标", on=date(2023, 5, 31), *, where="南桥街道", today=date(2023, 3, 1), **facts
    ) -> Deadline:
        given = {"organisation": None, "assigned_to": None, "kind": "phase", "subject": divisions[where]} | facts
        organisation, person = given.pop("organisation"), given.pop("assigned_to")
        thing = Due(
            title=title,
            due_on=on,
            division_id=divisions[where].pk,
            organisation_id=organisation and organisation.pk,
            assigned_to_id=person and person.pk,
            url="/",
            **given,
        )
        deadlines.set_all(dues=[thing], today=today)
        return Deadline.objects.get(kind=thing.kind, subject_type=thing.key[1], subject_id=thing.subject.pk)

    return make

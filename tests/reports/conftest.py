"""The month of the progress tests, with returns that are accepted."""

from datetime import UTC, datetime

from progress.choices import ReturnStatus
from progress.models import MonthlyReturn, ReturnLine, ReturnVersion, Tally
from tests.progress.conftest import (  # noqa: F401
    MAY,
    a_return,
    jiankang,
    may,
    month_rule,
    nanqiao,
    projects,
)
from tests.projects.conftest import compound, counted, listed, programme, project, street_office  # noqa: F401

ACCEPTED = datetime(2023, 5, 29, 8, 0, tzinfo=UTC)


def fill(monthly_return: MonthlyReturn, *lines: dict) -> list[ReturnLine]:
    """Put figures into the lines of the current version, by position; the tallies follow for a first month."""
    filled = list(monthly_return.current.lines.order_by("position"))
    for line, figures in zip(filled, lines, strict=False):
        ReturnLine.objects.filter(pk=line.pk).update(**figures)
        flows = {key: value for key, value in figures.items() if hasattr(Tally, key)}
        Tally.objects.filter(line=line).update(**flows)
        line.refresh_from_db()
    return filled


def accept(monthly_return: MonthlyReturn, at: datetime = ACCEPTED) -> ReturnVersion:
    ReturnVersion.objects.filter(pk=monthly_return.current_id).update(
        status=ReturnStatus.ACCEPTED, sealed_at=at, accepted_at=at
    )
    return monthly_return.current

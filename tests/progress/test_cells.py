"""Typing into the sheet: 南桥's clerk in May 2023."""

from datetime import date
from decimal import Decimal

import pytest

from progress.choices import Span
from progress.services import cells
from tests.progress.conftest import AS_AT
from tests.progress.stories import fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(nanqiao):
    return nanqiao.current


@pytest.fixture
def line(version):
    """中州小区's line: basic and improvement works, 188.77 万元."""
    return version.lines.get(compound_name="中州小区")


@pytest.fixture
def typing(version, line, clerk):
    """Type into cells of 中州小区: typing(invested="12.5")."""

    def type_in(by=clerk, *, seen=0, reason="", **texts):
        typed = [
            cells.Typed(line_id=line.pk, figure=figure, text=text, seen=seen, reason=reason)
            for figure, text in texts.items()
        ]
        result = cells.save(version=version, cells=typed, by=by, today=AS_AT)
        line.refresh_from_db()
        return {answer.figure: answer for answer in result.cells}

    return type_in


def test_what_is_typed_is_kept_in_base_units_and_summed(typing, line):
    answer = typing(invested="12.5")["invested"]

    assert line.invested == Decimal("125000.00")
    assert (answer.text, answer.year, answer.total) == ("12.50", "12.50", "12.50")
    assert {tally.span: tally.invested for tally in line.tallies.all()} == {
        Span.YEAR: Decimal("125000.00"),
        Span.TOTAL: Decimal("125000.00"),
    }

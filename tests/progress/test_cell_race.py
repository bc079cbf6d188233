"""Two clerks type at the same moment. SQLite lets one writer in at a time; PostgreSQL must be told."""

from decimal import Decimal

import pytest
from django.db import transaction

from core.errors import DomainError
from progress.models import CellChange, ReturnVersion
from progress.services import cells
from tests.progress.conftest import AS_AT
from tests.races import NEEDS_ROW_LOCKS, at_once

pytestmark = NEEDS_ROW_LOCKS


@pytest.fixture
def line(nanqiao):
    return nanqiao.current.lines.get(compound_name="中州小区")


@pytest.fixture
def both(clerk, person):
    return [clerk, person("street_clerk", "南桥街道", "colleague")]


def typing(version, line, by, **texts):
    typed = [cells.Typed(line_id=line.pk, figure=figure, text=text) for figure, text in texts.items()]
    return lambda: cells.save(version=version, cells=typed, by=by, today=AS_AT).cells


def test_of_two_who_type_into_one_cell_one_is_shown_the_other(nanqiao, line, both):
    version = nanqiao.current

    answers = at_once(typing(version, line, both[0], workers="12"), typing(version, line, both[1], workers="15"))

    saved = [answer for (answer,) in answers if answer.is_saved]
    asked = [answer for (answer,) in answers if answer.theirs]
    line.refresh_from_db()
    assert (len(saved), len(asked)) == (1, 1)
    assert str(line.workers) == saved[0].text == asked[0].theirs.text


def test_two_cells_of_one_line_are_both_kept(nanqiao, line, both):
    version = nanqiao.current
    for number in range(1, 6):
        at_once(
            typing(version, line, both[0], invested=f"{number}", basic=f"{number}"),
            typing(version, line, both[1], paid=f"{number}", improvement=f"{number}"),
        )

    line.refresh_from_db()
    assert (line.invested, line.paid, line.physical) == (Decimal(50_000), Decimal(50_000), Decimal(5))
    assert [(tally.invested, tally.paid) for tally in line.tallies.all()] == [(Decimal(50_000), Decimal(50_000))] * 2
    assert CellChange.objects.count() == 20


def test_nothing_is_typed_into_what_is_submitted_at_the_same_moment(nanqiao, line, clerk):
    """Either the cell came first and the submitted sheet has it, or it was refused: what is signed stays."""
    version = nanqiao.current

    def submit():
        with transaction.atomic():
            locked = ReturnVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
            seen = version.lines.get(pk=line.pk).workers
            locked.status = "submitted"
            locked.save()
        return seen

    def type_in():
        return typing(version, line, clerk, workers="12")()[0].text

    seen, typed = at_once(submit, type_in)

    line.refresh_from_db()
    assert line.workers == seen
    assert (typed == str(seen)) if seen else isinstance(typed, DomainError)

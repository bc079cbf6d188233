"""The night's look, the street's typing and a file meet at one return. PostgreSQL must be told who waits for whom."""

from datetime import date

from core.imports import applying
from core.imports.previewing import preview
from core.imports.receiving import receive
from progress.imports.sheet import LAYOUT
from progress.models import Contradiction
from progress.services import contradictions
from tests import workbooks
from tests.progress.stories import at, fill, submitted
from tests.races import NEEDS_ROW_LOCKS, told_at_once

pytestmark = NEEDS_ROW_LOCKS
TODAY = date(2023, 5, 25)


def test_two_looks_at_once_find_a_thing_once(nanqiao, clerk):
    paid = {"started_on": "2023-5-1", "basic": "20", "improvement": "20", "invested": "30", "paid": "45.5"}
    fill(nanqiao.current, {"中州小区": paid}, by=clerk)
    submitted(nanqiao, by=clerk)
    for old in Contradiction.objects.all():
        old.history.all().delete()
        old.delete()
    now = at(date(2023, 5, 27), 1)

    told = told_at_once(*[lambda: contradictions.look(monthly_return=nanqiao, now=now)] * 2)

    assert (told, nanqiao.contradictions.count()) == (["done", "done"], 1)


def test_a_file_and_typing_in_one_line_never_mix_unseen(nanqiao, clerk):
    """Whoever comes second is told; the line holds the one or the other, and nobody waits for ever."""
    rows = workbooks.xlsx([["小区", "现场人数"], ["中州小区", 8]])
    source = receive(
        layout=LAYOUT, data=rows, name="a.xlsx", by=clerk, now=at(TODAY, 9), options={"monthly_return": nanqiao.pk}
    )
    preview(import_id=source.pk, by=clerk, today=TODAY)

    told = told_at_once(
        lambda: applying.apply(import_id=source.pk, by=clerk, now=at(TODAY, 10)),
        lambda: fill(nanqiao.current, {"中州小区": {"workers": "3"}}, by=clerk, today=TODAY),
    )

    line = nanqiao.current.lines.get(compound_name="中州小区")
    after = [change.after for change in line.changes.all()]
    assert (after[-1], line.workers) in [("3", 3), ("8", 8)]
    assert "done" in told

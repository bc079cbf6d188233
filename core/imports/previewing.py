"""The second stage: read every row, check it, and plan what it does; nothing of the room's own data changes yet."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction

from core import audit
from core.errors import Conflict, DomainError
from core.imports.flow import Action, advance, locked
from core.imports.layout import Change, Context, LedgerRow, PlannedRow, Problem, Severity
from core.imports.matching import match_workbook
from core.imports.reading import LedgerReading, read_sheets
from core.imports.receiving import chosen, described, remembered, stored
from core.models import ImportedRow, LedgerImport
from core.workbooks.opening import open_workbook
from core.workbooks.values import packed

BATCH = 1_000
MOST_PROBLEMS = 2_000  # listed one by one; nobody mends more before uploading again

Progress = Callable[[int, int], None]
Item = TypeVar("Item")


def silent(done: int, total: int) -> None:
    """Progress of work that nobody watches."""


def preview(*, import_id: int, by: Any, today: date, progress: Progress = silent) -> LedgerImport:
    """Read, check and plan all rows, in place of an earlier preview. Refuses while a column is in question.

    Reading comes before the transaction, so that its progress is seen and nobody waits for it.
    """
    source = LedgerImport.objects.for_user(by).get(pk=import_id)
    layout = source.layout
    matched, problems = match_workbook(
        open_workbook(stored(source)), layout, remembered=remembered(source), chosen=chosen(source)
    )
    source.sheets = described(matched)
    if source.questions:
        raise DomainError("还有列没有核对：" + "".join(source.questions))
    reading = read_sheets(matched, layout)
    reading.problems += problems
    context = context_of(source, by=by, today=today)
    for check in layout.checks:
        reading.problems += check(reading.rows, context)
    sound = _without_errors(reading)
    planned: list[PlannedRow] = []
    for rows in batches(sound):
        progress(len(planned), len(sound))
        planned += layout.plan(rows, context)
    return _keep(source, reading, planned, by=by)


@transaction.atomic
def _keep(source: LedgerImport, reading: LedgerReading, planned: Sequence[PlannedRow], *, by: Any) -> LedgerImport:
    """Keep the preview, unless somebody settled the import or its columns while the rows were read."""
    kept = locked(import_id=source.pk, by=by, action=Action.PREVIEW)
    if kept.chosen != source.chosen:
        raise Conflict("读取期间有人更正了列的对应。请重新生成预览。")
    kept.sheets = source.sheets
    kept.passed_over = reading.totals + reading.notes
    _keep_problems(kept, reading.problems)
    counts = Counter(each.change for each in planned)
    kept.new, kept.changed, kept.same = (counts[change] for change in (Change.NEW, Change.CHANGED, Change.SAME))
    advance(kept, Action.PREVIEW)
    kept.save()
    kept.rows.all().delete()
    ImportedRow.objects.bulk_create(_rows(kept, planned), batch_size=BATCH)
    audit.write(by=by, action="预览台账", on=kept, details={"行数": len(reading.rows), "须改正": kept.errors})
    return kept


def context_of(source: LedgerImport, *, by: Any, today: date) -> Context:
    return Context(
        by=by, today=today, options=source.options, import_id=source.pk, reason=f"导入 {source.file_name}"[:100]
    )


def batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The items in lists of at most 1,000."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _rows(source: LedgerImport, planned: Sequence[PlannedRow]) -> Iterator[ImportedRow]:
    for position, each in enumerate(planned):
        yield ImportedRow(
            source=source,
            position=position,
            sheet=each.row.sheet,
            number=each.row.number,
            change=each.change,
            label=each.label[:200],
            values={key: packed(value) for key, value in each.values.items()},
            before={key: packed(value) for key, value in each.before.items()},
            subject_id=each.subject_id,
            version=each.version,
        )


def _keep_problems(source: LedgerImport, problems: Sequence[Problem]) -> None:
    """In the order of the file, and all that must be mended before what is only to be looked at."""
    sheets = [sheet["name"] for sheet in source.sheets]

    def place(problem: Problem) -> tuple:
        sheet = sheets.index(problem.sheet) if problem.sheet in sheets else len(sheets)
        letters = problem.cell.rstrip("0123456789")
        return problem.severity != Severity.ERROR, sheet, row_of(problem), len(letters), letters

    ordered = sorted(problems, key=place)
    source.problems = [asdict(problem) for problem in ordered[:MOST_PROBLEMS]]
    source.errors = sum(problem.severity == Severity.ERROR for problem in ordered)
    source.warnings = len(ordered) - source.errors


def row_of(problem: Problem) -> int:
    """The Excel row of a problem; 0 where the whole sheet is meant."""
    return int(re.sub(r"\D", "", problem.cell) or 0)


def _without_errors(reading: LedgerReading) -> list[LedgerRow]:
    errors = (problem for problem in reading.problems if problem.severity == Severity.ERROR)
    wrong = {(problem.sheet, row_of(problem)) for problem in errors}
    return [row for row in reading.rows if (row.sheet, row.number) not in wrong]

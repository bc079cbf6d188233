"""Typing into the sheet: every cell stands for itself. What is good is saved, what is not comes back with the reason.

CellChange is the log of the cells; the audit log says once a day that a person worked on a version (decision 0053).
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts.models import User
from core import audit
from core.errors import DomainError
from progress import checks, reading, tallying
from progress.choices import NoteKind, Span
from progress.figures import BY_KEY, LONGEST_TEXT, Figure, Nature
from progress.models import CellChange, CellNote, ReturnLine, ReturnVersion
from progress.services.typing_sheet import Sheet, load, place
from progress.services.writing import BLOCK, put_back
from progress.sheet_policies import check_can_fill
from progress.showing import shown
from progress.typed import Answer, Result, Theirs, Typed

PERCENT = tallying.LEVELS[0]  # the overall progress reads like that of a category


@transaction.atomic
def save(*, version: ReturnVersion, cells: Sequence[Typed], by: User, today: date) -> Result:
    """Save what can be saved. Refused altogether: not her return, no longer open, after its closing day.

    Of a cell are refused: what cannot be read, a category that the site has not, completion before the start, a sum
    below zero, a fall without a reason; and what somebody else changed since she saw it, unless both say the same.
    """
    locked = _locked(version)
    check_can_fill(by, locked, today)
    sheet = load(locked, cells, by)
    answers = _answers(sheet, cells)
    earlier = CellChange.objects.filter(line__version=locked).aggregate(
        newest=Max("pk"), hers=Max("at", filter=Q(by=by))
    )
    first_today = earlier["hers"] is None or timezone.localdate(earlier["hers"]) != today
    _write(sheet)
    if sheet.changes and first_today:
        audit.write(by=by, action="填写月报", on=locked, details={"首次保存单元格": len(sheet.changes)})
    _complete(sheet, answers)
    levels = {line.pk: shown(PERCENT, line.physical) for line in sheet.lines.values()}
    newest = sheet.changes[-1].pk if sheet.changes else earlier["newest"] or 0
    return Result(change=newest, cells=answers, physical=levels)


def _locked(version: ReturnVersion) -> ReturnVersion:
    related = ("monthly_return__organisation", "monthly_return__reporting_month", "monthly_return__division")
    return ReturnVersion.objects.select_for_update(of=("self",)).select_related(*related).get(pk=version.pk)


def _answers(sheet: Sheet, cells: Sequence[Typed]) -> list[Answer]:
    """Line by line: the two days of a line are judged together, as they will stand."""
    answers = [Answer(line_id=cell.line_id, figure=cell.figure, text=cell.text, seen=cell.seen) for cell in cells]
    good: dict[int, list[tuple[Typed, Answer, Any]]] = {}
    for cell, answer in zip(cells, answers, strict=True):
        try:
            value = _read(sheet, cell)
        except DomainError as refusal:
            answer.error = str(refusal)
            continue
        good.setdefault(cell.line_id, []).append((cell, answer, value))
    for line_id, of_line in good.items():
        _days(sheet.lines[line_id], of_line)
        for cell, answer, value in of_line:
            if not answer.error:
                _take(sheet, cell, answer, value)
    return answers


def _read(sheet: Sheet, cell: Typed) -> Any:
    line, figure = sheet.lines.get(cell.line_id), BY_KEY.get(cell.figure)
    if line is None or figure is None:
        raise DomainError("这一格不在当前版本的月报里，请刷新页面。")
    if figure.key == "paid" and line.site_id in sheet.from_ledger:
        return _as_in_ledger(line, figure, cell.text)
    value = reading.read(figure, cell.text, as_at=sheet.as_at)
    if value is not None and not checks.applies(figure, line):
        raise DomainError(f"{line}没有{figure.title}改造内容，这一格不填。")
    return value


def _as_in_ledger(line: ReturnLine, figure: Figure, text: str) -> Any:
    """The figure as it is; nobody types another one. A workbook that brings it back unchanged is no change."""
    if text.strip() != shown(figure, line.paid):
        raise DomainError(f"{line}有合同，{figure.title}由资金台账填入，不用填。数字不对的，请核对拨付登记。")
    return line.paid


def _days(line: ReturnLine, of_line: Iterable[tuple[Typed, Answer, Any]]) -> None:
    days = {"started_on": line.started_on, "completed_on": line.completed_on}
    typed = [(answer, value) for _, answer, value in of_line if answer.figure in days]
    if not typed:
        return
    days |= {answer.figure: value for answer, value in typed}
    wrong = checks.days_in_order(**days)
    for answer, _ in typed:
        answer.error = wrong


def _take(sheet: Sheet, cell: Typed, answer: Answer, value: Any) -> None:
    """Put the value into its line in memory, or say why not."""
    line, figure = sheet.lines[cell.line_id], BY_KEY[cell.figure]
    old = getattr(line, figure.key)
    changed = value != old or (value is None) != (old is None)
    answer.seen = sheet.newest.get(place(cell), 0)
    if changed and (theirs := sheet.theirs.get(place(cell))):
        answer.theirs = Theirs(text=shown(figure, old), by=str(theirs.by), at=theirs.at)
        return
    reason = cell.reason.strip()
    sentence = checks.fall(figure, value, sheet.last.get(line.site_id)) if changed or reason else ""
    if sentence and not (reason or figure.key in sheet.reasons.get(line.site_id, {})):
        answer.needs_reason, answer.sentence = True, sentence
        return
    if len(reason) > LONGEST_TEXT:
        answer.error = f"原因有 {len(reason)} 个字，最多 {LONGEST_TEXT} 个。"
        return
    if changed and figure.nature is Nature.FLOW and (wrong := _add_up(sheet, line, figure, value)):
        answer.error = wrong
        return
    if sentence and reason:
        sheet.notes.append(CellNote(line=line, figure=figure.key, kind=NoteKind.REASON, text=reason, by=sheet.by))
    if changed:
        _put(sheet, line, figure, value)


def _add_up(sheet: Sheet, line: ReturnLine, figure: Figure, value: Any) -> str:
    """Move both sums by the difference; "" or why a correction takes back more than was ever reported."""
    more = (value or 0) - (getattr(line, figure.key) or 0)
    tallies = sheet.tallies[line.pk]
    sums = {span: (getattr(tallies[span], figure.key) or 0) + more for span in Span}
    if more < 0 and sums[Span.TOTAL] < 0:
        total = f"{shown(figure, sums[Span.TOTAL])}{figure.unit.symbol if figure.unit else ''}"
        return f"这样开工以来累计会是 {total}，累计不能小于 0，请核对。"
    for span in Span:
        setattr(tallies[span], figure.key, sums[span])
    return ""


def _put(sheet: Sheet, line: ReturnLine, figure: Figure, value: Any) -> None:
    before = shown(figure, getattr(line, figure.key))
    setattr(line, figure.key, value)
    if figure.nature is Nature.LEVEL:
        line.physical = tallying.overall(line)
    after = shown(figure, value)
    sheet.changes.append(CellChange(line=line, figure=figure.key, before=before, after=after, by=sheet.by))


def _write(sheet: Sheet) -> None:
    """One statement per table and thousand rows, only the columns that changed."""
    keys = {change.figure for change in sheet.changes}
    if not keys:
        CellNote.objects.bulk_create(sheet.notes, batch_size=BLOCK)
        return
    touched = {change.line_id: sheet.lines[change.line_id] for change in sheet.changes}
    levels = {"physical"} if keys & {figure.key for figure in tallying.LEVELS} else set()
    put_back(touched.values(), sorted(keys | levels))
    sums = sorted(keys & {figure.key for figure in tallying.FLOWS})
    if sums:
        put_back([tally for line_id in touched for tally in sheet.tallies[line_id].values()], sums)
    CellNote.objects.bulk_create(sheet.notes, batch_size=BLOCK)
    for change in CellChange.objects.bulk_create(sheet.changes, batch_size=BLOCK):
        sheet.newest[change.line_id, change.figure] = change.pk


def _complete(sheet: Sheet, answers: Iterable[Answer]) -> None:
    """What each saved cell now says: its text, its sums, and what is doubtful about it."""
    doubts = {}
    for line in sheet.lines.values():
        total = sheet.tallies[line.pk][Span.TOTAL]
        explained = {figure.key for figure in BY_KEY.values()}
        for finding in checks.problems(line, sheet.last.get(line.site_id), total, explained):
            if not finding.missing:
                doubts[line.pk, finding.figure] = finding.sentence
    for answer in answers:
        if not answer.is_saved:
            continue
        line, figure = sheet.lines[answer.line_id], BY_KEY[answer.figure]
        answer.text = shown(figure, getattr(line, figure.key))
        answer.seen = sheet.newest.get((line.pk, figure.key), 0)
        answer.warning = doubts.get((line.pk, figure.key), "")
        if figure.nature is Nature.FLOW:
            tallies = sheet.tallies[line.pk]
            answer.year, answer.total = (shown(figure, getattr(tallies[span], figure.key)) for span in Span)

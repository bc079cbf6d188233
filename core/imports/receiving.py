"""The first stage: take the file, find its heads, and let a person correct what the columns are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from core import audit
from core.imports.flow import Action, advance, locked
from core.imports.layout import Layout
from core.imports.matching import MatchedSheet, match_workbook
from core.models import HeadingMemory, LedgerImport
from core.workbooks.headings import Remembered
from core.workbooks.opening import open_workbook
from core.workbooks.sheet import letter
from core.workbooks.values import shown

SAMPLES = 3  # cells shown under a heading, to recognise the column by

Answers = Mapping[str, Mapping[int, tuple[str, str]]]  # sheet -> column number -> (column key or "", unit or "")


@transaction.atomic
def receive(
    *,
    layout: Layout,
    data: bytes,
    name: str,
    by: Any,
    now: datetime,
    options: Mapping[str, Any] | None = None,
    options_text: str = "",
) -> LedgerImport:
    """Keep an uploaded ledger and say what its columns are; refuses what is no ledger of this kind."""
    by.demand(layout.permission)
    source = LedgerImport(
        layout_key=layout.key,
        organisation_id=by.organisation_id,
        division_id=by.division_id,
        file_name=name[-200:],
        options=dict(options or {}),
        options_text=options_text,
        uploaded_by=by,
        uploaded_at=now,
    )
    matched, _ = match_workbook(open_workbook(data), layout, remembered=remembered(source), chosen={})
    source.sheets = described(matched)
    source.file.save(f"{layout.key}.{name.rpartition('.')[2][:5]}", ContentFile(data), save=False)
    source.save()
    audit.write(by=by, action="上传台账", on=source)
    return source


@transaction.atomic
def correct(*, import_id: int, answers: Answers, by: Any) -> LedgerImport:
    """Take a person's word for what the columns of this file are, and remember it for her organisation."""
    source = locked(import_id=import_id, by=by, action=Action.MATCH)
    source.chosen = {
        sheet: {str(column): list(answer) for column, answer in columns.items()} for sheet, columns in answers.items()
    }
    before = {sheet["name"]: {column["column"]: column for column in sheet["columns"]} for sheet in source.sheets}
    matched, _ = match_workbook(
        open_workbook(stored(source)), source.layout, remembered=remembered(source), chosen=chosen(source)
    )
    source.sheets = described(matched)
    advance(source, Action.MATCH)
    source.save()
    _remember(source, matched, before)
    audit.write(by=by, action="核对台账的列", on=source, details={"列": source.chosen})
    return source


@transaction.atomic
def discard(*, import_id: int, by: Any) -> LedgerImport:
    """Give an upload up. Its rows go, the file and the entry in the history stay."""
    source = locked(import_id=import_id, by=by, action=Action.DISCARD)
    advance(source, Action.DISCARD)
    source.save(update_fields=["status"])
    source.rows.all().delete()
    audit.write(by=by, action="放弃台账", on=source)
    return source


def stored(source: LedgerImport) -> bytes:
    """The uploaded file."""
    with source.file.open() as file:
        return file.read()


def chosen(source: LedgerImport) -> Answers:
    return {
        sheet: {int(column): (key, unit) for column, (key, unit) in columns.items()}
        for sheet, columns in source.chosen.items()
    }


def remembered(source: LedgerImport) -> Remembered:
    """What the organisation said before about headings of this kind of ledger."""
    known = HeadingMemory.objects.filter(organisation_id=source.organisation_id, layout_key=source.layout_key)
    return {words: (key, unit) for words, key, unit in known.values_list("words", "column_key", "unit")}


def described(matched: list[MatchedSheet]) -> list[dict[str, Any]]:
    """What the page shows of the match, so that it need not open the file again."""
    return [
        {
            "name": each.sheet.name,
            "rows": [each.head.first, each.head.last],
            "questions": each.questions,
            "columns": [
                {
                    "column": found.heading.column,
                    "letter": letter(found.heading.column),
                    "text": found.heading.text,
                    "key": found.column.key if found.column else "",
                    "unit": found.unit.symbol if found.unit else "",
                    "question": found.question,
                    "samples": samples,
                }
                for found, samples in zip(each.matches, _samples(each), strict=True)
            ],
        }
        for each in matched
    ]


def _samples(matched: MatchedSheet) -> list[list[str]]:
    """The first cells under each heading."""
    columns = [found.heading.column for found in matched.matches]
    found: dict[int, list[str]] = {column: [] for column in columns}
    for number, cells in matched.sheet.rows():
        if number <= matched.head.last:
            continue
        for column, texts in found.items():
            if len(texts) < SAMPLES and column <= len(cells) and cells[column - 1] != "":
                texts.append(shown(cells[column - 1])[:30])
        if number > matched.head.last + 3 * SAMPLES:
            break
    return [found[column] for column in columns]


def _remember(source: LedgerImport, matched: list[MatchedSheet], before: Mapping[str, Mapping[int, dict]]) -> None:
    """Keep what she changed. Headings that stand twice in a sheet mean something only in this file."""
    for each in matched:
        said = source.chosen.get(each.sheet.name, {})
        words = [found.heading.words for found in each.matches]
        for found in each.matches:
            heading, answer = found.heading, said.get(str(found.heading.column))
            was = before.get(each.sheet.name, {}).get(heading.column, {})
            if not answer or words.count(heading.words) > 1 or [was.get("key"), was.get("unit")] == answer:
                continue
            HeadingMemory.objects.update_or_create(
                organisation_id=source.organisation_id,
                layout_key=source.layout_key,
                words=heading.words[:200],
                defaults={"column_key": answer[0], "unit": answer[1]},
            )

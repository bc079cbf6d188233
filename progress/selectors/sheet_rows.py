"""The rows of the entry sheet: this month beside last month, sums, what was said about a cell. Only what is there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from core.units import BUILDINGS, HOUSEHOLDS, SQM, WAN_YUAN, rounded
from funding.selectors.paid import known_sites
from progress import checks
from progress.choices import NoteKind, Span
from progress.figures import BY_KEY, FIGURES, Figure, Nature
from progress.models import CellChange, CellNote, ReturnLine, ReturnVersion, Tally
from progress.selectors.ledger import SOURCE
from progress.selectors.sites import last_lines
from progress.showing import shown
from progress.tallying import tallies_of

Place = tuple[int, str]  # a line (or its site) and a figure


@dataclass(frozen=True, kw_only=True)
class _Known:
    last: Mapping[int, ReturnLine]  # by site
    tallies: Mapping[int, Mapping[str, Tally]]  # by line
    reasons: Mapping[int, Mapping[str, str]]  # by site
    newest: Mapping[Place, int]  # the last change, by line
    notes: Mapping[Place, CellNote]  # what was returned and not touched since, by site
    from_ledger: Collection[int]  # sites whose payments the ledger of money knows


def rows(version: ReturnVersion) -> list[dict[str, Any]]:
    """One row per site, in the order of the sheet. Nine queries."""
    lines = list(version.lines.select_related("site"))
    newest = newest_changes(version)
    known = _Known(
        last=last_lines(site_ids=[line.site_id for line in lines], before=version.month),
        tallies=tallies_of(lines),
        reasons=checks.reasons_of(version),
        newest={place: pk for place, (pk, _) in newest.items()},
        notes=returned_cells(version),
        from_ledger=known_sites([line.site_id for line in lines]),
    )
    return [_row(line, known) for line in lines]


def newest_changes(version: ReturnVersion) -> dict[Place, tuple[int, Any]]:
    """The last change of each cell and when it was made, by line and figure."""
    changes = CellChange.objects.filter(line__version=version).order_by().values_list("line_id", "figure")
    return {(line, key): (pk, at) for line, key, pk, at in changes.annotate(newest=Max("pk"), when=Max("at"))}


def returned_cells(version: ReturnVersion) -> dict[Place, CellNote]:
    """What the leader or the office said about cells of this version or of the one it corrects, by site and figure.

    A cell that was typed into since is answered, and no longer among them.
    """
    notes = CellNote.objects.filter(
        line__version__monthly_return=version.monthly_return_id,
        line__version__number__in=(version.number, version.number - 1),
        kind=NoteKind.RETURN,
    )
    said = {(note.line.site_id, note.figure): note for note in notes.select_related("line", "by").order_by("pk")}
    if not said:
        return {}
    changes = CellChange.objects.filter(line__version=version, line__site__in={site for site, _ in said})
    touched: dict[Place, Any] = {}
    for site, figure, at in changes.order_by("pk").values_list("line__site_id", "figure", "at"):
        touched[site, figure] = at
    return {place: note for place, note in said.items() if place not in touched or touched[place] <= note.at}


def facts(line: ReturnLine) -> str:
    """3 栋 76 户 8,000.00 ㎡ 188.77 万元: what the site was when the line was drawn up."""
    plan = None if line.investment is None else f"{rounded(WAN_YUAN.from_base(line.investment)):,.2f}"
    area = None if line.floor_area is None else f"{line.floor_area:,.2f}"
    parts = (
        (line.buildings, BUILDINGS.symbol),
        (line.households, HOUSEHOLDS.symbol),
        (area, SQM.symbol),
        (plan, WAN_YUAN.symbol),
    )
    return " ".join(f"{number} {unit}" for number, unit in parts if number is not None)


def _row(line: ReturnLine, known: _Known) -> dict[str, Any]:
    total = known.tallies[line.pk][Span.TOTAL]
    explained = checks.explained(line, known.reasons, known.from_ledger)
    problems = checks.problems(line, known.last.get(line.site_id), total, explained)
    wrong = {each.figure: each.sentence for each in problems if each.blocks and not each.missing}
    doubtful = {each.figure: each.sentence for each in problems if not each.blocks}
    cells = {figure.key: _cell(figure, line, known) for figure in FIGURES}
    for key, cell in cells.items():
        cell |= {name: said[key] for name, said in (("error", wrong), ("warning", doubtful)) if key in said}
    return {
        "id": line.pk,
        "position": line.position,
        "project": line.project_name,
        "compound": line.compound_name,
        "url": reverse("projects:project_detail", args=[line.site.project_id]),
        "categories": line.categories.split(",") if line.categories else [],
        "facts": facts(line),
        "physical": shown(BY_KEY["basic"], line.physical),
        "cells": cells,
    }


def _cell(figure: Figure, line: ReturnLine, known: _Known) -> dict[str, Any]:
    """Value and last month's value; the rest only where there is something to say."""
    last = known.last.get(line.site_id)
    value = getattr(line, figure.key)
    cell: dict[str, Any] = {"v": shown(figure, value), "last": shown(figure, getattr(last, figure.key, None))}
    if figure.nature is Nature.FLOW:
        cell |= {span.value: shown(figure, getattr(known.tallies[line.pk][span], figure.key)) for span in Span}
    if seen := known.newest.get((line.pk, figure.key)):
        cell["seen"] = seen
    if note := known.notes.get((line.site_id, figure.key)):
        cell["note"] = f"退回：{note.text}（{note.by}，{timezone.localtime(note.at):%m月%d日}）"
    if reason := known.reasons.get(line.site_id, {}).get(figure.key):
        cell["reason"] = reason
    if figure.key == "paid" and line.site_id in known.from_ledger:
        cell["from"] = SOURCE
    if value is None and not checks.applies(figure, line):
        cell["na"] = True
    return cell

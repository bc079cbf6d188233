"""The entry sheet of one version as data, for the grid in the browser; and what was changed since a moment."""

from datetime import date
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.errors import DomainError, NotAllowed
from progress.choices import Span
from progress.figures import BY_KEY, FIGURES, Figure, Nature
from progress.models import CellChange, ReturnVersion, Tally
from progress.selectors.sheet_rows import rows
from progress.selectors.sites import lacking
from progress.sheet_policies import check_can_fill
from progress.showing import shown
from projects.models import ProjectSite


def data(version: ReturnVersion, *, user: User, today: date) -> dict[str, Any]:
    """What the grid shows and sends back. A fixed number of queries, however many lines."""
    monthly_return = version.monthly_return
    why_not = closed_because(user, version, today)
    return {
        "title": str(monthly_return),
        "month": f"{version.month:%Y-%m}",
        "as_at": f"{monthly_return.reporting_month.as_at:%Y-%m-%d}",
        "number": version.number,
        "status": version.status,
        "editable": not why_not,
        "why_not": why_not,
        "change": last_change(version),
        "save_url": reverse("progress:cells", args=[monthly_return.pk]),
        "columns": [_column(figure) for figure in FIGURES],
        "rows": rows(version),
    }


def closed_because(user: User, version: ReturnVersion, today: date) -> str:
    """Why she cannot type into it; "" when she can."""
    try:
        check_can_fill(user, version, today)
    except NotAllowed:
        unit = version.monthly_return.organisation
        return f"本表由{unit}填报，您可以查看，不能修改。" if unit else "本表还没有填报单位，请联系领导小组办公室。"
    except DomainError as refusal:
        return str(refusal)
    return ""


def last_change(version: ReturnVersion) -> int:
    """The newest change of any cell of the version; 0 before the first."""
    return CellChange.objects.filter(line__version=version).aggregate(newest=Max("pk"))["newest"] or 0


def changed_since(version: ReturnVersion, since: int) -> list[dict[str, Any]]:
    """The cells changed after that change, as they now stand, by whom and when. Two queries, or one when none was."""
    changes = CellChange.objects.filter(line__version=version, pk__gt=since).select_related("by").order_by("pk")
    newest = {(change.line_id, change.figure): change for change in changes}
    sums: dict[tuple[int, str], Tally] = {}
    if newest:
        for tally in Tally.objects.filter(line__in={line for line, _ in newest}):
            sums[tally.line_id, tally.span] = tally
    return [_changed(change, sums) for change in newest.values()]


def missing_sites(version: ReturnVersion) -> list[ProjectSite]:
    """Sites on which the street reports and the version has no line: their project came later."""
    return list(lacking(version))


def _column(figure: Figure) -> dict[str, Any]:
    return {
        "key": figure.key,
        "title": figure.title,
        "group": figure.group,
        "nature": figure.nature.value,
        "unit": figure.unit.symbol if figure.unit else "",
        "places": figure.places,
        "most": figure.most,
        "width": figure.width,
    }


def _changed(change: CellChange, sums: dict[tuple[int, str], Tally]) -> dict[str, Any]:
    figure = BY_KEY[change.figure]
    told = {
        "line": change.line_id,
        "figure": figure.key,
        "text": change.after,
        "year": "",
        "total": "",
        "seen": change.pk,
        "by": str(change.by),
        "by_id": change.by_id,
        "at": f"{timezone.localtime(change.at):%H:%M}",
    }
    if figure.nature is Nature.FLOW:
        for span in Span:
            told[span.value] = shown(figure, getattr(sums[change.line_id, span], figure.key))
    return told

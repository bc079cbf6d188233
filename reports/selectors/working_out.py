"""Works out MEASURES of a division for a month from the versions that counted at a moment (design.md, decision 7)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from divisions import territory
from divisions.models import Division
from reports.choices import RowLevel
from reports.measures import Value
from reports.selectors import sums
from reports.selectors.names import names_at
from reports.selectors.span import Span, span_of

COUNTY_PREFIX = 6


@dataclass(frozen=True, kw_only=True)
class Row:
    """`reported`: the figures are of this month. Otherwise they are those of `month_counted` (None: never any)."""

    code: str  # of the street or county; of a site, its street's
    name: str
    parent_name: str
    reported: bool
    month_counted: date | None
    project_name: str = ""  # of a site
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Worked:
    """`last_total` is the whole a month earlier, by what is known at the same moment, and `last_rows` its streets
    (counties)."""

    span: Span
    rows: tuple[Row, ...]
    total: Row
    last_total: Row
    last_rows: tuple[Row, ...] = ()
    missing: tuple[str, ...] = ()  # streets (counties) whose figures are not, or not all, of this month


def worked_out(
    *,
    division: Division,
    month: date,
    known_at: datetime,
    level: str,
    offset: int = 0,
    limit: int | None = None,
) -> Worked:
    """The figures of each street, county or site of the division, and of the whole.

    A site is its own plan, also one carried over, and its total is that of all sites; streets and counties are set
    against the year's plan. `offset` and `limit` take a part of the sites. A fixed number of queries.
    """
    span = span_of(division=division, month=month, known_at=known_at)
    site, length = level == RowLevel.SITE, _length(level)
    streets = _streets(span, own=site)
    last = span_of(division=division, month=span.last_month, known_at=known_at)
    last_streets = _streets(last, own=site)
    names = names_at({*streets, *last_streets}, on=span.as_at)
    rolled = _rolled(streets, names, span, length)
    return Worked(
        span=span,
        rows=_sites(span, names, offset, limit) if site else rolled,
        total=_total(division, streets, span, site=site),
        last_total=_total(division, last_streets, last, site=site),
        last_rows=_rolled(last_streets, names, last, length),
        missing=tuple(row.name for row in rolled if not row.reported),
    )


def street_rows(*, division: Division, month: date, known_at: datetime, level: str) -> tuple[Row, ...]:
    """The rows alone, for a month before."""
    span = span_of(division=division, month=month, known_at=known_at)
    streets = _streets(span)
    return _rolled(streets, names_at(streets, on=span.as_at), span, _length(level))


def _length(level: str) -> int:
    """Digits of the code by which streets are put together."""
    return COUNTY_PREFIX if level == RowLevel.COUNTY else len(territory.code_of(""))


def _streets(span: Span, *, own: bool = False) -> dict[str, sums.Sums]:
    """The plain sums of each street that was to report or has reported. `own`: each site is its own plan."""
    counted = sums.of_lines(span, by=sums.STREET, own=own)
    tallied = sums.of_tallies(span, by=f"line__{sums.STREET}", own=own)
    plans = dict.fromkeys(sums.plans(span), sums.NO_PLAN) if own else sums.plans(span)
    months = sums.months_counted(span)
    found = sorted({*plans, *months})
    return {
        code: sums.Sums(
            month_counted=months.get(code),
            figures={**plans.get(code, sums.NO_PLAN), **counted.get(code, {}), **tallied.get(code, {})},
        )
        for code in found
    }


def _rolled(streets: Mapping[str, sums.Sums], names: Mapping[str, str], span: Span, length: int) -> tuple[Row, ...]:
    groups: dict[str, list[sums.Sums]] = defaultdict(list)
    for code, each in streets.items():
        groups[territory.code_of(code[:length])].append(each)
    return tuple(
        _row(span, parts, code=code, name=names.get(code, code), parent_name=names.get(_parent(code), ""))
        for code, parts in groups.items()
    )


def _total(division: Division, streets: Mapping[str, sums.Sums], span: Span, *, site: bool) -> Row:
    return _row(span, streets.values(), code=division.pk, name="合计", parent_name="", site=site)


def _row(span: Span, parts: Iterable[sums.Sums], *, code: str, name: str, parent_name: str, site: bool = False) -> Row:
    parts = list(parts)
    months = [each.month_counted for each in parts if each.month_counted is not None]
    return Row(
        code=code,
        name=name,
        parent_name=parent_name,
        reported=bool(parts) and all(each.month_counted == span.month for each in parts),
        month_counted=max(months, default=None),
        values=sums.finished([each.figures for each in parts], site=site),
    )


def _sites(span: Span, names: Mapping[str, str], offset: int, limit: int | None) -> tuple[Row, ...]:
    heads = sums.site_heads(span, offset, limit)
    only = [head["pk"] for head in heads] if limit is not None else None
    counted = sums.of_lines(span, by="pk", own=True, only=only)
    tallied = sums.of_tallies(span, by="line_id", own=True, only=only)

    def figures(line: int) -> dict[str, Value]:
        return sums.finished([{**counted[line], **tallied.get(line, {})}], site=True)

    return tuple(
        Row(
            code=head[sums.STREET],
            name=head["compound_name"],
            parent_name=names.get(head[sums.STREET], ""),
            project_name=head["project_name"],
            reported=head["version__month"] == span.month,
            month_counted=head["version__month"],
            values=figures(head["pk"]),
        )
        for head in heads
    )


def _parent(code: str) -> str:
    return territory.ancestors(code)[1] if territory.prefix_of(code) else ""

"""What is wrong or missing in the lines of a return, each said in a sentence that names the site's figure.

What blocks must be mended before the return is submitted; the rest is a warning that a person may let stand.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.units import KILOMETRES
from core.workbooks.values import plain_figure
from funding.selectors.paid import known_sites
from progress.choices import NoteKind, Span
from progress.figures import BY_KEY, FLOWS, Figure, Nature
from progress.models import CellNote, ReturnLine, ReturnVersion, Tally
from progress.selectors.sites import last_lines
from progress.showing import shown
from progress.tallying import LEVELS, tallies_of

FULL = Decimal(100)
BUILT = tuple(figure for figure in FLOWS if figure.key != "paid")  # money may be paid before the works begin


@dataclass(frozen=True, kw_only=True)
class Finding:
    """`missing`: nothing is wrong, something is not yet filled in."""

    line: ReturnLine
    figure: str
    sentence: str
    blocks: bool = True
    missing: bool = False

    @property
    def title(self) -> str:
        return BY_KEY[self.figure].title


def applies(figure: Figure, line: ReturnLine) -> bool:
    """Whether the site has such works at all; a site whose categories are not known has any."""
    return not figure.category or not line.categories or figure.category in line.categories.split(",")


def own_levels(line: ReturnLine) -> list[Figure]:
    return [figure for figure in LEVELS if applies(figure, line)]


def fall(figure: Figure, value: Any, last: ReturnLine | None) -> str:
    """Why this value needs a reason, "" when it needs none: it takes back what was reported in an earlier month."""
    old = getattr(last, figure.key) if last is not None else None
    if figure.nature is Nature.FLOW and value is not None and value < 0:
        return f"{figure.title}是负数（{_said(figure, value)}），表示更正以前月份，请写明原因。"
    if old is None or figure.nature not in (Nature.DAY, Nature.LEVEL):
        return ""
    if value is None:
        return f"{figure.title}上月已填 {_said(figure, old)}，本月清空，请写明原因。"
    if figure.nature is Nature.DAY and value != old:
        return f"{figure.title}上月是 {_said(figure, old)}，本月改为 {_said(figure, value)}，请写明原因。"
    if figure.nature is Nature.LEVEL and value < old:
        return f"{figure.title}由上月的 {_said(figure, old)} 降到 {_said(figure, value)}，请写明原因。"
    return ""


def days_in_order(started_on: date | None, completed_on: date | None) -> str:
    """What is wrong between the two days; "" when nothing."""
    if completed_on is None:
        return ""
    if started_on is None:
        return "填了完工日期，就应有开工日期，请一并填写。"
    if completed_on < started_on:
        return f"完工日期（{completed_on:%Y-%m-%d}）早于开工日期（{started_on:%Y-%m-%d}），请核对。"
    return ""


def problems(line: ReturnLine, last: ReturnLine | None, total: Tally, explained: Collection[str] = ()) -> list[Finding]:
    """Everything about one line. `total`: since the start. `explained`: keys of figures whose fall has a reason."""
    gaps = list(_gaps(line))
    told = {*explained, *(gap.figure for gap in gaps)}  # what is empty is asked for once
    return [*gaps, *_clashes(line), *_falls(line, last, told), *_doubts(line, total)]


def findings(version: ReturnVersion) -> list[Finding]:
    """Of all lines of a version, in the order of the sheet. Seven queries, however many lines."""
    lines = list(version.lines.all())
    last = last_lines(site_ids=[line.site_id for line in lines], before=version.month)
    tallies = tallies_of(lines)
    reasons = reasons_of(version)
    from_ledger = known_sites([line.site_id for line in lines])
    return [
        finding
        for line in lines
        for finding in problems(
            line,
            last.get(line.site_id),
            tallies[line.pk][Span.TOTAL],
            explained(line, reasons, from_ledger),
        )
    ]


def explained(line: ReturnLine, reasons: Mapping[int, Collection[str]], from_ledger: Collection[int]) -> set[str]:
    """The figures of a line that need no reason any more: one was given, or the ledger of money has its own."""
    return {*reasons.get(line.site_id, ()), *(("paid",) if line.site_id in from_ledger else ())}


def blocking(version: ReturnVersion) -> list[Finding]:
    """What must be mended before the version is submitted."""
    return [finding for finding in findings(version) if finding.blocks]


def warnings(version: ReturnVersion) -> list[Finding]:
    """What a person should have seen before she submits."""
    return [finding for finding in findings(version) if not finding.blocks]


def reasons_of(version: ReturnVersion) -> dict[int, dict[str, str]]:
    """The latest reason given in any version of the return, by site and figure: a correction need not repeat it."""
    notes = CellNote.objects.filter(line__version__monthly_return=version.monthly_return_id, kind=NoteKind.REASON)
    found: dict[int, dict[str, str]] = {}
    for site, figure, text in notes.order_by("pk").values_list("line__site_id", "figure", "text"):
        found.setdefault(site, {})[figure] = text
    return found


def _gaps(line: ReturnLine) -> Iterator[Finding]:
    """A running site says how far each of its categories is and what was invested, also when it is 0."""
    if line.started_on is None or line.completed_on is not None:
        return
    levels = own_levels(line)
    empty = [figure for figure in levels if getattr(line, figure.key) is None]
    if line.categories or len(empty) == len(levels):
        for figure in empty if line.categories else empty[:1]:
            yield Finding(
                line=line, figure=figure.key, sentence=f"已开工未完工，请填写{figure.title}形象进度。", missing=True
            )
    if line.invested is None:
        yield Finding(
            line=line,
            figure="invested",
            sentence="已开工未完工，请填写本月完成投资，没有完成的填 0。",
            missing=True,
        )


def _clashes(line: ReturnLine) -> Iterator[Finding]:
    """Figures of one line that cannot be true together."""
    if line.started_on is None:
        for figure in (*LEVELS, *BUILT):
            if getattr(line, figure.key):
                yield Finding(
                    line=line,
                    figure="started_on",
                    sentence=f"填了{figure.title}{_said(figure, getattr(line, figure.key))}，却没有开工日期，请填写。",
                )
                break
    if wrong := days_in_order(line.started_on, line.completed_on):
        yield Finding(line=line, figure="completed_on", sentence=wrong)
    elif line.completed_on:
        yield from _unfinished(line)


def _unfinished(line: ReturnLine) -> Iterator[Finding]:
    levels = own_levels(line)
    filled = [figure for figure in levels if getattr(line, figure.key) is not None]
    for figure in levels if line.categories else filled or levels[:1]:
        value = getattr(line, figure.key)
        if value != FULL:
            now = "还没有填" if value is None else f"是 {_said(figure, value)}"
            sentence = f"已填完工日期，{figure.title}形象进度{now}，应为 100%。"
            yield Finding(line=line, figure=figure.key, sentence=sentence)


def _falls(line: ReturnLine, last: ReturnLine | None, explained: Collection[str]) -> Iterator[Finding]:
    for figure in BY_KEY.values():
        if figure.key not in explained and (sentence := fall(figure, getattr(line, figure.key), last)):
            yield Finding(line=line, figure=figure.key, sentence=sentence)


def _doubts(line: ReturnLine, total: Tally) -> Iterator[Finding]:
    """What may be right, and is more often a slip."""
    if line.physical == FULL and line.completed_on is None:
        yield _doubt(line, "completed_on", "各类形象进度都已到 100%，还没有填完工日期，请核对。")
    if line.completed_on and not total.invested:
        yield _doubt(line, "invested", "已填完工日期，各月都没有填完成投资，请核对。")
    yield from _too_much(line, total)
    yield from _unusual(line)


def _too_much(line: ReturnLine, total: Tally) -> Iterator[Finding]:
    """More built or paid than planned, more paid than built."""
    invested, paid, plan = total.invested or Decimal(0), total.paid or Decimal(0), line.investment
    in_plan = f"超过计划投资 {_said(BY_KEY['invested'], plan)}"
    if plan and invested > plan:
        yield _doubt(line, "invested", f"累计完成投资 {_said(BY_KEY['invested'], invested)}，{in_plan}，请核对。")
    over = [in_plan] if plan and paid > plan else []
    over += [f"多于累计完成投资 {_said(BY_KEY['invested'], invested)}"] if paid > invested else []
    if over:
        yield _doubt(line, "paid", f"累计拨付资金 {_said(BY_KEY['paid'], paid)}，{'，'.join(over)}，请核对。")


def _unusual(line: ReturnLine) -> Iterator[Finding]:
    """More than one site has in one month; of pipes and cables mostly metres where kilometres are asked for."""
    for figure in BY_KEY.values():
        value = getattr(line, figure.key)
        if figure.doubtful is None or value is None or abs(value) <= figure.doubtful:
            continue
        much = "一个小区较多" if figure.nature is Nature.STATE else "一个小区一个月较多"
        slip = "是不是以米填写的？" if figure.unit is KILOMETRES else ""
        said = f"{plain_figure(Decimal(value))} {figure.unit.symbol if figure.unit else ''}"
        yield _doubt(line, figure.key, f"{figure.title} {said}，{much}，{slip}请核对。")


def _doubt(line: ReturnLine, figure: str, sentence: str) -> Finding:
    return Finding(line=line, figure=figure, sentence=sentence, blocks=False)


def _said(figure: Figure, value: Any) -> str:
    return f"{shown(figure, value)}{figure.unit.symbol if figure.unit else ''}"

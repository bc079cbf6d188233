"""Drawing up versions of returns: the first with what is carried on from last month, the next as copies.

Called by other services inside their transaction, which is also where the act is audited.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Max

from accounts.models import User
from progress import tallying
from progress.choices import Span
from progress.figures import FIGURES, Nature
from progress.models import CellChange, MonthlyReturn, ReturnLine, ReturnVersion, Tally
from progress.models.returns import OPEN
from progress.selectors.ledger import paid_in_month
from progress.selectors.sites import lacking, last_lines
from progress.services.writing import put_back
from projects.choices import ProjectStatus
from projects.models import Phase, ProjectSite

BLOCK = 1_000  # rows per statement
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read for another
CODE_LENGTH = 8
DAYS = tuple(f.key for f in FIGURES if f.nature is Nature.DAY)
CARRIED = (*(f.key for f in FIGURES if f.nature in (Nature.DAY, Nature.LEVEL)), "problems")


def draw_up_first(*, returns: Sequence[MonthlyReturn], by: User | None = None) -> None:
    """The first version of each return, with a line per site that its street reports on."""
    versions = ReturnVersion.objects.bulk_create(
        ReturnVersion(
            monthly_return=each,
            division_id=each.division_id,
            month=each.month,
            number=1,
            code=new_code(),
            created_by=by,
        )
        for each in returns
    )
    for each, version in zip(returns, versions, strict=True):
        each.current = version
    MonthlyReturn.objects.bulk_update(returns, ["current"], batch_size=BLOCK)
    for version in versions:
        add_missing_lines(version=version)


def add_missing_lines(*, version: ReturnVersion) -> int:
    """Lines for sites of the street that the version lacks, with what last month said of them and what the ledger of
    money knows. Returns how many."""
    after = version.lines.aggregate(last=Max("position"))["last"] or 0
    sites = list(lacking(version))
    last = last_lines(site_ids=[site.pk for site in sites], before=version.month)
    works = _works([site.project_id for site in sites])
    as_at = version.monthly_return.reporting_month.as_at
    lines = [
        _line(version, site, position, works.get(site.project_id, []), last.get(site.pk), as_at)
        for position, site in enumerate(sites, start=after + 1)
    ]
    paid = paid_in_month(version=version, sites=[site.pk for site in sites], last=last)
    for line in lines:
        line.paid = paid.get(line.site_id)
    _create(lines, [last.get(line.site_id) for line in lines])
    return len(lines)


def draw_up_next(*, version: ReturnVersion, reason: str, correction: str, by: User) -> ReturnVersion:
    """A copy of the version's figures to be corrected; it becomes the return's current one."""
    made = ReturnVersion.objects.create(
        monthly_return=version.monthly_return,
        division_id=version.division_id,
        month=version.month,
        number=version.number + 1,
        reason=reason,
        correction=correction,
        code=new_code(),
        created_by=by,
    )
    lines = list(version.lines.prefetch_related("tallies"))
    old = [list(line.tallies.all()) for line in lines]
    for line in lines:
        line.pk, line.version = None, made
        line._state.adding = True
    ReturnLine.objects.bulk_create(lines, batch_size=BLOCK)
    copies = []
    for line, tallies in zip(lines, old, strict=True):
        for tally in tallies:
            tally.pk, tally.line = None, line
            tally._state.adding = True
            copies.append(tally)
    Tally.objects.bulk_create(copies, batch_size=BLOCK)
    MonthlyReturn.objects.filter(pk=made.monthly_return_id).update(current=made)
    version.monthly_return.current = made
    return made


def carry_on(*, version: ReturnVersion) -> None:
    """An earlier month has changed: let the next month's version in work start from it anew, sums and carried cells.

    A cell in which somebody has typed stays as it is, and so do all cells of a correction. The version is locked, so
    that nothing is typed into it between reading its figures and writing its sums.
    """
    later = (
        ReturnVersion.objects.select_for_update(of=("self",))
        .filter(division=version.division_id, month__gt=version.month, status__in=OPEN)
        .order_by("month")
        .first()
    )
    if later is None:
        return
    lines = list(later.lines.select_related("version"))
    last = last_lines(site_ids=[line.site_id for line in lines], before=later.month)
    old = tallying.tallies_of(lines)
    fresh = []
    for line in lines:
        for span in Span:
            tally = tallying.carried(line, last.get(line.site_id), span)
            tally.pk = old[line.pk][span].pk
            fresh.append(tally)
    put_back(fresh, [figure.key for figure in tallying.FLOWS])
    if later.number == 1:  # a correction starts from what was approved, not from the month before
        _carry_cells(lines, last)
    carry_on(version=later)


def _carry_cells(lines: Sequence[ReturnLine], last: Mapping[int, ReturnLine]) -> None:
    """What last month says now, in cells that nobody has typed into; the two dates of a line only together."""
    typed = defaultdict(set)
    for line_id, figure in CellChange.objects.filter(line__in=lines).values_list("line_id", "figure"):
        typed[line_id] |= set(DAYS) if figure in DAYS else {figure}
    moved = []
    for line in lines:
        said = {key: getattr(last.get(line.site_id), key, None) for key in CARRIED if key not in typed[line.pk]}
        fresh = {key: value for key, value in said.items() if value not in (None, "", getattr(line, key))}
        if fresh:
            for key, value in fresh.items():
                setattr(line, key, value)
            line.physical = tallying.overall(line)
            moved.append(line)
    if moved:
        put_back(moved, [*CARRIED, "physical"])


def new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _line(
    version: ReturnVersion,
    site: ProjectSite,
    position: int,
    works: Sequence[Phase],
    last: ReturnLine | None,
    as_at: date,
) -> ReturnLine:
    line = ReturnLine(
        version=version,
        site=site,
        division_id=site.division_id,
        position=position,
        year=site.project.programme.year,
        project_name=site.project.name,
        compound_name=site.compound.name,
        categories=site.entry.categories if site.entry else "",
        buildings=site.buildings,
        households=site.households,
        floor_area=site.floor_area,
        investment=site.investment,
        planned_start=min((p.planned_start for p in works if p.planned_start), default=None),
        planned_end=max((p.planned_end for p in works if p.planned_end), default=None),
        **{key: getattr(last, key) for key in CARRIED if last is not None},
    )
    if line.started_on is None:
        line.started_on = min(
            (p.actual_start for p in works if p.actual_start and p.actual_start <= as_at), default=None
        )
    line.physical = tallying.overall(line)
    return line


def _create(lines: Sequence[ReturnLine], last: Sequence[ReturnLine | None]) -> None:
    ReturnLine.objects.bulk_create(lines, batch_size=BLOCK)
    tallies = [tallying.carried(line, old, span) for line, old in zip(lines, last, strict=True) for span in Span]
    Tally.objects.bulk_create(tallies, batch_size=BLOCK)


def _works(project_ids: Iterable[int]) -> dict[int, list[Phase]]:
    """The phases in which each project is built: their days are the plan of its sites."""
    found: dict[int, list[Phase]] = {}
    for phase in Phase.objects.filter(project__in=set(project_ids), status=ProjectStatus.UNDER_CONSTRUCTION):
        found.setdefault(phase.project_id, []).append(phase)
    return found

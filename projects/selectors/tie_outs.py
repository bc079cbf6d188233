"""The sums behind a tie-out, and the entries behind its differences."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, QuerySet, Sum

from accounts.models import User
from divisions import territory
from divisions.models import Division, Level
from projects.models import Programme, ProgrammeEntry, Target
from projects.tie_out import MEASURES, MEASURES_HOUSEHOLDS_IN_WAN, Line, Sums, TieOut, tie_out

FIGURES = tuple(measure.key for measure in MEASURES if measure.key != "compounds")
BELOW = {
    Level.COUNTRY: Level.PROVINCE,
    Level.PROVINCE: Level.PREFECTURE,
    Level.PREFECTURE: Level.COUNTY,
    Level.COUNTY: Level.STREET,
    Level.STREET: Level.COMMUNITY,
    Level.COMMUNITY: Level.COMMUNITY,
}


def line_code(programme: Programme, code: str) -> str:
    """The line of the programme's table to which a division belongs: its street, in a prefecture its county."""
    return territory.code_of(code[: BELOW[Level(programme.division.level)]])


def lines_below(programme_division: Division) -> QuerySet[Division]:
    """The divisions that have a line in the programme's table."""
    below = BELOW[Level(programme_division.level)]
    return Division.objects.in_force().within(programme_division.prefix).filter(level=below)


def tie_out_of(programme: Programme, *, user: User) -> TieOut:
    """The plan's targets against the sum of its records, as far as this person may see both. Three queries."""
    targets = Target.objects.for_user(user).filter(programme=programme)
    promised = {target.division_id: {m.key: getattr(target, m.key) for m in MEASURES} for target in targets}
    sums = sums_by_line(programme, ProgrammeEntry.objects.for_user(user).of(programme))
    codes = promised.keys() | sums.keys()
    return tie_out(
        targets=promised,
        sums=sums,
        names=dict(Division.objects.filter(pk__in=codes).values_list("code", "name")),
        whole=programme.division_id,
        show_total=territory.contains(user.territory, programme.division_id),
        measures=MEASURES_HOUSEHOLDS_IN_WAN if programme.households_in_wan else MEASURES,
    )


def sums_by_line(programme: Programme, entries: QuerySet[ProgrammeEntry]) -> dict[str, Sums]:
    """What the entries add up to by line of the table: one GROUP BY over the divisions, folded to their lines."""
    given = {f"{key}_given": Count(key) for key in FIGURES}
    groups = (
        entries.order_by()
        .values("division_id")
        .annotate(entries=Count("pk"), **{f"{key}_sum": Sum(key) for key in FIGURES}, **given)
    )
    figures: dict[str, dict] = defaultdict(lambda: dict.fromkeys(("compounds", *FIGURES), 0))
    blank: dict[str, dict] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
    for group in groups:
        code = line_code(programme, group["division_id"])
        figures[code]["compounds"] += group["entries"]
        for key in FIGURES:
            figures[code][key] += group[f"{key}_sum"] or 0
            blank[code][key] += group["entries"] - group[f"{key}_given"]
    return {code: Sums(figures[code], blank[code]) for code in figures}


def entries_behind(programme: Programme, lines: Iterable[Line], *, user: User) -> dict[str, list[ProgrammeEntry]]:
    """The entries that make up these lines of the table, by line. One query."""
    codes = {line.code for line in lines}
    found: dict[str, list[ProgrammeEntry]] = {code: [] for code in codes}
    entries = ProgrammeEntry.objects.for_user(user).of(programme).select_related("compound", "division", "batch")
    for entry in entries.order_by("division_id", "number", "pk") if codes else ():
        if (code := line_code(programme, entry.division_id)) in found:
            found[code].append(entry)
    return found

"""Reads that join, sum or shape the programme for pages, lists and imports."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils.timezone import localtime

from accounts.models import User
from communities.models import Compound
from communities.selectors.duplicates import look_alikes
from divisions import territory
from divisions.models import Division, Level
from projects.models import Programme, ProgrammeEntry, Target
from projects.policies import Listing
from projects.tie_out import MEASURES, MEASURES_HOUSEHOLDS_IN_WAN, Line, Measure, Sums, TieOut, tie_out

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


def with_last_changes(entries: Sequence[ProgrammeEntry]) -> Sequence[ProgrammeEntry]:
    """The entries with `last_change`: what their figures were before and who changed them; "" if nobody did. One query.

    Where a plan used to tie out, this names the row that makes the difference.
    """
    versions = ProgrammeEntry.history.filter(id__in=[entry.pk for entry in entries]).select_related("history_user")
    by_entry: dict[int, list] = defaultdict(list)
    for version in versions.order_by("-history_id"):
        by_entry[version.id].append(version)
    for entry in entries:
        told = (_told(newer, older) for newer, older in pairwise(by_entry[entry.pk]))
        entry.last_change = next(filter(None, told), "")
    return entries


def _told(newer: Any, older: Any) -> str:
    """居民户数 103 户 → 104 户（2023-03-02 示例领导小组办公室）."""
    changed = [m for m in MEASURES if m.key in FIGURES and getattr(newer, m.key) != getattr(older, m.key)]
    if not changed:
        return ""
    told = "；".join(f"{m.title} {_words(m, older)} → {_words(m, newer)}" for m in changed)
    return f"{told}（{localtime(newer.history_date):%Y-%m-%d %H:%M} {newer.history_user or ''}）"


def _words(measure: Measure, version: Any) -> str:
    figure = getattr(version, measure.key)
    return "空" if figure is None else measure.words(measure.figure(figure))


def listed_look_alikes(compound: Compound) -> list[tuple[str, str, Listing]]:
    """Other compounds of the district that may be this one and are listed somewhere: name, reason, listing."""
    district = Compound.objects.within(compound.division_id[: Level.COUNTY])
    found = [(pair.other, pair.reason) for pair in look_alikes(compound, among=district)]
    listings = listings_of([place.ref for place, _ in found])
    return [(place.name, reason, listing) for place, reason in found for listing in listings.get(place.ref, [])]


def listings_of(compounds: Collection[int], *, apart_from: int | None = None) -> Mapping[int, list[Listing]]:
    """In which programmes these compounds are listed, by compound; all of them, also those out of the reader's sight.

    `apart_from` is the programme in hand. Two queries.
    """
    entries = (
        ProgrammeEntry.objects.filter(compound__in=compounds)
        .exclude(programme=apart_from)
        .select_related("programme")
        .prefetch_related("only_buildings")
        .order_by("programme__year")
    )
    found: dict[int, list[Listing]] = defaultdict(list)
    for entry in entries:
        buildings = frozenset(building.name for building in entry.only_buildings.all())
        listing = Listing(entry.programme_id, entry.programme.title, entry.programme.year, buildings)
        found[entry.compound_id].append(listing)
    return found

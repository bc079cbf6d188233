"""The workbook 方案内容表 read against a scheme: for each row its place, its item, and the line it already is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from communities.models import Building, Unit
from communities.naming import name_key, spelling
from core.imports.layout import Context, LedgerRow
from divisions import territory
from projects.models import ProjectSite, Scheme, SchemeItem, WorkItem
from projects.selectors.schemes import LINE_PARTS
from projects.services.scheme_items import Key, key_of

BUILDING_WORDS = re.compile(r"(?:号楼|楼|栋|号)$")
UNIT_WORDS = re.compile(r"(?:号?单元|门栋|门)$")
Named = TypeVar("Named", ProjectSite, Building, Unit)


@dataclass(eq=False)
class Line:
    """One row with what it means here; `wrong` says of which column and why something was not found."""

    row: LedgerRow
    site: ProjectSite | None = None
    building: Building | None = None
    unit: Unit | None = None
    item: WorkItem | None = None
    kept: SchemeItem | None = None
    wrong: tuple[str, str] | None = None

    @property
    def part(self) -> str:
        return (self.row.values.get("part") or "").strip()

    @property
    def key(self) -> Key | None:
        if self.wrong or self.site is None or self.item is None:
            return None
        building, unit = (each.pk if each else None for each in (self.building, self.unit))
        return (self.site.pk, building, unit, self.item.pk, self.part)

    @property
    def label(self) -> str:
        values = self.row.values
        return " ".join(str(values[key]) for key in ("site", "building", "unit", "item") if values.get(key))


class SchemeLedger:
    """Rows of one file for one scheme. Reads in a fixed number of queries, whatever the number of rows."""

    def __init__(self, rows: Sequence[LedgerRow], context: Context) -> None:
        related = ("project__programme", "project__division", "project__implementer")
        self.scheme = Scheme.objects.select_related(*related).get(pk=context.options["scheme"])
        sites = self.scheme.project.sites.select_related("compound").prefetch_related(
            "compound__buildings__units", "only_buildings"
        )
        self.sites = list(sites)
        self._catalogue = _catalogue(self.scheme)
        self._items = {spelling(word): item for item in self._catalogue.values() for word in (item.code, item.name)}
        self._kept = {key_of(line): line for line in self.scheme.items.select_related(*LINE_PARTS)}
        self.lines = [self._line(row) for row in rows]

    def item(self, pk: int) -> WorkItem:
        """One of the catalogue, as it is now."""
        return self._catalogue[pk]

    def _line(self, row: LedgerRow) -> Line:
        line = Line(row)
        self._find_place(line)
        self._find_item(line)
        line.kept = self._kept.get(line.key) if line.key else None
        return line

    def _find_place(self, line: Line) -> None:
        values = line.row.values
        line.site = _named(str(values["site"]), self.sites, lambda text: name_key(text))
        if line.site is None:
            names = "、".join(map(str, self.sites))
            line.wrong = ("site", f"本项目没有这个小区。本项目的小区是：{names}。")
            return
        if building := values.get("building"):
            every = list(line.site.compound.buildings.all())
            line.building = _named(str(building), every, lambda text: BUILDING_WORDS.sub("", spelling(text)))
            limited = list(line.site.only_buildings.all())
            if line.building is None:
                line.wrong = ("building", f"{line.site}没有登记楼栋“{building}”，请先在小区页登记，或改正楼号。")
                return
            if limited and line.building not in limited:
                names = "、".join(map(str, limited))
                line.wrong = ("building", f"{line.site}只改造{names}，“{building}”不在本项目内。")
                return
        if unit := values.get("unit"):
            self._find_unit(line, str(unit))

    def _find_unit(self, line: Line, text: str) -> None:
        if line.building is None:
            line.wrong = ("unit", "填了单元，请同时填写楼栋。")
            return
        every = list(line.building.units.all())
        line.unit = _named(text, every, lambda text: UNIT_WORDS.sub("", spelling(text)))
        if line.unit is None:
            line.wrong = ("unit", f"{line.building}没有登记单元“{text}”，请先在小区页登记，或改正单元。")

    def _find_item(self, line: Line) -> None:
        """A retired item is found too, for the lines that have it already."""
        text = str(line.row.values["item"])
        line.item = self._items.get(spelling(text))
        if line.item is None and line.wrong is None:
            sentence = f"改造内容清单里没有“{text}”。请填清单里的名称或编号；确需新增的，请先由办公室加入清单。"
            line.wrong = ("item", sentence)


def _catalogue(scheme: Scheme) -> dict[int, WorkItem]:
    """What this division may know, by key; of two items of one name the last wins: the nearest that is in use."""
    line = territory.ancestors(scheme.project.division_id)
    found = WorkItem.objects.filter(division__in=line).select_related("division")
    ordered = sorted(found, key=lambda item: (item.retired_on is not None, line.index(item.division_id)), reverse=True)
    return {item.pk: item for item in ordered}


def _named(text: str, among: Iterable[Named], key: Any) -> Named | None:
    """The one with exactly this name, else the only one that is spelled alike."""
    every = list(among)
    exact = [each for each in every if str(each) == text]
    alike = exact or [each for each in every if key(str(each)) == key(text)]
    return alike[0] if len(alike) == 1 else None

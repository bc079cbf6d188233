"""Which compounds may be the same one entered twice (F14, B八(三)). Pure: places in, pairs with the reason out.

Two places are compared only where they share a key of their district, never each with each. Numbers are part of every
key: 新运23号院 and 新运十号院 never meet.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any
from unicodedata import normalize

from communities import naming

# A key that more places share than this tells nothing, such as one address typed for a whole estate.
CROWD = 20


@dataclass(frozen=True)
class Place:
    """A compound, or a row of a ledger that may become one. `district` is the six-digit prefix it lies in."""

    ref: Any  # by which the caller knows it again
    district: str
    name: str
    former_names: str = ""
    address: str = ""
    street: str = ""  # only to be shown

    @cached_property
    def former_stems(self) -> dict[str, str]:
        """Former names by their stem."""
        return {naming.name_stem(name): name for name in naming.split_names(self.former_names)}

    @cached_property
    def stem(self) -> str:
        return naming.name_stem(self.name)

    @cached_property
    def spots(self) -> set[str]:
        """Addresses it is known under: its own, and its name, which often is one (健康路195号院)."""
        return {key for key in (naming.address_key(self.address), naming.name_key(self.name)) if key}

    @cached_property
    def keys(self) -> set[tuple[str, str, str]]:
        names = {(self.district, "name", stem) for stem in (self.stem, *self.former_stems)}
        return names | {(self.district, "spot", spot) for spot in self.spots}


@dataclass(frozen=True)
class Likeness:
    """Two places that may be one, and why."""

    one: Place
    other: Place
    reason: str


def pairs(places: Iterable[Place]) -> list[Likeness]:
    """Every likely pair among these, each once."""
    blocks = _blocks(places)
    met = {(id(one), id(other)): (one, other) for block in blocks.values() for one, other in combinations(block, 2)}
    return list(_explained(met.values()))


def likely(rows: Iterable[Place], existing: Iterable[Place]) -> list[Likeness]:
    """For each row of a ledger the existing compounds that it may be; `one` is the row."""
    blocks = _blocks(existing)
    met = {(id(row), id(other)): (row, other) for row in rows for key in row.keys for other in blocks.get(key, ())}
    return list(_explained(met.values()))


def reason_for(one: Place, other: Place) -> str:
    """Why the two may be one compound, in a sentence; "" where nothing speaks for it."""
    return "；".join(filter(None, (_by_name(one, other), _by_former_name(one, other), _by_spot(one, other))))


def _blocks(places: Iterable[Place]) -> dict[tuple[str, str, str], list[Place]]:
    blocks = defaultdict(list)
    for place in places:
        for key in place.keys:
            if len(blocks[key]) < CROWD:
                blocks[key].append(place)
    return blocks


def _explained(met: Iterable[tuple[Place, Place]]) -> Iterator[Likeness]:
    for one, other in met:
        if reason := reason_for(one, other):
            yield Likeness(one, other, reason)


def _by_name(one: Place, other: Place) -> str:
    if one.stem != other.stem:
        return ""
    if one.name == other.name:
        return "名称相同"
    if normalize("NFKC", one.name) == normalize("NFKC", other.name):
        return "名称只有全角、半角之分"
    if naming.spelling(one.name) == naming.spelling(other.name):
        return "名称只有数字或标点写法之分"
    if naming.name_key(one.name) == naming.name_key(other.name):
        return "名称只有“小区”“号院”等结尾之分"
    return "名称去掉“家属院”“号楼”等字后相同"


def _by_former_name(one: Place, other: Place) -> str:
    for place, former_of in ((one, other), (other, one)):
        if place.stem in former_of.former_stems:
            return f"“{former_of.former_stems[place.stem]}”是{former_of.name}的曾用名"
    shared = one.former_stems.keys() & other.former_stems.keys()
    return f"曾用名相同：{one.former_stems[min(shared)]}" if shared else ""


def _by_spot(one: Place, other: Place) -> str:
    own, its = naming.address_key(one.address), naming.address_key(other.address)
    if own and own == its:
        return f"坐落相同：{one.address}"
    if own and own == naming.name_key(other.name):
        return f"{one.name}的坐落就是{other.name}"
    if its and its == naming.name_key(one.name):
        return f"{other.name}的坐落就是{one.name}"
    return ""

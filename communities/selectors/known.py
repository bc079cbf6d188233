"""Which compound on file a row of a ledger means."""

from collections import defaultdict
from collections.abc import Iterable

from communities.models import Compound
from communities.models.compounds import DERIVED, CompoundQuerySet
from communities.naming import name_key, split_names
from divisions.models import Level

Key = tuple[str, str]  # street prefix, name key


class KnownCompounds:
    """Compounds by street and name in any spelling; three queries, then any number of rows in memory.

    A name on file goes before a former one, the very same spelling before another.
    """

    def __init__(self, among: CompoundQuerySet, names: Iterable[str]) -> None:
        """`names`: everything that the rows call compounds, former names included."""
        keys = {name_key(name) for name in names}
        active = among.active().defer(*DERIVED)
        present = list(active.filter(name_key__in=keys))
        renamed = among.active().exclude(former_names="").values_list("pk", "division_id", "former_names")
        former = [(_key(street, old), pk) for pk, street, names in renamed for old in split_names(names)]
        others = active.in_bulk([pk for (_, key), pk in former if key in keys])
        self._present: dict[Key, list[Compound]] = defaultdict(list)
        self._former: dict[Key, list[Compound]] = defaultdict(list)
        for compound in present:
            self._present[_key(compound.division_id, compound.name)].append(compound)
        for key, pk in former:
            if pk in others:
                self._former[key].append(others[pk])

    def find(self, *, division_id: str, name: str, former_names: str = "") -> list[Compound]:
        """The compound that is meant; none for a new one; several where it is not clear."""
        named = self._present[_key(division_id, name)]
        exact = [compound for compound in named if compound.name == name]
        if len(exact) > 1:  # one name in several communities of the street
            exact = [compound for compound in exact if compound.division_id == division_id] or exact
        by_old_name = [c for old in split_names(former_names) for c in self._present[_key(division_id, old)]]
        return exact or named or self._former[_key(division_id, name)] or by_old_name


def _key(division_id: str, name: str) -> Key:
    return division_id[: Level.STREET], name_key(name)

"""What hangs on compounds, in whatever room: found through the foreign keys, so that a new room need not be added."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import PROTECT, QuerySet

from communities.models import Building, Compound


@dataclass(frozen=True)
class Part:
    """The rows of one kind that belong to some compounds."""

    title: str
    rows: QuerySet
    owner: str  # name of the foreign key
    bars_removal: bool  # the room that owns these rows forbids that the compound goes

    @cached_property
    def owners(self) -> set[int]:
        """The compounds that have such rows."""
        return set(self.rows.values_list(f"{self.owner}_id", flat=True))

    @cached_property
    def binding(self) -> int:
        """How many of them keep the compound on the register; a room may say which are over and done with."""
        kind = self.rows.model._default_manager.all()
        rows = kind.binding().filter(pk__in=self.rows.values("pk")) if hasattr(kind, "binding") else self.rows
        return rows.count() if self.bars_removal else 0

    @cached_property
    def count(self) -> int:
        return self.rows.count()


def parts_of(compound: Compound) -> list[Part]:
    """Every kind of record that the compound has; one query for each kind."""
    return [part for part in parts_of_any([compound.pk]) if part.count]


def parts_of_any(compounds: Collection[int]) -> Iterator[Part]:
    """Every kind of record that compounds can have. One-to-one rows are derived from the compound and do not count."""
    for relation in Compound._meta.related_objects:
        if relation.one_to_many:
            kind, owner = relation.related_model, relation.field.name
            rows = kind._base_manager.filter(**{f"{owner}__in": list(compounds)})
            yield Part(str(kind._meta.verbose_name), rows, owner, relation.on_delete is PROTECT)


def lists_naming(building: Building) -> list[str]:
    """The kinds of list, in whatever room, that name this very building."""
    relations = (field for field in Building._meta.get_fields(include_hidden=True) if field.auto_created)
    return [
        str(relation.related_model._meta.verbose_name)
        for relation in relations
        if relation.many_to_many and relation.related_model._base_manager.filter(**{relation.field.name: building})
    ]

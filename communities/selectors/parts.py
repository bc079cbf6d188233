"""What hangs on a compound, in whatever room: found through the foreign keys, so that a new room need not be added."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import PROTECT, QuerySet

from communities.models import Building, Compound


@dataclass(frozen=True)
class Part:
    """The rows of one kind that belong to a compound."""

    title: str
    rows: QuerySet
    count: int
    bars_removal: bool  # the owner of these rows forbids that the compound goes


def parts_of(compound: Compound) -> list[Part]:
    """Every kind of record that the compound has; one query for each kind."""
    return [part for part in _parts(compound) if part.count]


def _parts(compound: Compound) -> Iterator[Part]:
    for relation in Compound._meta.related_objects:
        if relation.one_to_many:  # one_to_one rows are derived from the compound
            rows = relation.related_model._base_manager.filter(**{relation.field.name: compound})
            title = str(relation.related_model._meta.verbose_name)
            yield Part(title, rows, rows.count(), relation.on_delete is PROTECT)


def lists_naming(building: Building) -> list[str]:
    """The kinds of list, in whatever room, that name this very building."""
    relations = (field for field in Building._meta.get_fields(include_hidden=True) if field.auto_created)
    return [
        str(relation.related_model._meta.verbose_name)
        for relation in relations
        if relation.many_to_many and relation.related_model._base_manager.filter(**{relation.field.name: building})
    ]

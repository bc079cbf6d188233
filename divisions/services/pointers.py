"""Rows of every room that point at a division, found through the model registry: no room is forgotten."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from django.db.models import Case, ForeignKey, Model, UniqueConstraint, Value, When

from core.errors import DomainError
from divisions.models import Division, FormerName, Rule

NAMED_AT_MOST = 5
Absorber = Callable[[str, str], None]
ABSORBERS: dict[type[Model], Absorber] = {}
STAYING: set[type[Model]] = {Rule, FormerName}


class Clash(DomainError):
    """Two records would become the same one; the text names them."""


def absorbs(model: type[Model]) -> Callable[[Absorber], Absorber]:
    """A room says how two of its records become one when their divisions do: f(old code, new code), before the move."""

    def register(function: Absorber) -> Absorber:
        ABSORBERS[model] = function
        return function

    return register


def stays(*models: type[Model]) -> None:
    """A room says which of its records are papers of their time: they stay under the division that made them."""
    STAYING.update(models)


def move(codes: Mapping[str, str]) -> Counter[str]:
    """Let every row that points at an old code point at the new one, under which nothing stands yet.

    Returns how many of each kind. History tables keep the old code: that is what the row said then.
    """
    return _move(codes, pointers())


def absorb(old: str, new: str) -> Counter[str]:
    """Let every row of one division point at another that has rows of its own.

    The old one keeps its rules, which must not begin to bind the other, its former names, and the papers it made.
    Refused where two records would collide and their room has not said how they become one.
    """
    moving = [pointer for pointer in pointers() if not issubclass(pointer.model, tuple(STAYING))]
    for become_one in ABSORBERS.values():
        become_one(old, new)
    for pointer in moving:
        _refuse_clashes(pointer, old, new)
    return _move({old: new}, moving)


def pointers() -> Iterator[ForeignKey]:
    """Foreign keys to a division, but for the divisions' own and those of history tables."""
    for relation in Division._meta.get_fields(include_hidden=True):
        model = relation.related_model
        is_history = hasattr(model, "instance_type")
        if relation.auto_created and not relation.concrete and model is not Division and not is_history:
            yield relation.field


def _move(codes: Mapping[str, str], along: Iterator[ForeignKey] | list[ForeignKey]) -> Counter[str]:
    moved: Counter[str] = Counter()
    for pointer in along:
        rows = pointer.model._base_manager.filter(**{f"{pointer.name}__in": codes})
        goes_to = Case(*(When(**{pointer.name: old}, then=Value(new)) for old, new in codes.items()))
        moved[str(pointer.model._meta.verbose_name)] += rows.update(**{pointer.name: goes_to})
    return +moved


def _refuse_clashes(pointer: ForeignKey, old: str, new: str) -> None:
    """Compare what the unique constraints compare, before the database does, to be able to name the records."""
    model = pointer.model
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and pointer.name in constraint.fields:
            rows = model._base_manager.filter(*filter(None, [constraint.condition]))
            others = [model._meta.get_field(name).attname for name in constraint.fields if name != pointer.name]
            there = set(rows.filter(**{pointer.name: new}).values_list(*others))
            moving = rows.filter(**{pointer.name: old}) if there else ()
            if clashing := [row for row in moving if _key(row, others) in there]:
                names = "、".join(map(str, clashing[:NAMED_AT_MOST]))
                kind = model._meta.verbose_name
                raise Clash(f"两处有相同的{kind}（{names}，共 {len(clashing)} 项），请先改名或合并，再合并区划。")


def _key(row: Model, fields: list[str]) -> tuple:
    return tuple(getattr(row, field) for field in fields)

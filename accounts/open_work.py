"""Open work: whatever a foreign key named `assigned_to` gives to a person, in every room of the model registry."""

from collections.abc import Iterator

from django.db.models import ForeignKey, QuerySet

from accounts.models import User

FIELD = "assigned_to"


def assignments() -> Iterator[ForeignKey]:
    for relation in User._meta.get_fields(include_hidden=True):
        is_history = hasattr(relation.related_model, "instance_type")
        if relation.auto_created and not relation.concrete and not is_history and relation.field.name == FIELD:
            yield relation.field


def assigned(assignment: ForeignKey, person: User) -> QuerySet:
    return assignment.model._base_manager.filter(**{FIELD: person})


def open_work(person: User) -> dict[str, int]:
    """How much of each kind hangs on her: {"小区": 12}; kinds of which there is nothing are left out."""
    counts = {str(key.model._meta.verbose_name): assigned(key, person).count() for key in assignments()}
    return {kind: count for kind, count in counts.items() if count}

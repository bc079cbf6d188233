"""Batches with what is in them, as far as the reader may see it."""

from datetime import date

from django.db.models import Count, Q

from accounts.models import User
from divisions import territory
from projects.models import Batch, PhaseTemplate, Programme


def batches_of(programme: Programme, *, user: User) -> list[Batch]:
    """The batches with `assigned`, the reader's compounds in each, and `differs`: not as many as planned.

    Only who sees the whole programme can tell the second. Two queries, with the dates.
    """
    inside = Q(entries__division__pk__range=territory.bounds(user.territory))
    found: list[Batch] = list(
        programme.batches.annotate(assigned=Count("entries", filter=inside)).prefetch_related("dates")
    )
    sees_all = territory.contains(user.territory, programme.division_id)
    for batch in found:
        batch.differs = sees_all and batch.compounds is not None and batch.assigned != batch.compounds
    return found


def stages_in(division_code: str, *, on: date) -> list[str]:
    """What a division's own plan calls the phases of its projects; none where no template is in force."""
    template = PhaseTemplate.objects.in_force(division_code, on)
    return list(template.phases.values_list("name", flat=True)) if template else []

"""What people did with a project and its schemes, each act with its reason: the part of its history no row keeps."""

from django.db.models import Q

from core.models import AuditEntry
from projects.models import Project, Scheme

MOST = 300  # newest acts on one page


def acts_of(project: Project) -> list[AuditEntry]:
    """By whomever, newest first: dates moved, gates proved or overruled, schemes submitted and decided. Two queries.

    Whoever sees the project may read them, also without the right to the log of all acts.
    """
    schemes = [str(pk) for pk in Scheme.objects.filter(project=project).values_list("pk", flat=True)]
    about = Q(subject_type=Project._meta.label, subject_id=str(project.pk))
    about |= Q(subject_type=Scheme._meta.label, subject_id__in=schemes)
    return list(AuditEntry.objects.filter(about, succeeded=True).select_related("by")[:MOST])

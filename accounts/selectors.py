"""Reads about people: who is locked out, who could take over, who may do what."""

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import sign_in_log
from accounts.models import Act, Organisation, User
from accounts.permissions import GRANTS, Permission, Role
from core.models import AuditEntry
from divisions import territory

LAST_ACTS = 20
SUGGESTIONS = 20


def people_listed(user: User) -> QuerySet[User]:
    """The people of her territory, each with `is_locked`: still shut out after failed sign-ins."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    failures = AccessAttempt.objects.filter(
        username=OuterRef("username"), failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gte=since
    )
    return User.objects.for_user(user).annotate(is_locked=Exists(failures))


def organisations_listed(user: User) -> QuerySet[Organisation]:
    working = Count("people", filter=Q(people__is_active=True))
    return Organisation.objects.for_user(user).select_related("division").annotate(people_count=working)


def suggest_organisations(*, user: User, text: str) -> list[dict[str, str]]:
    """What a search field offers: at most twenty organisations in force of her territory."""
    found = Organisation.objects.for_user(user).active().filter(name__contains=text).select_related("division")
    return [
        {"code": str(organisation.pk), "name": organisation.name, "path": organisation.division.name}
        for organisation in found.order_by("division_id", "name")[:SUGGESTIONS]
    ]


def acts_listed(user: User) -> QuerySet[Act]:
    return Act.objects.for_user(user).select_related("by", "division")


def last_acts_on(subject: User | Organisation) -> list[AuditEntry]:
    """What was done to a person's account or an organisation, newest first; her sign-ins stand in the log alone."""
    acts = AuditEntry.objects.filter(subject_type=subject._meta.label, subject_id=str(subject.pk))
    return list(acts.exclude(action__in=sign_in_log.ACTIONS).select_related("by")[:LAST_ACTS])


def possible_successors(person: User, *, by: User) -> QuerySet[User]:
    """Those who would see and could do all that hangs on her; her own colleagues only, when she hands over herself."""
    needed = GRANTS.get(person.role, frozenset())
    colleagues = person.organisation.people if by.pk == person.pk else User.objects.for_user(by)
    able = colleagues.active().filter(
        role__in=[role for role in Role if GRANTS[role] >= needed],
        organisation__division__in=territory.ancestors(person.organisation.division_id),
    )
    return able.exclude(pk=person.pk).order_by("organisation__name", "full_name")


def rights_table() -> list[tuple[str, list[bool]]]:
    """Per permission, whether each role holds it: the table 谁能做什么."""
    return [(permission.label, [permission in GRANTS[role] for role in Role]) for permission in Permission]

"""What is still open, and whose it is: the ground of to-do list, calendar, feed and bell."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, TextChoices

from accounts.models import Organisation
from accounts.permissions import Permission
from deadlines.models import Deadline
from deadlines.words import SOON
from divisions import territory

SUGGESTIONS = 20


class Whose(TextChoices):
    MINE = "mine", "我的"
    UNIT = "unit", "本单位"
    TERRITORY = "territory", "辖区"


def offered(user: Any) -> list[Whose]:
    """The points of view that this person has."""
    return list(Whose) if user.may(Permission.VIEW_DEADLINES) else [Whose.MINE, Whose.UNIT]


def chosen(user: Any, asked: str) -> Whose:
    """What the address asks for, if she has it, otherwise her own."""
    return next((each for each in offered(user) if each.value == asked), Whose.MINE)


def owed(user: Any, whose: Whose, *, under: str = "") -> QuerySet[Deadline]:
    """Open deadlines of herself, of her organisation, or of all her territory; `under` narrows it to a division."""
    rows = Deadline.objects.for_user(user).open()
    if under:
        rows = rows.in_division(under)
    if whose is Whose.MINE:
        return rows.of_person(user)
    return rows.of_organisation(user) if whose is Whose.UNIT else rows


def urgent(user: Any, today: date) -> dict[str, int]:
    """How many of her own are overdue, and how many fall due within a week: one query."""
    near = owed(user, Whose.MINE).filter(due_on__lte=today + timedelta(days=SOON))
    overdue, soon = Count("pk", filter=Q(due_on__lt=today)), Count("pk", filter=Q(due_on__gte=today))
    return near.order_by().aggregate(overdue=overdue, soon=soon)


def organisations_that_may_owe(user: Any) -> QuerySet[Organisation]:
    """Those of her territory and of the divisions above it: a bureau of the district answers for streets, too."""
    if not user.is_authenticated or user.territory is None:
        return Organisation.objects.none()
    above = Organisation.objects.filter(division_id__in=territory.ancestors(user.division_id))
    return Organisation.objects.for_user(user) | above


def suggest_organisations(*, user: Any, text: str) -> list[dict[str, str]]:
    """What a search field offers: at most twenty."""
    found = organisations_that_may_owe(user).filter(name__contains=text).select_related("division")
    return [
        {"code": str(each.pk), "name": each.name, "path": f"{each.division.name} {each.name}"}
        for each in found.order_by("division_id", "name")[:SUGGESTIONS]
    ]

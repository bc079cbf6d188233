"""The lists of the room."""

from django.db.models import CharField, Count, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Left, RPad

from accounts.models import User
from accounts.permissions import Permission
from core.lists import ListSpec, register
from divisions.territory import CODE_LENGTH
from projects import columns
from projects.filters import EntryFilter, ProgrammeFilter
from projects.models import Programme, ProgrammeEntry


def programmes_listed(user: User) -> QuerySet[Programme]:
    """Each programme with what its records add up to, as far as she may see them."""
    last_code = RPad(
        Left("division_id", Cast("division__level", IntegerField())), CODE_LENGTH, Value("9"), output_field=CharField()
    )
    entries = (
        ProgrammeEntry.objects.for_user(user)
        .filter(
            programme__year=OuterRef("year"),
            programme__division__pk__gte=OuterRef("division_id"),
            programme__division__pk__lte=OuterRef("last_code"),
        )
        .order_by()
        .values("programme__year")
    )

    def summed(expression):
        return Subquery(entries.annotate(figure=expression).values("figure"))

    return (
        Programme.objects.for_user(user)
        .select_related("division")
        .annotate(last_code=last_code)
        .annotate(
            entries_count=summed(Count("pk")),
            households_sum=summed(Sum("households")),
            floor_area_sum=summed(Sum("floor_area")),
            investment_sum=summed(Sum("investment")),
        )
    )


def entries_listed(user: User) -> QuerySet[ProgrammeEntry]:
    return ProgrammeEntry.objects.for_user(user).select_related("programme", "compound", "batch", "division__parent")


PROGRAMMES = register(
    ListSpec(
        key="programmes",
        title="年度计划",
        columns=columns.PROGRAMMES,
        filters=ProgrammeFilter,
        rows=programmes_listed,
        order="-year",
        permission=Permission.VIEW_PROGRAMMES,
        empty="还没有年度计划。由区领导小组办公室新建，再导入计划表。",
    )
)

ENTRIES = register(
    ListSpec(
        key="programme_entries",
        title="计划小区",
        columns=columns.ENTRIES,
        filters=EntryFilter,
        rows=entries_listed,
        order="number",
        permission=Permission.VIEW_PROGRAMMES,
        empty="计划里还没有小区。请导入计划表，或在年度计划页逐个列入。",
    )
)

"""What the lists about projects' money share in their filters."""

from django.db.models import QuerySet
from django_filters import FilterSet, ModelChoiceFilter

from core.lists import Asker
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from projects.filters import divisions_seen
from projects.forms.pickers import ProjectPicker
from projects.models import Project


def projects_seen(asker: Asker) -> QuerySet[Project]:
    return Project.objects.for_user(asker.user)


class OfTerritory(FilterSet):
    """Narrows a scoped list to a county or street."""

    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET]),
    )

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)


def project_filter(**options) -> ModelChoiceFilter:
    """One project, found by typing."""
    return ModelChoiceFilter(label="项目", queryset=projects_seen, widget=ProjectPicker(), **options)

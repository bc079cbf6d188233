"""What the list of projects can be narrowed by."""

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.forms.people import OrganisationPicker
from accounts.models import Organisation
from communities.models import Compound
from communities.search import search
from core.lists import Asker, YesNoFilter
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from projects.choices import ProjectStatus
from projects.filters import divisions_seen, programmes_seen
from projects.models import Programme, Project, ProjectSite


def organisations_seen(asker: Asker) -> QuerySet[Organisation]:
    return Organisation.objects.for_user(asker.user)


class ProjectFilter(FilterSet):
    """Late: the next date of a running project has gone by."""

    q = CharFilter(label="项目、编号、小区", method="named")
    programme = ModelChoiceFilter(label="年度计划", queryset=programmes_seen, method="of_programme", empty_label="全部")
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET, Level.COMMUNITY]),
    )
    batch = NumberFilter(label="批次", field_name="batch__number")
    status = ChoiceFilter(label="状态", choices=ProjectStatus.choices, empty_label="全部")
    late = YesNoFilter(label="逾期", method="is_late")
    year = NumberFilter(label="年度", field_name="programme__year")
    implementer = ModelChoiceFilter(label="实施主体", queryset=organisations_seen, widget=OrganisationPicker())
    due_before = DateFilter(label="期限不晚于", field_name="next_due_on", lookup_expr="lte")

    class Meta:
        model = Project
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        compounds = search(Compound.objects.all(), text)
        sites = ProjectSite.objects.filter(compound__in=compounds).values("project")
        return rows.filter(name__contains=text) | rows.filter(number__contains=text) | rows.filter(pk__in=sites)

    def of_programme(self, rows: QuerySet, name: str, programme: Programme) -> QuerySet:
        return rows.of(programme)

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)

    def is_late(self, rows: QuerySet, name: str, asked: bool) -> QuerySet:
        late = rows.running().filter(next_due_on__lt=timezone.localdate())
        return late if asked else rows.exclude(pk__in=late.values("pk"))

"""What the programme lists can be narrowed by."""

from decimal import Decimal

from django.db.models import QuerySet
from django.forms import HiddenInput
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from communities.models import Compound
from communities.search import search
from core.imports.selectors import subject_ids
from core.lists import Asker
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from projects.choices import Category, ProgrammeStatus
from projects.models import Programme, ProgrammeEntry


def programmes_seen(asker: Asker) -> QuerySet[Programme]:
    return Programme.objects.for_user(asker.user)


def divisions_seen(asker: Asker) -> QuerySet[Division]:
    return Division.objects.for_user(asker.user)


class ProgrammeFilter(FilterSet):
    q = CharFilter(label="名称、文号", method="containing")
    year = NumberFilter(label="年度")
    status = ChoiceFilter(label="状态", choices=ProgrammeStatus.choices, empty_label="全部")

    class Meta:
        model = Programme
        fields: list[str] = []

    def containing(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(title__contains=text) | rows.filter(document__contains=text)


class EntryFilter(FilterSet):
    q = CharFilter(label="小区", method="named")
    programme = ModelChoiceFilter(label="年度计划", queryset=programmes_seen, method="of_programme", empty_label="全部")
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET, Level.COMMUNITY]),
    )
    batch = NumberFilter(label="期次", field_name="batch__number")
    category = ChoiceFilter(
        label="改造类别", field_name="categories", lookup_expr="contains", choices=Category.choices, empty_label="全部"
    )
    year = NumberFilter(label="年度", field_name="programme__year")
    imported = NumberFilter(label="导入批次", method="brought_in", widget=HiddenInput)

    class Meta:
        model = ProgrammeEntry
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(compound__in=search(Compound.objects.all(), text))

    def of_programme(self, rows: QuerySet, name: str, programme: Programme) -> QuerySet:
        return rows.of(programme)

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)

    def brought_in(self, rows: QuerySet, name: str, import_id: Decimal) -> QuerySet:
        return rows.filter(pk__in=subject_ids(int(import_id)))

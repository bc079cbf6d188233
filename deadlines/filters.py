"""What the list of everything that is due is narrowed by."""

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, FilterSet, ModelChoiceFilter
from django_filters.widgets import DateRangeWidget

from accounts.models import Organisation
from core.lists import Asker, YesNoFilter
from core.widgets import Picker
from deadlines import kinds
from deadlines.choices import Outcome
from deadlines.models import Deadline
from deadlines.models.deadlines import OPEN
from deadlines.selectors.owed import organisations_that_may_owe

ALL = "all"


def organisations(asker: Asker) -> QuerySet[Organisation]:
    return organisations_that_may_owe(asker.user)


class OrganisationPicker(Picker):
    hint = "单位名称"


def date_range() -> DateRangeWidget:
    return DateRangeWidget(attrs={"type": "date"})


class DeadlineFilter(FilterSet):
    """Without a word about the state the list shows what is open."""

    q = CharFilter(label="事项", field_name="title", lookup_expr="contains")
    organisation = ModelChoiceFilter(
        label="责任单位", queryset=organisations, widget=OrganisationPicker("deadlines:organisation_search")
    )
    due = DateFromToRangeFilter(label="期限", field_name="due_on", widget=date_range())
    overdue = YesNoFilter(label="逾期", method="is_overdue")
    kind = ChoiceFilter(label="类别", choices=kinds.choices)
    state = ChoiceFilter(
        label="状态", choices=[*Outcome.choices, (ALL, "全部")], empty_label="未办结", method="in_state"
    )
    closed = DateFromToRangeFilter(label="办结日期", field_name="closed_on", widget=date_range())
    nobody = YesNoFilter(label="未指定责任单位", field_name="organisation", lookup_expr="isnull")

    class Meta:
        model = Deadline
        fields: list[str] = []

    def filter_queryset(self, rows: QuerySet) -> QuerySet:
        found = super().filter_queryset(rows)
        return found if self.form.cleaned_data.get("state") else found.filter(OPEN)

    def in_state(self, rows: QuerySet, name: str, state: str) -> QuerySet:
        return rows if state == ALL else rows.filter(closed_on__isnull=False, outcome=state)

    def is_overdue(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        """Past its day while open, or done after it; what was withdrawn was never late."""
        late = OPEN & Q(due_on__lt=timezone.localdate()) | Q(outcome=Outcome.DONE, closed_on__gt=F("due_on"))
        return rows.filter(late) if wanted else rows.exclude(late)

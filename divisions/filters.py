from django_filters import ChoiceFilter, FilterSet
from django_filters import CharFilter as TextFilter

from divisions.models import Division, DivisionQuerySet, Level


class DivisionFilter(FilterSet):
    """Divisions in force unless others are asked for."""

    q = TextFilter(label="名称、曾用名、代码、拼音", method="search")
    level = ChoiceFilter(label="级别", choices=Level)
    state = ChoiceFilter(label="状态", choices=[("now", "现行"), ("ended", "已停用")], method="in_state")

    class Meta:
        model = Division
        fields: list[str] = []

    def search(self, divisions: DivisionQuerySet, name: str, text: str) -> DivisionQuerySet:
        return divisions.search(text.strip())

    def in_state(self, divisions: DivisionQuerySet, name: str, state: str) -> DivisionQuerySet:
        return divisions.filter(until__isnull=state == "now")

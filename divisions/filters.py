from django_filters import CharFilter, ChoiceFilter, FilterSet

from divisions.models import DivisionQuerySet, Level


class DivisionFilter(FilterSet):
    """What the list of divisions is narrowed by."""

    q = CharFilter(label="名称、曾用名、代码、拼音", method="search")
    level = ChoiceFilter(label="级别", choices=Level)
    state = ChoiceFilter(label="状态", choices=[("now", "现行"), ("ended", "已停用")], method="in_state")

    def search(self, divisions: DivisionQuerySet, name: str, text: str) -> DivisionQuerySet:
        return divisions.search(text.strip())

    def in_state(self, divisions: DivisionQuerySet, name: str, state: str) -> DivisionQuerySet:
        return divisions.filter(until__isnull=state == "now")

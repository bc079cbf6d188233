"""What lists of people, organisations and acts are narrowed by."""

from django.db.models import Q, QuerySet
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, FilterSet
from django_filters.widgets import DateRangeWidget

from accounts.models import Function, OrganisationKind
from accounts.permissions import Role

PERSON_STATES = [("in", "在用"), ("locked", "已锁定"), ("left", "已停用")]


class PersonFilter(FilterSet):
    q = CharFilter(label="姓名、账号", method="search")
    organisation = CharFilter(label="单位", field_name="organisation__name", lookup_expr="contains")
    role = ChoiceFilter(label="角色", choices=[("none", "未授予"), *Role.choices], method="of_role")
    state = ChoiceFilter(label="状态", choices=PERSON_STATES, method="in_state")

    def search(self, people: QuerySet, name: str, text: str) -> QuerySet:
        return people.filter(Q(full_name__contains=text) | Q(username__icontains=text))

    def of_role(self, people: QuerySet, name: str, role: str) -> QuerySet:
        return people.filter(role="" if role == "none" else role)

    def in_state(self, people: QuerySet, name: str, state: str) -> QuerySet:
        if state == "locked":
            return people.filter(is_active=True, is_locked=True)
        return people.filter(is_active=state == "in")


class OrganisationFilter(FilterSet):
    q = CharFilter(label="名称", field_name="name", lookup_expr="contains")
    kind = ChoiceFilter(label="类别", choices=OrganisationKind)
    function = ChoiceFilter(label="职能", choices=Function)
    state = ChoiceFilter(label="状态", choices=[("in", "在用"), ("stopped", "已停用")], method="in_state")

    def in_state(self, organisations: QuerySet, name: str, state: str) -> QuerySet:
        return organisations.filter(until__isnull=state == "in")


class ActFilter(FilterSet):
    person = CharFilter(label="操作人、账号", method="by_person")
    action = CharFilter(label="操作", lookup_expr="contains")
    at = DateFromToRangeFilter(label="日期", widget=DateRangeWidget(attrs={"type": "date"}))
    subject = CharFilter(label="对象", field_name="subject_label", lookup_expr="contains")
    result = ChoiceFilter(label="结果", choices=[("done", "成功"), ("refused", "未成功")], method="of_result")

    def by_person(self, acts: QuerySet, name: str, text: str) -> QuerySet:
        return acts.filter(Q(by__full_name__contains=text) | Q(by_name__icontains=text))

    def of_result(self, acts: QuerySet, name: str, result: str) -> QuerySet:
        return acts.filter(succeeded=result == "done")

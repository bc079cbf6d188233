"""资金预警: by rule, territory, project, answered or not, standing or gone (F58)."""

from django.db.models import QuerySet
from django_filters import ChoiceFilter

from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, YesNoFilter, register
from funding.choices import WarningKind
from funding.filters import OfTerritory, project_filter
from funding.models import FundWarning
from funding.selectors.warnings import about, warnings_listed
from projects.columns import street_of

COLUMNS = (
    Column(
        key="about",
        title="对象",
        value=about,
        link=lambda warning: warning.get_absolute_url(),
        order_by="subject",
        width=28,
    ),
    Column(key="kind", title="预警", kind=Kind.CHOICE, choices=WarningKind, order_by="kind", width=18),
    Column(key="text", title="情况", long=True, width=60),
    Column(
        key="project",
        title="项目",
        value=lambda warning: str(warning.project or ""),
        link=lambda warning: warning.project.get_absolute_url() if warning.project else "",
        order_by="project__number",
        width=28,
    ),
    Column(
        key="division",
        title="街道",
        value=street_of,
        order_by="division",
        width=14,
    ),
    Column(key="found_on", title="发现日期", kind=Kind.DATE, order_by="found_on"),
    Column(key="standing", title="仍存在", kind=Kind.YESNO, value=lambda warning: warning.gone_on is None, width=8),
    Column(key="gone_on", title="消除日期", kind=Kind.DATE, order_by="gone_on", shown=False),
    Column(key="answer", title="说明", value=lambda warning: warning.answer or "未说明", long=True, width=40),
    Column(
        key="answered_by",
        title="说明人",
        value=lambda warning: str(warning.answered_by or ""),
        shown=False,
        width=12,
    ),
    Column(key="answered_at", title="说明时间", kind=Kind.MOMENT, order_by="answered_at", shown=False, width=16),
)


class WarningFilter(OfTerritory):
    kind = ChoiceFilter(label="预警", choices=WarningKind.choices, empty_label="全部")
    project = project_filter()
    standing = YesNoFilter(label="仍存在", field_name="gone_on", lookup_expr="isnull")
    answered = YesNoFilter(label="已说明", method="with_answer")

    class Meta:
        model = FundWarning
        fields: list[str] = []

    def with_answer(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        return rows.exclude(answer="") if wanted else rows.filter(answer="")


WARNINGS = register(
    ListSpec(
        key="fund_warnings",
        title="资金预警",
        columns=COLUMNS,
        filters=WarningFilter,
        rows=warnings_listed,
        order="-found_on",
        permission=Permission.VIEW_FUNDS,
        empty="没有发现需要提示的资金情况。系统每晚检查一次；财政部门可以随时重新检查。",
    )
)

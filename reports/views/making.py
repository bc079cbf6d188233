"""The office draws up a month's report, puts it into its own words, and issues it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from core.errors import DomainError, NotAllowed
from core.views.forms import FormPage
from divisions.models import Level
from reports import facts, report_files, report_policies
from reports.forms.monthly import EditForm, IssueForm, MakeAgainForm, MakeForm, VersionForm
from reports.models import MonthlyReport
from reports.own_words import PARTS, labels, own_words
from reports.services import monthly
from reports.views.base import month_asked, months_over, report_to_edit

FIRST_VERSION = 1
OVERTAKEN = "这份月报刚刚被别人修改过，您的修改还没有保存。请与现在的文字核对，改好后再次保存。"


class ReportCreate(FormPage):
    """For the territory in view, any month whose as-at date has come."""

    permission = Permission.MAKE_REPORTS
    form_class = MakeForm
    title = "编制进展月报"
    submit = "编制"
    done = "已编制草稿，请核对数据、修改文字后印发。"
    back = reverse_lazy("reports:report_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.viewing.division
        if self.division is None or self.division.level > Level.COUNTY:
            raise NotAllowed("进展月报按区县或市州编制，请先在页首切换到区县。")
        self.note = f"{self.division}；数据取自编制时已审核通过的街道月报，未报的街道会在文中点名"

    def get_initial(self) -> dict[str, Any]:
        months = months_over(self.division)
        return {"month": month_asked(self.request) or (months[0] if months else None)}

    def save(self, form: MakeForm) -> MonthlyReport:
        now = timezone.now()
        made = monthly.make(division=self.division, by=self.request.user, now=now, **form.cleaned_data)
        if made.version > FIRST_VERSION:
            self.done = "这个月已有草稿，没有另编一份：已按现在审核通过的数据更新，办公室改过的部分没有动。"
        return made


class ReportPage(FormPage):
    """A form about one draft; an issued report refuses when it is opened."""

    permission = Permission.MAKE_REPORTS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            report_policies.check_can_edit(request.user, self.report)
        except report_policies.Archived as refusal:
            messages.error(request, str(refusal))
            return redirect(self.report)
        return super().get(request, *args, **kwargs)

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.report = report_to_edit(request, kwargs["pk"])
        self.back = self.report.get_absolute_url()
        self.note = str(self.report)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.report.version}


class ReportEdit(ReportPage):
    form_class = EditForm
    title = "修改月报文字"
    done = "已保存文字。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.draft = f"report-{self.report.pk}"
        self.note = f"{self.report}；数字由系统按审核通过的月报计算，改文字时请与表格核对"

    def get_initial(self) -> dict[str, Any]:
        texts = {key: getattr(self.report, key) for key in PARTS}
        return super().get_initial() | texts

    def get_form(self, form_class: type[EditForm] | None = None) -> EditForm:
        form = super().get_form(form_class)
        form.mark_own(own_words(self.report))
        return form

    def save(self, form: EditForm) -> MonthlyReport:
        version, title, by = form.cleaned_data["version"], form.cleaned_data["title"], self.request.user
        try:
            return monthly.edit(report=self.report, version=version, title=title, sections=form.sections, by=by)
        except monthly.ChangedMeanwhile:
            present = {key: getattr(self.report, key) for key in PARTS}
            form.show_present(present, self.report.version)
            raise DomainError(OVERTAKEN) from None


class ReportMakeAgain(ReportPage):
    form_class = MakeAgainForm
    title = "重取月报数据"
    submit = "重取数据"
    done = "已按现在审核通过的数据重新计算。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.note = f"{self.report}；现有数据取自{timezone.localtime(self.report.known_at):%Y-%m-%d %H:%M}"

    def save(self, form: MakeAgainForm) -> MonthlyReport:
        now = timezone.now()
        return monthly.make_again(report=self.report, now=now, by=self.request.user, **form.cleaned_data)


class ReportIssue(ReportPage):
    form_class = IssueForm
    title = "印发月报"
    submit = "印发"
    done = "已印发并归档，不能再改。PDF 正在后台生成，完成后列在本页。"
    confirm = "印发后月报的数据、文字和文号都不能再改，确定印发吗？"
    template_name = "reports/report_issue.html"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.facts = facts.load(self.report.figures)
        self.own = labels(own_words(self.report))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_empty": self.facts.is_empty}

    def save(self, form: IssueForm) -> MonthlyReport:
        issued = monthly.issue(
            report=self.report,
            by=self.request.user,
            today=timezone.localdate(),
            render=report_files.at_once,
            **form.cleaned_data,
        )
        report_files.start(report=issued, by=self.request.user)
        return issued


class ReportDiscard(ReportPage):
    form_class = VersionForm
    title = "放弃月报草稿"
    submit = "放弃草稿"
    done = "已放弃草稿。"
    confirm = "放弃后，这份草稿和办公室改过的文字都不能恢复，确定放弃吗？"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        again = "" if self.report.edition > 1 else "；已到编发日的月份，系统会自动重新编制"
        self.note = f"{self.report}{again}"

    def save(self, form: VersionForm) -> str:
        monthly.discard(report=self.report, by=self.request.user, **form.cleaned_data)
        return reverse("reports:report_list")

"""The scheme of a project in its versions: looked at, drawn up, handed in, decided, laid side by side."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.forms import plain
from core.units import WAN_YUAN
from core.views.acts import tell
from core.views.forms import FormPage
from projects import project_policies, scheme_policies
from projects.choices import SchemeStatus
from projects.forms.programmes import ReasonForm
from projects.forms.schemes import ApprovalForm, FundsForm, ReturnForm, SchemeForm
from projects.models import Project, Scheme
from projects.selectors import schemes as selected
from projects.selectors.scheme_checks import findings
from projects.selectors.scheme_compare import compare
from projects.services import schemes
from projects.views.base import about_project, project_of, project_to_edit, project_to_manage

SHOWN = 500  # lines on the page; a longer scheme is read in the list, and exported


def scheme_of(request: HttpRequest, pk: int) -> Scheme:
    """404 for an outsider."""
    related = ("project__programme", "project__division", "project__implementer", "project__batch")
    found = Scheme.objects.for_user(request.user).select_related(*related, "created_by", "decided_by")
    return get_object_or_404(found, pk=pk)


@requires(Permission.VIEW_PROJECTS)
def project_scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """The tab: what is being worked on, else what is in force."""
    project = project_of(request, pk)
    versions = selected.versions_of(project)
    shown = selected.in_work(versions) or selected.in_force(versions) or next(iter(versions), None)
    return _page(request, project, versions, shown)


@requires(Permission.VIEW_PROJECTS)
def scheme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Any version; old ones stay readable."""
    scheme = scheme_of(request, pk)
    versions = selected.versions_of(scheme.project)
    return _page(request, scheme.project, versions, next(each for each in versions if each.pk == scheme.pk))


def _page(request: HttpRequest, project: Project, versions: list[Scheme], scheme: Scheme | None) -> HttpResponse:
    context = about_project(request, project, "scheme") | {"versions": versions, "scheme": scheme}
    if scheme:
        scheme.project = project
        context |= _about(request, scheme, versions)
    return render(request, "projects/project_scheme.html", context)


def _about(request: HttpRequest, scheme: Scheme, versions: list[Scheme]) -> dict[str, Any]:
    sheet, submitted = selected.sheet_of(scheme), scheme.status == SchemeStatus.SUBMITTED
    may_decide = scheme_policies.can_decide(request.user, scheme)
    unsettled = scheme.is_open or submitted
    return {
        "sheet": sheet,
        "lines": sheet.lines[:SHOWN],
        "files": scheme.files.shown().select_related("uploaded_by"),
        "findings": findings(sheet, on=timezone.localdate()) if unsettled else [],
        "before": next((each for each in versions if each.number < scheme.number), None),
        "may_change": scheme_policies.can_change(request.user, scheme),
        "may_withdraw": submitted and project_policies.can_edit(request.user, scheme.project),
        "may_decide": submitted and may_decide,
        "may_vary": scheme.status == SchemeStatus.APPROVED and not selected.in_work(versions),
    }


@require_POST
@requires(Permission.EDIT_PROJECTS)
def scheme_start(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_to_edit(request, pk)
    return _done(request, project, lambda: schemes.start(project=project, by=request.user), "已开始编制改造方案。")


@require_POST
@requires(Permission.EDIT_PROJECTS)
def scheme_submit(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = scheme_to_work_on(request, pk)
    by, now = request.user, timezone.now()
    return _done(request, scheme, lambda: schemes.submit(scheme=scheme, by=by, now=now), "已提交，等待审批。")


@require_POST
@requires(Permission.EDIT_PROJECTS)
def scheme_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    scheme = scheme_to_work_on(request, pk)
    by, today = request.user, timezone.localdate()
    return _done(request, scheme, lambda: schemes.withdraw(scheme=scheme, by=by, on=today), "已撤回，可以继续修改。")


def scheme_to_work_on(request: HttpRequest, pk: int) -> Scheme:
    """404 for an outsider, 403 for whoever sees it and does not draw it up."""
    scheme = scheme_of(request, pk)
    project_to_edit(request, scheme.project_id)
    return scheme


def _done(request: HttpRequest, back: Project | Scheme, act: Any, words: str) -> HttpResponse:
    """One call of a service; a refusal stands on the page she comes from."""
    project = back if isinstance(back, Project) else back.project
    tell(request, act, words)
    return redirect("projects:project_scheme", project.pk)


class SchemePage(FormPage):
    """A form about one version, which leads back to it."""

    permission = Permission.EDIT_PROJECTS
    scheme: Scheme

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.scheme = scheme_to_work_on(request, kwargs["pk"])
        if request.method == "GET":  # told before she fills it in; what was typed meanwhile is refused in the form
            scheme_policies.check_can_change(request.user, self.scheme)
        self.about_scheme()

    def about_scheme(self) -> None:
        self.note, self.back = str(self.scheme), self.scheme.get_absolute_url()
        self.draft = f"{type(self).__name__.lower()}-{self.scheme.pk}"


class SchemeVariation(FormPage):
    permission = Permission.EDIT_PROJECTS
    form_class = ReasonForm
    title = "发起方案变更"
    submit = "发起变更"
    done = "已建立新的一版，请修改内容后提交审批；批准之前仍执行原方案。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_to_edit(request, kwargs["pk"])
        self.note, self.back = str(self.project), reverse("projects:project_scheme", args=[self.project.pk])

    def save(self, form: ReasonForm) -> Scheme:
        return schemes.start_variation(project=self.project, by=self.request.user, **form.cleaned_data)


class SchemeEdit(SchemePage):
    form_class = SchemeForm
    title = "修改方案总体内容"

    def get_form_kwargs(self) -> dict[str, Any]:
        # The form writes what is typed onto its instance; the page's own copy stays as it is on file.
        return super().get_form_kwargs() | {"instance": scheme_of(self.request, self.scheme.pk)}

    def save(self, form: SchemeForm) -> Scheme:
        return schemes.change(scheme=self.scheme, by=self.request.user, **form.cleaned_data)


class SchemeFunds(SchemePage):
    form_class = FundsForm
    title = "填写资金筹措"
    template_name = "projects/scheme_funds.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        self.sheet = selected.sheet_of(self.scheme)
        self.in_wan = plain(WAN_YUAN.from_base(self.sheet.total))  # unrounded, so that it can be typed as it stands
        return super().get_form_kwargs() | {"sheet": self.sheet}

    def save(self, form: FundsForm) -> Scheme:
        version = form.cleaned_data["version"]
        return schemes.set_funds(scheme=self.scheme, version=version, funds=form.funds, by=self.request.user)


class SchemeDiscard(SchemePage):
    form_class = ReasonForm
    title = "放弃这一版方案"
    submit = "放弃"
    done = "已放弃这一版方案。"
    confirm = "放弃后，这一版的内容和资金筹措将被删除。确定放弃？"

    def save(self, form: ReasonForm) -> str:
        schemes.discard(scheme=self.scheme, by=self.request.user, on=timezone.localdate(), **form.cleaned_data)
        return reverse("projects:project_scheme", args=[self.scheme.project_id])


class DecisionPage(SchemePage):
    """What the office decides about a submitted version, with its totals and remarks in sight."""

    permission = Permission.MANAGE_PROJECTS
    template_name = "projects/scheme_decision.html"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.scheme = scheme_of(request, kwargs["pk"])
        project_to_manage(request, self.scheme.project_id)
        self.about_scheme()

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"version": self.scheme.version}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        sheet = selected.sheet_of(self.scheme)
        shown = {"sheet": sheet, "findings": findings(sheet, on=timezone.localdate())}
        return super().get_context_data(**context) | shown


class SchemeApprove(DecisionPage):
    form_class = ApprovalForm
    title = "批准改造方案"
    submit = "批准"
    done = "方案已批准。"

    def save(self, form: Form) -> Scheme:
        today = timezone.localdate()
        return schemes.approve(scheme=self.scheme, by=self.request.user, today=today, **form.cleaned_data)


class SchemeReturn(DecisionPage):
    form_class = ReturnForm
    title = "退回改造方案"
    submit = "退回"
    done = "方案已退回。"

    def save(self, form: Form) -> Scheme:
        today = timezone.localdate()
        return schemes.return_(scheme=self.scheme, by=self.request.user, on=today, **form.cleaned_data)


@requires(Permission.VIEW_PROJECTS)
def scheme_compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Two versions of one project side by side, the earlier one on the left; all lines, or those that differ."""
    chosen, second = scheme_of(request, pk), scheme_of(request, other)
    second = get_object_or_404(Scheme.objects.filter(project=chosen.project_id), pk=second.pk)
    old, new = sorted((chosen, second), key=lambda scheme: scheme.number)
    comparison, every = compare(old, new), "all" in request.GET
    context = about_project(request, chosen.project, "scheme") | {
        "versions": selected.versions_of(chosen.project),
        "comparison": comparison,
        "every": every,
        "pairs": [pair for pair in comparison.pairs if every or pair.mark != "不变"],
    }
    return render(request, "projects/scheme_compare.html", context)

"""The 违建 ledger: of one project, of everybody's territory, summed by street, and its forms."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.views.forms import FormPage
from projects import site_policies
from projects.choices import IllegalStatus
from projects.forms.programmes import ReasonForm
from projects.forms.sites import DemolishForm, IllegalForm, RetainForm
from projects.illegal_list import ILLEGAL, days_late, structures_listed
from projects.models import IllegalStructure, ProjectSite
from projects.selectors.illegal import revisions_of, tallies_by_street, tally
from projects.services import illegal
from projects.views.base import about_project, project_of
from projects.views.spots import site_of


class IllegalList(ListPage):
    spec = ILLEGAL
    template_name = "projects/illegal_list.html"


@requires(Permission.VIEW_PROJECTS)
def illegal_summary(request: HttpRequest) -> HttpResponse:
    """Found, demolished, kept and outstanding, street by street."""
    lines, whole = tallies_by_street(IllegalStructure.objects.for_user(request.user))
    return render(request, "projects/illegal_summary.html", {"lines": lines, "whole": whole})


@requires(Permission.VIEW_PROJECTS)
def project_illegal(request: HttpRequest, pk: int) -> HttpResponse:
    """The project's ledger; a line can be entered at the sites that are hers."""
    project = project_of(request, pk)
    structures = (
        structures_listed(request.user).filter(site__project=project).order_by("site", "status", "due_on", "pk")
    )
    sites = ProjectSite.objects.for_user(request.user).filter(project=project).select_related("compound")
    lines = list(structures)
    for each in lines:
        each.late = days_late(each)
    context = about_project(request, project, "illegal") | {
        "structures": lines,
        "tally": tally(IllegalStructure.objects.for_user(request.user).filter(site__project=project)),
        "sites": [site for site in sites if site_policies.can_keep_ledger(request.user, site)],
    }
    return render(request, "projects/project_illegal.html", context)


@requires(Permission.VIEW_PROJECTS)
def illegal_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of the ledger, what became of it, and what can be done now."""
    structure = structure_of(request, pk)
    context = {
        "structure": structure,
        "late": days_late(structure),
        "is_open": structure.status == IllegalStatus.OUTSTANDING,
        "revisions": revisions_of(structure),
        "may_edit": site_policies.can_keep_ledger(request.user, structure.site),
    }
    return render(request, "projects/illegal_detail.html", context)


class IllegalFormPage(FormPage):
    form_class = IllegalForm
    permission = Permission.EDIT_PROJECTS
    structure: IllegalStructure

    def about(self, structure: IllegalStructure) -> None:
        site = structure.site
        site_policies.check_can_keep_ledger(self.request.user, site)
        self.structure, self.note = structure, f"{site.project}　{site}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.structure, "site": self.structure.site}


class IllegalCreate(IllegalFormPage):
    title = "登记违建"
    done = "已登记。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        site = site_of(request, kwargs["site"])
        self.about(IllegalStructure(site=site))
        self.back = reverse("projects:project_illegal", args=[site.project_id])
        self.draft = f"illegal-new-{site.pk}"

    def get_initial(self) -> dict[str, Any]:
        return {"found_on": timezone.localdate()}

    def save(self, form: IllegalForm) -> str:
        site, today = self.structure.site, timezone.localdate()
        illegal.add(site=site, facts=form.facts, by=self.request.user, today=today)
        return self.back


class IllegalEdit(IllegalFormPage):
    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.about(structure_of(request, kwargs["pk"]))
        self.title, self.back = f"修改违建：{self.structure}", self.structure.get_absolute_url()
        self.draft = f"illegal-{self.structure.pk}"

    def save(self, form: IllegalForm) -> IllegalStructure:
        return illegal.change(
            structure=self.structure,
            version=form.cleaned_data["version"],
            facts=form.facts,
            by=self.request.user,
            today=timezone.localdate(),
        )


class DecisionPage(FormPage):
    """What becomes of one structure; `decide` is the service's function, which takes the form's fields."""

    permission = Permission.EDIT_PROJECTS
    act = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.structure = structure_of(request, kwargs["pk"])
        site_policies.check_can_keep_ledger(request.user, self.structure.site)
        self.title, self.back = f"{self.act}：{self.structure}", self.structure.get_absolute_url()
        self.note = f"{self.structure.site.project}　{self.structure.site}"

    def about(self) -> dict[str, Any]:
        return {"structure": self.structure, "by": self.request.user, "today": timezone.localdate()}


class IllegalDemolish(DecisionPage):
    act = submit = "登记拆除"
    form_class = DemolishForm
    done = "已登记拆除。"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def save(self, form: DemolishForm) -> IllegalStructure:
        return illegal.demolish(**self.about(), **form.cleaned_data)


class IllegalRetain(DecisionPage):
    act = submit = "暂予保留"
    form_class = RetainForm
    done = "已登记暂予保留。"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def save(self, form: RetainForm) -> IllegalStructure:
        return illegal.retain(**self.about(), **form.cleaned_data)


class IllegalReopen(DecisionPage):
    act = submit = "恢复为未拆除"
    form_class = ReasonForm
    done = "已恢复为未拆除。"

    def save(self, form: ReasonForm) -> IllegalStructure:
        return illegal.reopen(**self.about(), **form.cleaned_data)


def structure_of(request: HttpRequest, pk: int) -> IllegalStructure:
    structures = structures_listed(request.user).select_related("site__compound", "site__project", "spot", "division")
    return get_object_or_404(structures, pk=pk)

"""Pages of compounds: the list, one compound with all that belongs to it, and its forms."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.choices import CompoundStatus
from communities.columns import sections
from communities.forms.compounds import CompoundForm
from communities.forms.eligibility import ReasonForm
from communities.lists import COMPOUNDS
from communities.models import Compound
from communities.selectors.changes import revisions_of
from communities.selectors.compounds import listed, page_of
from communities.selectors.duplicates import look_alikes
from communities.selectors.panel import panel_of
from communities.selectors.parts import parts_of
from communities.services import compounds, removals
from communities.services.versions import ChangedMeanwhile
from core.lists import ListPage
from core.views.forms import FormPage


class CompoundList(ListPage):
    spec = COMPOUNDS
    template_name = "communities/compound_list.html"

    def get_context(self) -> dict[str, Any]:
        user, imported = self.request.user, self.request.GET.get("imported", "")
        return {
            "imported": imported if imported.isascii() and imported.isdecimal() else "",
            "may_edit": user.may(Permission.EDIT_COMPOUNDS),
            "may_import": user.may(Permission.IMPORT_COMPOUNDS),
            "may_decide": user.may(Permission.DECIDE_DUPLICATES),
        }


@requires(Permission.VIEW_COMPOUNDS)
def compound_detail(request: HttpRequest, pk: int) -> HttpResponse:
    compound = get_object_or_404(listed(request.user), pk=pk)
    context = about(request, compound) | page_of(compound) | {"sections": sections()}
    return render(request, "communities/compound_detail.html", context)


@requires(Permission.VIEW_COMPOUNDS)
def compound_standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Eligibility, pool and look-alikes, fetched by the page when it is there."""
    compound = get_object_or_404(listed(request.user), pk=pk)
    panel = panel_of(compound, user=request.user, on=timezone.localdate())
    return render(request, "communities/_eligibility_panel.html", {"compound": compound} | panel)


@requires(Permission.VIEW_COMPOUNDS)
def compound_history(request: HttpRequest, pk: int) -> HttpResponse:
    compound = get_object_or_404(listed(request.user), pk=pk)
    context = about(request, compound) | {"revisions": revisions_of(compound)}
    return render(request, "communities/compound_history.html", context)


def about(request: HttpRequest, compound: Compound) -> dict[str, Any]:
    """What every page of a compound shows: its head, its tabs, and what this person may do with it."""
    on_register = compound.status == CompoundStatus.ACTIVE
    return {
        "compound": compound,
        "may_edit": on_register and request.user.may(Permission.EDIT_COMPOUNDS),
        "may_survey": on_register and request.user.may(Permission.SURVEY),
        "may_see_programmes": request.user.may(Permission.VIEW_PROGRAMMES),
        "may_see_projects": request.user.may(Permission.VIEW_PROJECTS),
        "may_restore": not on_register and request.user.may(Permission.EDIT_COMPOUNDS),
    }


class CompoundFormPage(FormPage):
    permission = Permission.EDIT_COMPOUNDS
    template_name = "communities/facts_form.html"
    form_class = CompoundForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}


class CompoundCreate(CompoundFormPage):
    title = "新增小区"
    draft = "compound-new"
    done = "小区已新增。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.back = reverse("communities:compound_list")

    def save(self, form: CompoundForm) -> Compound:
        return compounds.create(facts=form.facts, by=self.request.user)

    def answer(self, result: Compound) -> HttpResponse:
        """Entered, and at once told which other it may be (F14)."""
        for pair in look_alikes(result, among=Compound.objects.for_user(self.request.user)):
            address = reverse("communities:duplicate_pair", args=sorted((pair.one.ref, pair.other.ref)))
            told = '可能已有这个小区：{}（{}）。<a href="{}">请比对</a>'
            messages.warning(self.request, format_html(told, pair.other.name, pair.reason, address))
        return super().answer(result)


class CompoundEdit(CompoundFormPage):
    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.compound = get_object_or_404(Compound.objects.for_user(request.user), pk=kwargs["pk"])
        self.title = f"修改：{self.compound}"
        self.draft = f"compound-{self.compound.pk}"
        self.back = self.compound.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Compound.objects.get(pk=self.compound.pk)}

    def save(self, form: CompoundForm) -> Compound:
        said = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
        try:
            return compounds.change(compound=self.compound, facts=form.facts, by=self.request.user, **said)
        except ChangedMeanwhile as refusal:
            form.show_theirs(refusal, self.compound.version)
            raise


class CompoundRemove(FormPage):
    permission = Permission.EDIT_COMPOUNDS
    template_name = "communities/compound_remove.html"
    form_class = ReasonForm
    submit = "移除小区"
    done = "小区已移除，可在列表中按状态“已移除”查到并恢复。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.compound = get_object_or_404(Compound.objects.for_user(request.user).active(), pk=kwargs["pk"])
        self.title = f"移除：{self.compound}"
        self.back = self.compound.get_absolute_url()

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"parts": parts_of(self.compound)}

    def save(self, form: Form) -> str:
        removals.remove(compound=self.compound, by=self.request.user, **form.cleaned_data)
        return reverse("communities:compound_list")


class CompoundRestore(FormPage):
    permission = Permission.EDIT_COMPOUNDS
    form_class = ReasonForm
    submit = "恢复小区"
    done = "小区已恢复。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        removed = Compound.objects.for_user(request.user).filter(status=CompoundStatus.REMOVED)
        self.compound = get_object_or_404(removed, pk=kwargs["pk"])
        self.title = f"恢复：{self.compound}"
        self.note = f"移除原因：{self.compound.removed_reason}"
        self.back = self.compound.get_absolute_url()

    def save(self, form: Form) -> Compound:
        removals.restore(compound=self.compound, by=self.request.user, **form.cleaned_data)
        return self.compound

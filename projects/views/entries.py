"""The compounds of programmes: the list, and the pages on which one is listed, corrected, taken out."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.models import Compound
from communities.search import search
from core.lists import ListPage
from core.views.forms import FormPage
from projects import columns, policies
from projects.forms.entries import EntryForm
from projects.forms.programmes import ReasonForm
from projects.lists import ENTRIES
from projects.models import Programme, ProgrammeEntry
from projects.selectors.listings import listings_of
from projects.selectors.revisions import revisions_of
from projects.selectors.tie_outs import tie_out_of
from projects.services import entries
from projects.views.base import programme_of, programme_to_edit

FOUND = 30  # compounds offered for listing; a longer answer is narrowed by searching


class EntryList(ListPage):
    spec = ENTRIES
    template_name = "projects/entry_list.html"

    def get_context(self) -> dict[str, Any]:
        """Coming from a programme, the list says whether it ties out, and offers what can be done there."""
        chosen = self.request.GET.get("programme", "")
        if not chosen.isdecimal():
            return {}
        programme = programme_of(self.request, int(chosen))
        imported = self.request.GET.get("imported", "")
        return {
            "programme": programme,
            "imported": int(imported) if imported.isdecimal() else None,
            "tie_out": tie_out_of(programme, user=self.request.user),
            "may_edit": policies.can_edit(self.request.user, programme),
        }


@requires(Permission.EDIT_PROGRAMMES)
def entry_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the compound that is to be listed; those already listed this year say so."""
    programme = programme_to_edit(request, pk)
    query = request.GET.get("q", "").strip()
    compounds = Compound.objects.for_user(request.user).within(programme.prefix).active()
    listed = ProgrammeEntry.objects.filter(compound=OuterRef("pk"), programme__year=programme.year)
    found = search(compounds, query).select_related("division").annotate(is_listed=Exists(listed))[:FOUND]
    context = {"programme": programme, "query": query, "found": found if query else [], "most": FOUND}
    return render(request, "projects/entry_choose.html", context)


@requires(Permission.VIEW_PROGRAMMES)
def entry_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What the programme says of one compound, and every change of it."""
    entry = entry_of(request, pk)
    context = {
        "entry": entry,
        "facts": [(column, column.read(entry)) for column in columns.LEDGER if column.key != "name"],
        "only_buildings": entry.only_buildings.all(),
        "revisions": revisions_of(entry),
        "may_edit": policies.can_edit(request.user, entry.programme),
    }
    return render(request, "projects/entry_detail.html", context)


class EntryPage(FormPage):
    permission = Permission.EDIT_PROGRAMMES
    form_class = EntryForm
    template_name = "projects/entry_form.html"
    entry: ProgrammeEntry

    def about(self, entry: ProgrammeEntry) -> None:
        self.entry = entry
        self.draft = f"entry-{entry.programme_id}-{entry.compound_id}"
        self.back = entry.programme.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.entry}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        elsewhere = listings_of([self.entry.compound_id], apart_from=self.entry.programme_id)
        return super().get_context_data(**context) | {"elsewhere": elsewhere.get(self.entry.compound_id, [])}


class EntryAdd(EntryPage):
    """The form of a compound not yet listed, with the figures that are known of it."""

    submit = "列入计划"
    done = "已列入计划。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        programme = programme_to_edit(request, kwargs["pk"])
        compounds = Compound.objects.for_user(request.user).select_related("division")
        compound = get_object_or_404(compounds, pk=kwargs["compound"])
        self.about(
            ProgrammeEntry(
                programme=programme,
                compound=compound,
                buildings=compound.buildings_count,
                households=compound.households,
                floor_area=compound.floor_area,
            )
        )
        self.title = f"列入计划：{compound}"

    def save(self, form: EntryForm) -> Programme:
        programme = self.entry.programme
        entries.add(programme=programme, compound=self.entry.compound, by=self.request.user, **form.facts)
        return programme


class EntryEdit(EntryPage):
    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.about(entry_to_edit(request, kwargs["pk"]))
        self.back = self.entry.get_absolute_url()
        self.title = f"计划小区：{self.entry}"

    def save(self, form: EntryForm) -> ProgrammeEntry:
        version = form.cleaned_data["version"]
        return entries.change(entry=self.entry, version=version, by=self.request.user, **form.facts)


class EntryRemove(FormPage):
    permission = Permission.EDIT_PROGRAMMES
    form_class = ReasonForm
    submit = "移出计划"
    done = "已移出计划。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.entry = entry_to_edit(request, kwargs["pk"])
        self.title, self.note = f"移出计划：{self.entry}", str(self.entry.programme)
        self.back = self.entry.get_absolute_url()

    def save(self, form: ReasonForm) -> Programme:
        entries.remove(entry=self.entry, by=self.request.user, **form.cleaned_data)
        return self.entry.programme


def entry_of(request: HttpRequest, pk: int) -> ProgrammeEntry:
    related = ("programme__division", "compound__division", "division__parent", "batch")
    return get_object_or_404(ProgrammeEntry.objects.for_user(request.user).select_related(*related), pk=pk)


def entry_to_edit(request: HttpRequest, pk: int) -> ProgrammeEntry:
    entry = entry_of(request, pk)
    policies.check_can_edit(request.user, entry.programme)
    return entry


@requires(Permission.VIEW_PROGRAMMES)
def compound_entries(request: HttpRequest, compound: int) -> HttpResponse:
    """A fragment for the compound's page: in which programmes it is listed."""
    found = get_object_or_404(Compound.objects.for_user(request.user), pk=compound)
    listed = ProgrammeEntry.objects.for_user(request.user).filter(compound=found)
    context = {"entries": listed.select_related("programme", "batch").order_by("-programme__year")}
    return render(request, "projects/_compound_entries.html", context)

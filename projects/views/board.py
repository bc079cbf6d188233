"""Many projects at once: the board of project × phase, its rows as a list, and the Gantt of a street."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from core.lists import ListPage
from core.lists.selection import Page
from projects import gantt
from projects.models import Phase, Project
from projects.phase_lists import BOARD, PHASES
from projects.selectors.phases import board


class ProjectsPage(ListPage):
    """The projects of BOARD shown otherwise than as a list; filters, pages and totals stay those of the list."""

    spec = BOARD
    fragment: str

    def drawn(self, projects: list[Project]) -> dict[str, Any]:
        raise AssertionError("a page says what it draws")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        selection = self.select()
        if request.htmx and request.GET.get("part") == "totals":
            return render(request, "core/_totals.html", {"selection": selection, "with_totals": True})
        page: Page = selection.page()
        context = {
            "selection": selection,
            "page": page,
            "with_totals": request.GET.get("part") == "totals",
            "fragment": self.fragment,
            **self.drawn(page.rows),
        }
        whole = not request.htmx or request.htmx.history_restore_request
        response = render(request, self.template_name if whole else self.fragment, context)
        if not whole:
            response["HX-Push-Url"] = f"{request.path}?{selection.params.urlencode()}"
        patch_vary_headers(response, ["HX-Request"])
        return response


class Board(ProjectsPage):
    """Each phase with planned end, actual end, days late in words, and how many gates are missing."""

    template_name = "projects/board.html"
    fragment = "projects/_board.html"

    def drawn(self, projects: list[Project]) -> dict[str, Any]:
        names, lines = board(projects, timezone.localdate())
        return {"names": names, "lines": lines}


class StreetGantt(ProjectsPage):
    """Fifty projects as bars; the filter narrows it to a street."""

    template_name = "projects/street_gantt.html"
    fragment = "projects/_street_gantt.html"

    def drawn(self, projects: list[Project]) -> dict[str, Any]:
        found: dict[int, list[Phase]] = {project.pk: [] for project in projects}
        for phase in Phase.objects.filter(project__in=found).order_by("position", "pk"):
            found[phase.project_id].append(phase)
        rows = [
            (project.name, reverse("projects:project_phases", args=[project.pk]), found[project.pk])
            for project in projects
        ]
        names = dict.fromkeys((phase.position, phase.name) for phases in found.values() for phase in phases)
        return {"chart": gantt.of_projects(rows, timezone.localdate()), "legend": sorted(names)}


class PhaseList(ListPage):
    spec = PHASES
    template_name = "projects/phase_list.html"

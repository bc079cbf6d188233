"""The page of a list: the same address answers with a page, with its fragment, with its totals, or with a file."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views import View

from core.lists import exporting
from core.lists.selection import Selection
from core.lists.spec import ListSpec


class ListPage(View):
    """Shows `spec`. GET never writes; POST with `format` is the export of exactly what the address shows."""

    spec: ListSpec
    template_name = "core/list.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.user.demand(self.spec.permission)
        return super().dispatch(request, *args, **kwargs)

    def get_context(self) -> dict[str, Any]:
        """What the page shows besides the list; the fragment does not see it."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        selection = self.select()
        part = request.GET.get("part")
        if request.htmx and part == "totals":
            return render(request, "core/_totals.html", {"selection": selection, "with_totals": True})
        shown = {"selection": selection, "page": selection.page(), "with_totals": part == "totals"}
        if request.htmx and not request.htmx.history_restore_request:
            response = render(request, "core/_rows.html", shown)
            response["HX-Push-Url"] = f"{request.path}?{selection.params.urlencode()}"
        else:
            response = render(request, self.template_name, {**self.get_context(), **shown})
        patch_vary_headers(response, ["HX-Request"])
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return exporting.answer(request=request, selection=self.select(), form=request.POST.get("format", ""))

    def select(self) -> Selection:
        """What the address asks for; columns chosen once are remembered while the person stays signed in."""
        params, remembered = self.request.GET.copy(), f"columns:{self.spec.key}"
        if params.get("columns"):
            self.request.session[remembered] = params.getlist("columns")
        elif remembered in self.request.session:
            params.setlist("columns", self.request.session[remembered])
        return Selection(spec=self.spec, user=self.request.user, params=params)

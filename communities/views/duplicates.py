"""疑似重复: likely pairs with the reason, and one pair side by side."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.columns import COMPOUND_COLUMNS
from communities.duplicates import reason_for
from communities.forms.duplicates import DecisionForm
from communities.models import Compound
from communities.selectors.duplicates import place_of, suspected
from communities.selectors.parts import parts_of
from communities.services import duplicates
from core.columns import Column
from core.templatetags.figures import shown
from core.views.forms import FormPage

PAGE_SIZE = 50


@requires(Permission.DECIDE_DUPLICATES)
def duplicate_list(request: HttpRequest) -> HttpResponse:
    visible = Compound.objects.for_user(request.user).in_division(request.viewing.division.pk)
    page = Paginator(suspected(visible), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "communities/duplicate_list.html", {"page": page})


class DuplicatePair(FormPage):
    permission = Permission.DECIDE_DUPLICATES
    form_class = DecisionForm
    template_name = "communities/duplicate_pair.html"
    submit = "确定"
    done = "已处理。"
    back = reverse_lazy("communities:duplicate_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = (
            Compound.objects.for_user(request.user)
            .active()
            .select_related("division__parent", "outcome", "assigned_to")
        )
        found = visible.in_bulk([kwargs["first"], kwargs["second"]])
        if len(found) < 2:
            raise Http404
        self.pair = found[kwargs["first"]], found[kwargs["second"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"pair": self.pair}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        shown = {
            "pair": self.pair,
            "facts": [fact for column in COMPOUND_COLUMNS if any((fact := _both(column, *self.pair)).values)],
            "parts": [parts_of(compound) for compound in self.pair],
            "reason": reason_for(*map(place_of, self.pair)),
        }
        return super().get_context_data(**context) | shown

    def save(self, form: DecisionForm) -> str:
        reason, by = form.cleaned_data["reason"], self.request.user
        stays = form.stays
        if stays is None:
            duplicates.keep_apart(pair=self.pair, reason=reason, by=by)
            return self.back
        (goes,) = (compound for compound in self.pair if compound != stays)
        duplicates.merge(duplicate=goes, into=stays, reason=reason, by=by)
        return stays.get_absolute_url()


@dataclass(frozen=True)
class Fact:
    """One fact of both compounds in words."""

    heading: str
    values: tuple[str, str]

    @property
    def differs(self) -> bool:
        return self.values[0] != self.values[1]


def _both(column: Column, one: Compound, other: Compound) -> Fact:
    return Fact(column.heading, (shown(column, column.read(one)), shown(column, column.read(other))))

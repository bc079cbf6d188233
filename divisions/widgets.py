"""A field that finds a division by name, pinyin or code: never a list of all of them (performance.md, Must-not)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from divisions.models import Division, Level


class DivisionPicker(forms.TextInput):
    """For a ModelChoiceField over `Division.objects.for_user(user)`; proposes only `levels`, where given.

    The code travels in a hidden input; static/js/picker.js fills it from the search field, which has no name.
    """

    template_name = "divisions/_picker.html"

    def __init__(self, levels: Iterable[Level] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.levels = tuple(levels)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        query = QueryDict(mutable=True)
        query.setlist("level", [str(level.value) for level in self.levels])
        context["search_url"] = f"{reverse('divisions:division_search')}?{query.urlencode()}"
        context["attributes"] = flatatt(context["widget"]["attrs"])
        context["label"] = _name_of(context["widget"]["value"])
        return context

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def _name_of(code: str | None) -> str:
    if not code or not code.isdecimal():
        return ""
    return Division.objects.filter(pk=code).values_list("name", flat=True).first() or ""

"""A field that finds one record by typing: never a list of all of them (performance.md, Must-not)."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString


class Picker(forms.TextInput):
    """For a ModelChoiceField. Its search page answers ?q= with {"results": [{"code", "name", "path"}]}.

    The key travels in a hidden input; static/js/picker.js fills it from the search field, which has no name.
    """

    template_name = "core/_picker.html"
    hint = "名称或拼音首字母"

    def __init__(
        self, search: str, query: dict[str, list[str]] | None = None, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.search, self.query = search, query or {}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        query = QueryDict(mutable=True)
        for key, values in self.query.items():
            query.setlist(key, values)
        key = context["widget"]["value"] or ""
        return context | {
            "search_url": f"{reverse(self.search)}?{query.urlencode()}",
            "attributes": flatatt(context["widget"]["attrs"]),
            "hint": self.hint,
            "label": self.name_of(key) if key.isdecimal() else "",
        }

    def name_of(self, key: str) -> str:
        """What the search field shows for a key; records that the field may not choose have no name here."""
        return str(self.choices.queryset.filter(pk=key).first() or "")

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

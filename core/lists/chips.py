"""Filters in words: on the page as chips that can be removed, in a workbook as a line under the title."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.forms import Field, Form, ModelChoiceField
from django.http import QueryDict


@dataclass(frozen=True)
class Chip:
    """One filter in force, and the query string of the list without it."""

    label: str
    text: str
    without: str


def chips(form: Form) -> list[Chip]:
    """The filters in force, in the order of the form."""
    if not form.is_valid():
        return []
    return [
        Chip(str(field.label or name), _in_words(field, form.cleaned_data[name]), _without(form.data, name, field))
        for name, field in form.fields.items()
        if not _is_empty(form.cleaned_data.get(name))
    ]


def _is_empty(value: Any) -> bool:
    return value in (None, "", []) or (isinstance(value, QuerySet) and not value)


def _in_words(field: Field, value: Any) -> str:
    if isinstance(value, slice):
        return f"{_in_words(field, value.start)}—{_in_words(field, value.stop)}"
    if isinstance(field, ModelChoiceField):
        chosen = value if isinstance(value, QuerySet | list) else [value]
        return "、".join(field.label_from_instance(each) for each in chosen)
    if isinstance(value, list | tuple):
        return "、".join(_in_words(field, each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if value is None:
        return ""
    labels = {str(key): label for key, label in getattr(field, "choices", ())}
    return str(labels.get(str(value), value))


def names_of(name: str, field: Field) -> list[str]:
    """The words of the query string that belong to a field; a range has one for each end."""
    return [name, *(f"{name}_{suffix}" for suffix in getattr(field.widget, "suffixes", ()) if suffix)]


def _without(data: Any, name: str, field: Field) -> str:
    """The query string without this filter; another selection starts on its first page."""
    left = QueryDict(mutable=True)
    left.update(data)
    for key in ("page", *names_of(name, field)):
        left.pop(key, None)
    return f"?{left.urlencode()}"

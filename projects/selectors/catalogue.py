"""Reads about the catalogue: what a search field offers, and how the plans' own words lead to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from accounts.models import User
from core.pinyin import sounds
from projects.models import PlanTerm, WorkItem

SUGGESTIONS = 20


@dataclass(frozen=True)
class Suggestion:
    """One line under a search field: J01 供水（m）. `code` is the key of the item."""

    code: str
    name: str
    path: str


@dataclass(frozen=True)
class TermsOfPlan:
    """The words of one plan in their order."""

    division: str
    document: str
    terms: Sequence[PlanTerm]


def suggest_items(*, user: User, text: str, division_code: str) -> list[Suggestion]:
    """At most twenty items that a scheme in this division may take up, by code, name or pinyin; names that begin with
    the text come first. The whole catalogue is a hundred rows: they are looked through as they are."""
    usable = WorkItem.objects.for_user(user).usable_in(division_code)
    asked = text.lower()
    found = [item for item in usable if any(asked in key for key in _keys(item))]
    found.sort(key=lambda item: not item.name.startswith(text))
    return [_suggestion(item) for item in found[:SUGGESTIONS]]


def _suggestion(item: WorkItem) -> Suggestion:
    return Suggestion(str(item.pk), item.name, f"{item.code} {item.name}（{item.unit}）")


def _keys(item: WorkItem) -> tuple[str, ...]:
    return item.name.lower(), item.code.lower(), *sounds(item.name)


def terms_of_plans(*, user: User) -> list[TermsOfPlan]:
    """The plans that hold where she works, with their words and what these mean. Two queries."""
    terms = PlanTerm.objects.for_user(user).select_related("division").prefetch_related("items")
    ordered = terms.order_by("division_id", "document", "position")
    plans = groupby(ordered, key=lambda term: (term.division.name, term.document))
    return [TermsOfPlan(division, document, list(words)) for (division, document), words in plans]

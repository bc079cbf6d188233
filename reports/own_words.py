"""Which parts of a report's text the office has put into its own words; figures taken anew do not change these."""

from collections.abc import Mapping

from reports import facts, wording
from reports.facts import MonthFacts
from reports.models import MonthlyReport

TITLE = "title"
PARTS = {TITLE: "标题", **wording.HEADINGS}  # by the name of the field


def worded(found: MonthFacts) -> dict[str, str]:
    """Title and sections as the system writes them."""
    return {TITLE: wording.title(found), **wording.sections(found)}


def own_words(report: MonthlyReport) -> list[str]:
    """The fields that do not say what the system wrote from the report's own figures."""
    if not report.edited:
        return []
    return differing({key: getattr(report, key) for key in PARTS}, worded(facts.load(report.figures)))


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """A browser ends its lines in its own way; that is no other text."""
    return [key for key in PARTS if _plain(one[key]) != _plain(other[key])]


def _plain(text: str) -> str:
    return "\n".join(text.splitlines()).strip()


def labels(keys: list[str]) -> str:
    return "、".join(PARTS[key] for key in keys)

"""What a survey says, in the order of the paper form."""

from collections.abc import Iterator

from communities.columns import unit_of
from communities.models import Survey
from communities.selectors.changes import in_words

ABOUT_THE_RECORD = frozenset({"id", "compound", "division", "surveyed_on", "recorded_by", "recorded_at", "imported_in"})


def facts_of(survey: Survey) -> Iterator[tuple[str, str]]:
    """What was asked, with its label; blanks are left out."""
    for field in survey._meta.fields:
        value = getattr(survey, field.attname)
        if field.name not in ABOUT_THE_RECORD and value not in (None, ""):
            unit = unit_of(field.name)
            yield str(field.verbose_name), f"{in_words(field, value, {})}{f' {unit.symbol}' if unit else ''}"

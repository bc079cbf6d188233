"""What people do with a return, in one line each."""

from collections.abc import Mapping
from datetime import date

from accounts.models import User
from progress.models import ReturnVersion
from progress.services import cells

AS_AT = date(2023, 5, 25)


def fill(
    version: ReturnVersion,
    figures: Mapping[str, Mapping[str, str]],
    *,
    by: User,
    today: date = AS_AT,
    reason: str = "",
) -> cells.Result:
    """Type into the sheet, by compound: fill(version, {"中州小区": {"invested": "12.5"}}, by=clerk)."""
    lines = {line.compound_name: line.pk for line in version.lines.all()}
    typed = [
        cells.Typed(line_id=lines[compound], figure=figure, text=text, reason=reason)
        for compound, of_line in figures.items()
        for figure, text in of_line.items()
    ]
    result = cells.save(version=version, cells=typed, by=by, today=today)
    refused = [f"{each.figure}: {each.error or each.sentence}" for each in result.cells if not each.is_saved]
    assert refused == []
    return result

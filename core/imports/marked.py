"""The uploaded file with every problem at its cell, to send back to whoever filled it in."""

from pathlib import PurePath

from core.imports.layout import Severity
from core.imports.receiving import stored
from core.models import LedgerImport
from core.workbooks.marking import Mark, marked_copy
from core.workbooks.opening import open_workbook


def marked(source: LedgerImport) -> tuple[str, bytes]:
    """(file name, workbook)."""
    data = stored(source)
    marks = [
        Mark(
            sheet=problem["sheet"],
            cell=problem["cell"],
            value=problem["value"],
            text=problem["text"],
            severe=problem["severity"] == Severity.ERROR,
        )
        for problem in source.problems
    ]
    return f"{PurePath(source.file_name).stem}（标注）.xlsx", marked_copy(data, open_workbook(data), marks)

"""Which sheets of a workbook are a ledger of this layout, and what each of their columns is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.imports.layout import Layout, Problem, Severity
from core.workbooks.errors import Unreadable
from core.workbooks.headings import Head, Match, Remembered, find_head, match
from core.workbooks.sheet import Sheet, Workbook, letter

Chosen = Mapping[str, Mapping[int, tuple[str, str]]]  # sheet -> column number -> (column key or "", unit or "")


@dataclass(frozen=True, kw_only=True)
class MatchedSheet:
    """A sheet with its head and its columns, and the titles of required columns that it lacks."""

    sheet: Sheet
    head: Head
    matches: list[Match]
    missing: list[str]

    @property
    def questions(self) -> list[str]:
        """What a person has to settle before the sheet can be read."""
        lacking = [f"没有找到必需的“{title}”列，请指定是哪一列。" for title in self.missing]
        return list(dict.fromkeys([*lacking, *(found.question for found in self.matches if found.question)]))

    @property
    def imported(self) -> list[Match]:
        """The columns that are read; one that only our own export writes is not."""
        return [found for found in self.matches if found.column and found.column.importable]

    @property
    def remarks(self) -> list[Problem]:
        return [
            Problem(
                sheet=self.sheet.name,
                cell=f"{letter(found.heading.column)}{self.head.last}",
                text=found.remark,
                severity=Severity.WARNING,
            )
            for found in self.matches
            if found.remark
        ]


def match_workbook(
    workbook: Workbook, layout: Layout, *, remembered: Remembered, chosen: Chosen
) -> tuple[list[MatchedSheet], list[Problem]]:
    """The sheets to read, and a warning for each that is left out.

    Every visible sheet with all required columns is read. When there is none, the sheet that comes closest is
    returned alone, with questions.
    """
    found = [matched for sheet in workbook.sheets if (matched := _match(sheet, layout, remembered, chosen))]
    if not found:
        wanted = "、".join(column.title for column in layout.columns if column.required)
        raise Unreadable(f"没有找到表头。表里要有一行列名，至少写明{wanted}；可以下载空白模板对照。")
    complete = [matched for matched in found if not matched.missing]
    closest = max(found, key=lambda matched: sum(each.column is not None for each in matched.matches))
    read = complete or [closest]
    return read, [*_left_out(workbook, read), *(remark for matched in read for remark in matched.remarks)]


def _match(sheet: Sheet, layout: Layout, remembered: Remembered, chosen: Chosen) -> MatchedSheet | None:
    head = find_head(sheet, layout.columns, remembered)
    if head is None:
        return None
    matches = match(head, layout.columns, remembered=remembered, chosen=chosen.get(sheet.name, {}))
    there = {found.column.key for found in matches if found.column}
    missing = [column.title for column in layout.columns if column.required and column.key not in there]
    return MatchedSheet(sheet=sheet, head=head, matches=matches, missing=missing)


def _left_out(workbook: Workbook, read: Sequence[MatchedSheet]) -> list[Problem]:
    names = {matched.sheet.name for matched in read}
    unlike = "没有读取这个工作表：表头不全，不像台账。"
    hidden = "没有读取这个隐藏的工作表。如需导入，请取消隐藏后重新上传。"
    unread = [(sheet.name, unlike) for sheet in workbook.sheets if sheet.name not in names and next(sheet.rows(), None)]
    unread += [(name, hidden) for name in workbook.hidden]
    return [Problem(sheet=name, cell="", text=text, severity=Severity.WARNING) for name, text in unread]

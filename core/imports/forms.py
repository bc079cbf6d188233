"""What a person says to an import: the file, and what its columns are."""

from collections.abc import Iterator
from typing import Any

from django import forms

from core.errors import DomainError
from core.imports.layout import Layout
from core.imports.receiving import Answers
from core.models import LedgerImport
from core.workbooks.headings import unit_choices
from core.workbooks.opening import check_size

ACCEPTED = ".xlsx,.xls,.xlsm,.csv"


class UploadForm(forms.Form):
    """The file. Its size is checked before it is read."""

    file = forms.FileField(
        label="台账文件",
        allow_empty_file=True,  # refused below, in words that say what to do
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text="可上传 .xlsx、.xls、.csv，不超过 20 MB。表头上方的标题行、合并单元格、小计合计都不必删。",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
        except DomainError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return file


class ColumnsForm(forms.Form):
    """One line per heading: which column it is, and where it matters in which unit its figures are."""

    def __init__(self, *args: Any, source: LedgerImport, **options: Any) -> None:
        super().__init__(*args, **options)
        self.source = source
        for name, heading in self._headings():
            layout = source.layout
            keys = [("", "不导入"), *((column.key, column.title) for column in layout.columns if column.importable)]
            self.fields[name] = forms.ChoiceField(
                choices=keys, required=False, initial=heading["key"], label=f"{heading['letter']} 列“{heading['text']}”"
            )
            if units := _units(layout, heading):
                choices = [("", "请选择"), *((unit, unit) for unit in units)]
                self.fields[f"{name}-unit"] = forms.ChoiceField(
                    choices=choices, required=False, initial=heading["unit"], label=f"{heading['letter']} 列的单位"
                )

    def _headings(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for sheet in self.source.sheets:
            yield from ((_name(sheet, heading), heading) for heading in sheet["columns"])

    def sheets(self) -> Iterator[dict[str, Any]]:
        """The lines of each sheet with their fields, for the page."""
        for sheet in self.source.sheets:
            lines = [{**heading, **self._bound(_name(sheet, heading))} for heading in sheet["columns"]]
            yield {**sheet, "lines": lines}

    def _bound(self, name: str) -> dict[str, Any]:
        unit = f"{name}-unit"
        return {"field": self[name], "unit_field": self[unit] if unit in self.fields else ""}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        taken: dict[tuple[str, str], str] = {}
        for name, _ in self._headings():
            sheet, key = name.rpartition("-")[0], cleaned.get(name, "")
            if key and (sheet, key) in taken:
                self.add_error(name, f"和{taken[sheet, key]}选了同一列。请只保留一个，另一个选“不导入”。")
            taken[sheet, key] = self.fields[name].label
        return cleaned

    def answers(self) -> Answers:
        """What she said, as the service takes it."""
        said = self.cleaned_data
        return {
            sheet["name"]: {
                heading["column"]: (said[name], said.get(f"{name}-unit", ""))
                for heading in sheet["columns"]
                for name in [_name(sheet, heading)]
            }
            for sheet in self.source.sheets
        }


def _name(sheet: dict[str, Any], heading: dict[str, Any]) -> str:
    return f"{sheet['name']}-{heading['column']}"


def _units(layout: Layout, heading: dict[str, Any]) -> list[str]:
    """The units to choose from, where the unit decides what a figure means."""
    units = unit_choices(layout.column(heading["key"]))
    return [unit.symbol for unit in units] if len(units) > 1 or heading["question"] else []

"""A statistics table as forms: its head and foot, and its columns as rows of a table."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from itertools import groupby
from typing import Any

from django import forms

from reports.choices import RowLevel, TotalPlace
from reports.measures import MEASURES
from reports.services.tables import MOST_COLUMNS, MOST_PLACES, ColumnLine, Head
from reports.stat_sheet import FOOT

KINDS = {
    "count": "数量",
    "money": "资金",
    "area": "面积",
    "length": "管线",
    "rate": "比率",
    "percent": "百分比",
}


def measures_offered() -> list[tuple[str, Any]]:
    """The measures by their Chinese names, in groups of their kind."""
    order = list(KINDS)
    known = sorted(MEASURES.values(), key=lambda measure: order.index(measure.kind))  # keeps the order within a kind
    return [
        ("", "请选择"),
        *(
            (KINDS[kind], [(measure.key, measure.label) for measure in group])
            for kind, group in groupby(known, key=lambda measure: measure.kind)
        ),
    ]


def units_offered() -> list[tuple[str, str]]:
    symbols = dict.fromkeys(unit.symbol for measure in MEASURES.values() for unit in measure.units)
    return [("", "常用单位"), *((symbol, symbol) for symbol in symbols)]


class HeadForm(forms.Form):
    """Everything of a table but its columns."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="名称", max_length=60, help_text="在本系统内查找用。")
    title = forms.CharField(
        label="表题",
        max_length=120,
        help_text="{年} 和 {月} 会换成所选的年和月，例如：{年}年{月}月改造进展情况表。",
    )
    document = forms.CharField(label="依据文号", max_length=100, required=False)
    rows_by = forms.ChoiceField(label="每行为", choices=RowLevel.choices)
    numbered = forms.BooleanField(label="设序号列", required=False)
    coded = forms.BooleanField(label="设区划代码列", required=False)
    total = forms.ChoiceField(label="合计", choices=TotalPlace.choices)
    unit_line = forms.CharField(
        label="单位行", max_length=60, required=False, help_text="写在表的右上方，例如：单位：个、万元。"
    )
    foot = forms.CharField(label="表脚", max_length=200, required=False, strip=False, help_text="留空则没有表脚。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"numbered": True, "rows_by": RowLevel.STREET, "foot": FOOT} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    @property
    def head(self) -> Head:
        return Head(**{field.name: self.cleaned_data[field.name] for field in fields(Head)})


class CopyForm(forms.Form):
    name = forms.CharField(label="新表名称", max_length=60)


class ColumnForm(forms.Form):
    """One row; each field says itself what it is, for whoever cannot see the head of the table."""

    order = forms.IntegerField(label="顺序", min_value=1, max_value=999, required=False)
    top = forms.CharField(label="一级表头", max_length=60, required=False)
    middle = forms.CharField(label="二级表头", max_length=60, required=False)
    head = forms.CharField(label="列名", max_length=60, required=False)
    measure = forms.ChoiceField(label="指标", choices=measures_offered, required=False)
    unit = forms.ChoiceField(label="单位", choices=units_offered, required=False)
    places = forms.IntegerField(label="小数位", min_value=0, max_value=MOST_PLACES, required=False)
    whole_word = forms.CharField(label="达到 100% 时写作", max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("head") and not values.get("measure") and "measure" not in self.errors:
            self.add_error("measure", f"请为“{values['head']}”列选择指标。")
        elif values.get("measure") and not values.get("head") and "head" not in self.errors:
            self.add_error("head", "选了指标，请写明列名。")
        return values


ColumnTable = forms.formset_factory(ColumnForm, extra=3, max_num=MOST_COLUMNS + 3, absolute_max=MOST_COLUMNS + 60)


class ColumnsForm(forms.Form):
    """The columns of a table, in the order of their numbers; a row without a name is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Iterable[ColumnLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data, lines = (self.data, []) if self.is_bound else (None, lines)
        initial = [{"order": number, **asdict(line)} for number, line in enumerate(lines, start=1)]
        self.rows = ColumnTable(data, initial=initial, prefix="columns")

    def is_valid(self) -> bool:
        """What is wrong in a row stands in the row, and above the table with the row's number."""
        if super().is_valid() and not self.rows.is_valid():
            for number, row in enumerate(self.rows, start=1):
                for key, errors in row.errors.items():
                    self.add_error(None, f"第 {number} 行“{row.fields[key].label}”：{''.join(errors)}")
        return super().is_valid()

    @property
    def lines(self) -> list[ColumnLine]:
        filled = [row for row in self.rows.cleaned_data if row.get("head")]
        filled.sort(key=lambda row: row["order"] or 1_000)
        keys = [field.name for field in fields(ColumnLine)]
        return [ColumnLine(**{key: row[key] for key in keys} | {"places": row["places"] or 0}) for row in filled]

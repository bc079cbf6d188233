"""The entry sheet filled in with Excel: what the file changes is typed into the sheet by the same rules."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from core.errors import Conflict, DomainError
from core.imports.layout import Change, Context, KeptRow, Layout, LedgerRow, PlannedRow, Problem, Severity, register
from divisions.models import Division
from progress.figures import BY_KEY
from progress.imports.sheet_columns import COLUMNS, REASON
from progress.imports.sheet_ledger import Row, SheetLedger, kept_value, newest_by_line, newest_of_version, typed
from progress.models import MonthlyReturn, ReturnLine, ReturnVersion
from progress.models.returns import OPEN
from progress.services import cells

KEY = "month_sheet"
MONTH = re.compile(r"(20\d{2})年(\d{1,2})月(?!\d)")  # not the month of a full date


class SheetOptions(forms.Form):
    """Asked beside the file: into which return. Normally it is the one whose sheet she comes from."""

    monthly_return = forms.ModelChoiceField(MonthlyReturn.objects.none(), label="街道月报", empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["monthly_return"]
        field.queryset = (
            MonthlyReturn.objects.for_user(user)
            .filter(organisation=user.organisation_id, current__status__in=OPEN)
            .select_related("division")
        )
        field.help_text = "请用这一个月的填报表“下载 Excel”得到的表；别的表只要有小区名称和列名也能识别。"


def all_checks(rows: Sequence[LedgerRow], context: Context) -> Iterator[Problem]:
    """Every check over one reading of the file; the last one tries to save and takes it back."""
    if not rows:
        return
    ledger = SheetLedger(rows, context)
    other = list(_is_of_this_month(ledger)) + list(_is_of_this_street(ledger))
    yield from other
    if other:
        return
    for check in (_is_found, _stands_once, _is_rounded, _is_left_blank):
        yield from check(ledger)
    yield from _would_be_saved(ledger, context)


def _is_of_this_month(ledger: SheetLedger) -> Iterator[Problem]:
    """The title names the month; a file of another month would overwrite this one."""
    month = ledger.monthly_return.month
    for sheet, above in _titles(ledger).items():
        named = {(int(year), int(number)) for year, number in MONTH.findall(above)}
        if named and (month.year, month.month) not in named:
            year, number = min(named)
            sentence = (
                f"这个文件是 {year}年{number}月的，不能导入{ledger.monthly_return}。请选择对应月份的月报，或换文件。"
            )
            yield Problem(sheet=sheet, cell="", text=sentence)


def _is_of_this_street(ledger: SheetLedger) -> Iterator[Problem]:
    own = ledger.monthly_return.division
    others = Division.objects.filter(parent=own.parent_id, level=own.level).exclude(pk=own.pk)
    names = list(others.values_list("name", flat=True))
    for sheet, above in _titles(ledger).items():
        named = [name for name in names if name in above]
        if named and own.name not in above:
            sentence = f"这个文件是{named[0]}的，不能导入{ledger.monthly_return}。请换成{own.name}的表。"
            yield Problem(sheet=sheet, cell="", text=sentence)


def _titles(ledger: SheetLedger) -> dict[str, str]:
    return {row.row.sheet: "".join(row.row.above).replace(" ", "") for row in ledger.rows}


def _is_found(ledger: SheetLedger) -> Iterator[Problem]:
    for row in ledger.rows:
        if row.wrong:
            yield row.row.problem("compound", row.wrong)


def _stands_once(ledger: SheetLedger) -> Iterator[Problem]:
    first: dict[int, Row] = {}
    for row in ledger.rows:
        if row.line and (before := first.setdefault(row.line.pk, row)) is not row:
            place = f"{before.row.sheet}第{before.row.number}行"
            yield row.row.problem("compound", f"与{place}是同一个小区，请只保留一行。")


def _is_rounded(ledger: SheetLedger) -> Iterator[Problem]:
    for row in ledger.rows:
        for key, value in row.figures.items():
            if value != row.row.values[key]:
                figure = BY_KEY[key]
                sentence = f"{figure.title}保留 {figure.places} 位小数，已四舍五入，请核对。"
                yield row.row.problem(key, sentence, Severity.WARNING)


def _is_left_blank(ledger: SheetLedger) -> Iterator[Problem]:
    """A blank cell says nothing and changes nothing; where something stands in the sheet, she is told."""
    for row in ledger.rows:
        for key in row.emptied if row.line else ():
            sentence = "这一格是空的，填报表里已有的内容不变。需要清空时，请在填报表里清空。"
            yield row.row.problem(key, sentence, Severity.WARNING)


class _TakenBackError(Exception):
    def __init__(self, result: cells.Result) -> None:
        self.result = result


def _would_be_saved(ledger: SheetLedger, context: Context) -> Iterator[Problem]:
    """Exactly what the sheet itself would say to these cells: saved in earnest and taken back."""
    try:
        with transaction.atomic():
            raise _TakenBackError(
                cells.save(version=ledger.version, cells=ledger.cells(), by=context.by, today=context.today)
            )
    except DomainError as refusal:
        yield Problem(sheet=ledger.rows[0].row.sheet, cell="", text=str(refusal))
        return
    except _TakenBackError as taken:
        answers = taken.result.cells
    by_line = {row.line.pk: row.row for row in ledger.rows if row.line}
    for answer in answers:
        row = by_line[answer.line_id]
        if answer.needs_reason:
            yield row.problem(answer.figure, answer.sentence.replace("请写明原因", "请在“情况说明”列写明原因"))
        elif answer.error:
            yield row.problem(answer.figure, answer.error)
        elif answer.warning:
            yield row.problem(answer.figure, answer.warning, Severity.WARNING)


def plan(rows: Sequence[LedgerRow], context: Context) -> list[PlannedRow]:
    """Compare with the sheet as it is now."""
    ledger = SheetLedger(rows, context)
    newest = newest_by_line([row.line.pk for row in ledger.rows if row.line])
    return [_planned(row, row.line, newest) for row in ledger.rows if row.line]


def _planned(row: Row, line: ReturnLine, newest: Mapping[int, int]) -> PlannedRow:
    changed = row.changed
    reason = {REASON: row.reason} if changed and row.reason else {}
    return PlannedRow(
        row=row.row,
        change=Change.CHANGED if changed else Change.SAME,
        label=line.compound_name,
        values=changed | reason,
        before={key: kept_value(line, key) for key in changed},
        subject_id=line.pk,
        version=newest[line.pk],
    )


def versions(ids: Sequence[int]) -> dict[int, int]:
    """The newest change of each line. Locks their version first, as typing into the sheet does."""
    holding = ReturnLine.objects.filter(pk__in=ids).values("version")
    list(ReturnVersion.objects.select_for_update(of=("self",)).filter(pk__in=holding))
    return newest_by_line(ids)


@transaction.atomic
def apply(rows: Sequence[KeptRow], context: Context) -> list[int]:
    """Type what was previewed; all or nothing."""
    _type({row.subject_id or 0: (row.values, row.values.get(REASON) or "") for row in rows}, context)
    return [row.subject_id or 0 for row in rows]


@transaction.atomic
def undo(rows: Sequence[KeptRow], context: Context) -> None:
    """Type what stood there before; refused once the return has been submitted."""
    _type({row.subject_id or 0: (row.before, f"撤销{context.reason}") for row in rows}, context)


def _type(changes: Mapping[int, tuple[Mapping[str, Any], str]], context: Context) -> None:
    version = MonthlyReturn.objects.select_related("current").get(pk=context.options["monthly_return"]).current
    seen = newest_of_version(version.pk)
    wanted = [
        typed(line_id, key, value, seen=seen, reason=reason)
        for line_id, (values, reason) in changes.items()
        for key, value in values.items()
        if key in BY_KEY
    ]
    result = cells.save(version=version, cells=wanted, by=context.by, today=context.today)
    refused = [answer for answer in result.cells if not answer.is_saved]
    if refused:
        first = refused[0]
        why = first.error or first.sentence
        title = BY_KEY[first.figure].title
        raise Conflict(f"有 {len(refused)} 格不能保存，没有写入任何数据。例如“{title}”：{why}请重新生成预览。")


def landing(import_id: int, context: Context) -> str:
    return reverse("progress:sheet", args=[context.options["monthly_return"]])


LAYOUT = register(
    Layout(
        key=KEY,
        title="月报填报表",
        columns=COLUMNS,
        permission=Permission.FILL_RETURNS,
        checks=(all_checks,),
        plan=plan,
        versions=versions,
        apply=apply,
        undo=undo,
        landing=landing,
        label_key="compound",
        options_form=SheetOptions,
        example={
            "project": "示例小区改造项目",
            "compound": "示例小区",
            "started_on": date(2023, 3, 10),
            "basic": 60,
            "improvement": 40,
            "invested": 125_000,
            "workers": 12,
        },
    )
)

"""What a scheme lacks before it may be submitted or approved; the page shows the same list while it is drawn up."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.units import rounded
from projects.choices import SchemeStatus
from projects.models import Scheme, SchemeItem, SchemeRule
from projects.selectors.schemes import Sheet, described

OURS = "系统初始值"
NAMED = 10  # lines named in one sentence


@dataclass(frozen=True)
class Finding:
    """One thing to mend; `severe` keeps the scheme from being submitted, the rest is for the eye."""

    text: str
    severe: bool = True


def findings(sheet: Sheet, *, on: date) -> list[Finding]:
    """Everything at once, what must be mended first. A fixed number of queries, whatever the number of lines."""
    rule = SchemeRule.objects.in_force(sheet.scheme.project.division_id, on)
    found = [
        *_lines(sheet.lines),
        *_places(sheet),
        *_retired(sheet),
        *_funds(sheet),
        *_investment(sheet, rule),
        *_texts(sheet.scheme),
    ]
    return sorted(found, key=lambda finding: not finding.severe)


def _lines(lines: Sequence[SchemeItem]) -> Iterator[Finding]:
    if not lines:
        yield Finding("方案里还没有改造内容，请逐项填写或从工作簿导入。")
    if without := [line for line in lines if line.unit_price is None]:
        yield Finding(f"有数量没有单价：{_named(without)}。请补填单价。")
    if empty := [line for line in lines if line.quantity == 0]:
        yield Finding(f"数量为 0：{_named(empty)}。请填写数量，或删除这些行。")


def _places(sheet: Sheet) -> Iterator[Finding]:
    """Sites that no line is about, and lines about sites that left the project by a split."""
    project = sheet.scheme.project
    for site in project.sites.select_related("compound"):
        if all(line.site_id != site.pk for line in sheet.lines):
            yield Finding(f"{site}还没有改造内容。", severe=False)
    if gone := [line for line in sheet.lines if line.site.project_id != project.pk]:
        yield Finding(f"所在小区已不属于本项目：{_named(gone)}。请删除这些行。")


def _retired(sheet: Sheet) -> Iterator[Finding]:
    """A retired item stays where an approved version already has it; it is not asked for anew."""
    retired = [line for line in sheet.lines if line.item.retired_on]
    if not retired:
        return
    approved = SchemeItem.objects.filter(scheme__project=sheet.scheme.project_id, scheme__status=SchemeStatus.APPROVED)
    agreed = set(approved.values_list("item_id", flat=True))
    if new := [line for line in retired if line.item_id not in agreed]:
        yield Finding(f"使用了已停用的改造内容：{_named(new)}。请改用现行的改造内容。")
    if kept := [line for line in retired if line.item_id in agreed]:
        yield Finding(f"现行方案中的改造内容已停用，可以保留：{_named(kept)}。", severe=False)


def _funds(sheet: Sheet) -> Iterator[Finding]:
    if sheet.lines and sheet.unfunded:
        more = "少" if sheet.unfunded > 0 else "多"
        yield Finding(
            f"资金筹措合计 {sheet.funded:,.2f} 元，比方案合计 {sheet.total:,.2f} 元"
            f"{more} {abs(sheet.unfunded):,.2f} 元，两者必须相等。"
        )


def _investment(sheet: Sheet, rule: SchemeRule | None) -> Iterator[Finding]:
    """Without a rule the planned investment itself is the limit."""
    planned = sheet.scheme.project.investment
    if planned is None:
        yield Finding("项目没有计划投资，方案合计无从比对。", severe=False)
        return
    over = sheet.total - planned
    if over <= 0:
        return
    most = rule.most_over if rule else Decimal(0)
    by = f"{_cited(rule)}允许的 {most.normalize():f}%" if rule else "零（本区划没有设置方案投资控制规则）"
    share = f"（{rounded(over * 100 / planned):f}%）" if planned else ""
    figures = f"方案合计 {sheet.total:,.2f} 元，比计划投资 {planned:,.2f} 元多 {over:,.2f} 元{share}"
    if over * 100 > planned * most:
        yield Finding(f"{figures}，超过{by}。请核减，或先调整项目计划投资。")
    else:
        yield Finding(f"{figures}，未超过{by}。", severe=False)


def _cited(rule: SchemeRule) -> str:
    """A document by its number; a value of ours is no document."""
    return f"（{rule.document}）" if OURS in rule.document else f"《{rule.document}》"


def _texts(scheme: Scheme) -> Iterator[Finding]:
    if not scheme.management_mode:
        yield Finding("没有填写后续管理模式。", severe=False)
    if not scheme.design.strip():
        yield Finding("没有填写规划设计。", severe=False)


def _named(lines: Iterable[SchemeItem]) -> str:
    every = [described(line) for line in lines]
    return "、".join(every[:NAMED]) + (f"等 {len(every)} 行" if len(every) > NAMED else "")

"""What is warned of, as arithmetic and words (F58): each text names the figures, the threshold and the rule's paper.

A text says since when, never for how many days, so that it stays the same as long as the records do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.units import WAN_YUAN, rounded
from core.workbooks.values import plain_figure
from funding.choices import WarningKind
from funding.models import Allotment, ContractPart, FundDocument, PaymentRule, ProjectAccount
from funding.months import months_later
from funding.physical import Physical

LONGEST = 300  # characters, as the column takes them
# What each rule says, for the page of a warning.
EXPLAINED: Mapping[str, str] = {
    WarningKind.AHEAD: "施工合同已拨付比例高出形象进度，超过规定的百分点即提示。形象进度取街道月报，"
    "没有月报的取最近一次审核通过的支付申请。",
    WarningKind.UNUSED: "资金有结余，且超过规定的月数没有任何收付，即提示。",
    WarningKind.PAST_USE_BY: "指标文件的使用期限已过，文件下仍有结余（含已分配未拨付的），即提示。",
    WarningKind.OVER_BUDGET: "项目各合同价款（含变更）合计超过批复预算，即提示。",
    WarningKind.OVER_ALLOTTED: "项目各笔资金（含居民和社会出资）收到的合计超过批复预算，即提示。",
    WarningKind.UNSETTLED: "项目竣工验收后，超过规定的月数施工合同仍未登记结算价，即提示。",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found; `subject` tells it from others of the same kind, the same at every look."""

    kind: WarningKind
    subject: str
    text: str
    division_id: str
    project_id: int | None = None
    allotment_id: int | None = None
    part_id: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.kind.value, self.subject


def ahead(part: ContractPart, known: Sequence[Physical], rule: PaymentRule) -> Finding | None:
    """More of the contract is paid, in per cent, than is built, by more than `ahead_points`. Unknown progress: none.

    The first of `known` counts: the street's return, which its leader signs, before what payment requests claim. The
    text names the others where they differ.
    """
    physical = known[0] if known else None
    whole = part.amount if part.settled is None else part.settled
    if physical is None or not whole:
        return None
    paid = part.paid * 100 / whole
    if paid - physical.percent <= rule.ahead_points:
        return None
    text = (
        f"“{part.contract}”已拨付 {wan(part.paid)}，占{'合同价款' if part.settled is None else '结算价'} {wan(whole)}的"
        f" {percent(paid)}；形象进度 {percent(physical.percent)}（{physical.source}{_otherwise(known)}），"
        f"高出 {plain_figure(rounded(paid - physical.percent))} 个百分点，"
        f"超过 {rule.ahead_points} 个百分点即提示（{rule.document}）。如为预付款，请说明合同约定。"
    )
    return _of_part(WarningKind.AHEAD, part, text)


def _otherwise(known: Sequence[Physical]) -> str:
    differing = [each for each in known[1:] if each.percent != known[0].percent]
    return "".join(f"；{each.source}填 {percent(each.percent)}" for each in differing)


def unused(pot: Allotment, last: date, rule: PaymentRule, today: date) -> Finding | None:
    """Money is left and nothing has moved for `unused_months`; `last` is the day of the last entry."""
    if pot.left <= 0 or months_later(last, rule.unused_months) > today:
        return None
    text = (
        f"{pot.document}（{pot.document.get_source_display()}）在“{pot.holder}”的资金结余 {wan(pot.left)}，"
        f"最近一笔收付在 {last}，此后没有动用。满 {rule.unused_months} 个月未用即提示（{rule.document}）。"
    )
    return _of_pot(WarningKind.UNUSED, pot, f"allotment:{pot.pk}", text)


def past_use_by(document: FundDocument, root: Allotment, left: Decimal, pots: int, today: date) -> Finding | None:
    """The document's use-by date has gone by, and `left` of its money lies in `pots` hands."""
    if document.use_by is None or document.use_by >= today or left <= 0:
        return None
    where = f"分在 {pots} 处" if pots > 1 else "在 1 处"
    text = (
        f"{document}（{document.get_source_display()}）的使用期限为 {document.use_by}，已过期，"
        f"仍有 {wan(left)}未使用（{where}）。请办理结转、收回或说明原因。"
    )
    return _of_pot(WarningKind.PAST_USE_BY, root, f"document:{document.pk}", text)


def over_budget(account: ProjectAccount) -> Finding | None:
    """The contracts with their changes come to more than the approved budget."""
    if account.approved is None or account.contracted <= account.approved:
        return None
    text = (
        f"“{account.project}”合同价款合计 {wan(account.contracted)}，"
        f"超过批复预算 {wan(account.approved)}，多出 {wan(account.contracted - account.approved)}。"
        "超过即提示。请办理预算调整，或说明原因。"
    )
    return _of_account(WarningKind.OVER_BUDGET, account, text)


def over_allotted(account: ProjectAccount, allotted: Decimal) -> Finding | None:
    """All allotments of the project together come to more than the approved budget."""
    if account.approved is None or rounded(allotted) <= account.approved:
        return None
    text = (
        f"“{account.project}”各笔资金合计 {wan(allotted)}，超过批复预算 {wan(account.approved)}，"
        f"多出 {wan(allotted - account.approved)}。超过即提示。请收回、调剂，或说明原因。"
    )
    return _of_account(WarningKind.OVER_ALLOTTED, account, text)


def unsettled(part: ContractPart, accepted_on: date, rule: PaymentRule, today: date) -> Finding | None:
    """The project was accepted more than `settlement_months` ago, and the works are not settled."""
    due = months_later(accepted_on, rule.settlement_months)
    if part.settled is not None or due >= today:
        return None
    text = (
        f"“{part.project}”{accepted_on} 竣工验收，应在 {rule.settlement_months} 个月内（{due} 前）结算"
        f"（{rule.document}），“{part.contract}”（合同价款 {wan(part.amount)}）仍未登记结算价。"
    )
    return _of_part(WarningKind.UNSETTLED, part, text)


def wan(yuan: Decimal) -> str:
    """12.50 万元; less than that in 元, so that nothing reads as 0.00."""
    if abs(yuan) < 100:
        return f"{yuan:,.2f} 元"
    return f"{rounded(WAN_YUAN.from_base(yuan)):,.2f} 万元"


def percent(value: Decimal) -> str:
    return f"{plain_figure(rounded(value))}%"


def cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _of_account(kind: WarningKind, account: ProjectAccount, text: str) -> Finding:
    return Finding(
        kind=kind,
        subject=f"account:{account.pk}",
        text=cut(text),
        division_id=account.project.division_id,
        project_id=account.project_id,
    )


def _of_part(kind: WarningKind, part: ContractPart, text: str) -> Finding:
    return Finding(
        kind=kind,
        subject=f"part:{part.pk}",
        text=cut(text),
        division_id=part.project.division_id,
        project_id=part.project_id,
        part_id=part.pk,
    )


def _of_pot(kind: WarningKind, pot: Allotment, subject: str, text: str) -> Finding:
    return Finding(
        kind=kind,
        subject=subject,
        text=cut(text),
        division_id=pot.division_id,
        project_id=pot.project_id,
        allotment_id=pot.pk,
    )

"""What a payment is held to: every ceiling in order, how it comes about, by which rule; the lowest decides.

Asked when a request is submitted, approved and, under locks, paid. Money in 元.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, Sum
from django.urls import reverse

from core.errors import DomainError
from core.units import rounded
from funding.choices import EntryKind, RequestKind, RequestStatus, Use
from funding.models import Allotment, ContractPart, FundEntry, PaymentRequest, PaymentRule, ProjectAccount, SourceRule
from funding.selectors import rules
from projects.choices import ProjectStatus, Source

FINISHED = (ProjectStatus.COMPLETED, ProjectStatus.ACCEPTED, ProjectStatus.HANDED_OVER, ProjectStatus.CLOSED)
WHILE_WORKING = (RequestKind.ADVANCE, RequestKind.PROGRESS)
COUNTED = (RequestStatus.APPROVED, RequestStatus.PAID)
NOTHING = Decimal(0)


class Exceeded(DomainError):
    """A ceiling says no; the sentence names the one that decides, with its figures."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be paid, as at a day. `request_id`: what this request itself has reserved does not count against it."""

    part: ContractPart
    allotment: Allotment
    kind: str
    use: str
    amount: Decimal
    on: date
    out_of_scope: Decimal = NOTHING
    done_value: Decimal | None = None
    request_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """One bound: `left` may still be paid under it (None: it is met and bounds no amount), `refusal`: nothing may."""

    name: str
    working: str
    left: Decimal | None = None
    basis: str = ""
    refusal: str = ""
    url: str = ""
    decides: bool = False

    def is_exceeded_by(self, amount: Decimal) -> bool:
        return bool(self.refusal) or (self.left is not None and amount > self.left)


@dataclass(frozen=True, kw_only=True)
class Reserved:
    """What other requests have been granted and not been paid yet."""

    allotment: Decimal
    part: Decimal
    project: Decimal
    source: Decimal


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything a ceiling looks at, read once: six queries."""

    asked: Asked
    account: ProjectAccount | None
    source_rule: SourceRule | None
    payment_rule: PaymentRule
    reserved: Reserved
    by_kind: Mapping[str, Decimal]
    last_done: Decimal | None
    source_paid: Decimal

    @property
    def source(self) -> Source:
        return Source(self.asked.allotment.document.source)

    @property
    def approved(self) -> Decimal | None:
        return self.account.approved if self.account else None

    @property
    def so_far(self) -> Decimal:
        """Of the contract part: paid, or granted to others."""
        return self.asked.part.paid + self.reserved.part


def of_request(request: PaymentRequest, *, on: date, amount: Decimal | None = None) -> Asked:
    """What a request asks for on a day; `amount` where the bureau grants another sum."""
    return Asked(
        part=request.part,
        allotment=request.allotment,
        kind=request.kind,
        use=request.use,
        amount=request.amount if amount is None else amount,
        on=on,
        out_of_scope=request.out_of_scope,
        done_value=request.done_value,
        request_id=request.pk,
    )


def ceilings(asked: Asked) -> list[Ceiling]:
    """All of them in order; the one that decides is marked: the first that forbids, else the lowest."""
    found = list(_all(_facts(asked)))
    forbidding = [each for each in found if each.refusal]
    bounding = [each for each in found if each.left is not None]
    first = forbidding[0] if forbidding else min(bounding, key=lambda each: each.left or NOTHING)
    return [_marked(each) if each is first else each for each in found]


def check(asked: Asked) -> None:
    """Refused with the ceiling that decides, by name and with its figures."""
    decides = next(each for each in ceilings(asked) if each.decides)
    if decides.refusal:
        raise Exceeded(f"{decides.refusal}{_by(decides)}")
    if decides.is_exceeded_by(asked.amount):
        raise Exceeded(
            f"金额 {asked.amount:,.2f} 元超过“{decides.name}”还可支付的 {decides.left:,.2f} 元："
            f"{decides.working}{_by(decides)}。请调低金额，或按实际情况更正。"
        )


def _by(ceiling: Ceiling) -> str:
    return f"（依据：{ceiling.basis}）" if ceiling.basis else ""


def _marked(ceiling: Ceiling) -> Ceiling:
    return Ceiling(**{**vars(ceiling), "decides": True})


def _facts(asked: Asked) -> Facts:
    project, source = asked.part.project_id, asked.allotment.document.source
    paid_out = FundEntry.objects.filter(kind=EntryKind.PAYMENT, project=project, source=source, part__isnull=False)
    division_code = asked.part.project.division_id
    by_kind, last_done = _of_part(asked)
    return Facts(
        asked=asked,
        account=ProjectAccount.objects.filter(project=project).first(),
        source_rule=rules.source_rule(source=source, division_code=division_code, on=asked.on),
        payment_rule=rules.payment_rule(division_code=division_code, on=asked.on),
        reserved=_reserved(asked),
        by_kind=by_kind,
        last_done=last_done,
        source_paid=_yuan(paid_out.aggregate(total=Sum("amount"))["total"]),
    )


def _others(asked: Asked):
    return PaymentRequest.objects.exclude(pk=asked.request_id) if asked.request_id else PaymentRequest.objects.all()


def _reserved(asked: Asked) -> Reserved:
    waiting = _others(asked).pending().filter(project=asked.part.project_id)
    source = Q(allotment__document__source=asked.allotment.document.source)
    sums = waiting.aggregate(
        allotment=Sum("granted", filter=Q(allotment=asked.allotment)),
        part=Sum("granted", filter=Q(part=asked.part)),
        project=Sum("granted"),
        source=Sum("granted", filter=source),
    )
    return Reserved(**{name: _yuan(total) for name, total in sums.items()})


def _of_part(asked: Asked) -> tuple[dict[str, Decimal], Decimal | None]:
    """What was granted of the contract part, by kind of payment, and the last value of works done."""
    rows = _others(asked).filter(part=asked.part, status__in=COUNTED).order_by()
    found: list[Any] = list(rows.values("kind").annotate(total=Sum("granted"), done=Max("done_value")))
    done = [each["done"] for each in found if each["done"] is not None]
    return {each["kind"]: _yuan(each["total"]) for each in found}, max(done, default=None)


def _yuan(total: Any) -> Decimal:
    return rounded(Decimal(total or 0))


def _all(facts: Facts) -> Iterator[Ceiling]:
    yield _allotment(facts)
    yield _contract(facts)
    yield _budget(facts)
    yield from _source(facts)
    if facts.asked.kind == RequestKind.ADVANCE:
        yield _advance(facts)
    elif facts.asked.kind == RequestKind.PROGRESS:
        yield _progress(facts)
    elif facts.asked.kind == RequestKind.RETENTION:
        yield _retention(facts)
    if facts.asked.kind != RequestKind.RETENTION:
        yield from _settlement(facts)


def _entries(**filters: Any) -> str:
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse('funding:entry_list')}?{query}"


def _minus(words: str, amount: Decimal) -> str:
    """A part of the working that is said only where there is something."""
    return f" − {words} {amount:,.2f}" if amount else ""


def _allotment(facts: Facts) -> Ceiling:
    pot, others = facts.asked.allotment, facts.reserved.allotment
    return Ceiling(
        name="资金余额",
        left=max(pot.left - others, NOTHING),
        working=f"分配 {pot.received:,.2f} − 已拨付 {pot.paid:,.2f}{_minus('其他申请已审核待拨付', others)}",
        basis=str(pot.document),
        url=_entries(allotment=pot.pk),
    )


def _contract(facts: Facts) -> Ceiling:
    part, others = facts.asked.part, facts.reserved.part
    return Ceiling(
        name="合同余额",
        left=max(part.amount - part.paid - others, NOTHING),
        working=f"合同价款 {part.amount:,.2f} − 已拨付 {part.paid:,.2f}{_minus('其他申请已审核待拨付', others)}",
        basis=part.contract.number,
        url=part.contract.get_absolute_url(),
    )


def _budget(facts: Facts) -> Ceiling:
    name, url = "批复预算余额", reverse("funding:project_funds", args=[facts.asked.part.project_id])
    if facts.account is None or facts.approved is None:
        working, basis = "概（预）算尚未批复", facts.payment_rule.document
        required = facts.payment_rule.budget_required
        refusal = "项目的概（预）算还没有批复，不能支付。请先送审。" if required else ""
        return Ceiling(name=name, working=working, basis=basis, refusal=refusal, url=url)
    paid, others = facts.account.paid, facts.reserved.project
    return Ceiling(
        name=name,
        left=max(facts.approved - paid - others, NOTHING),
        working=f"批复 {facts.approved:,.2f} − 项目已拨付 {paid:,.2f}{_minus('其他申请已审核待拨付', others)}",
        url=url,
    )


def _source(facts: Facts) -> Iterator[Ceiling]:
    """What the source may pay for; a source without a rule pays nothing."""
    rule, words, url = facts.source_rule, facts.source.label, reverse("funding:rule_list")
    name = "资金用途"
    if rule is None:
        refusal = f"还没有规定“{words}”可用于什么，不能支付。请财政部门先在“资金规则”中设置。"
        yield Ceiling(name=name, working="没有规则", refusal=refusal, url=url)
        return
    yield Ceiling(
        name=name,
        working=f"{words}可用于：{'、'.join(use.label for use in rule.use_list) or '无'}",
        basis=rule.document,
        refusal=_misuse(facts, rule),
        url=url,
    )
    if rule.most_share is not None:
        yield _share(facts, rule)


def _misuse(facts: Facts, rule: SourceRule) -> str:
    asked, words, project = facts.asked, facts.source.label, facts.asked.part.project
    if asked.use not in rule.use_list:
        return f"{words}不能用于“{Use(asked.use).label}”。请更正用途，或换用其他资金。"
    if asked.out_of_scope and not rule.out_of_scope:
        return (
            f"{words}不能用于超出改造范围的内容，其中填有 {asked.out_of_scope:,.2f} 元。"
            "这部分请换用其他资金，另行申请。"
        )
    if (project.resumes_as or project.status) in FINISHED and not rule.to_finished:
        return f"{words}不能用于已完工项目，“{project}”目前{project.get_status_display()}。请换用其他资金。"
    return ""


def _share(facts: Facts, rule: SourceRule) -> Ceiling:
    name, url = (
        f"{facts.source.label}承担比例",
        _entries(project=facts.asked.part.project_id, source=facts.source.value),
    )
    if facts.approved is None or rule.most_share is None:
        refusal = f"{facts.source.label}按批复预算的一定比例承担，项目的概（预）算还没有批复，不能支付。"
        return Ceiling(name=name, working="概（预）算尚未批复", basis=rule.document, refusal=refusal, url=url)
    most = rounded(facts.approved * rule.most_share / 100)
    paid, others = facts.source_paid, facts.reserved.source
    return Ceiling(
        name=name,
        left=max(most - paid - others, NOTHING),
        working=f"批复 {facts.approved:,.2f} × {rule.most_share.normalize():f}% = {most:,.2f}"
        f" − 该来源已拨付 {paid:,.2f}{_minus('其他申请已审核待拨付', others)}",
        basis=rule.document,
        url=url,
    )


def _advance(facts: Facts) -> Ceiling:
    part, given = facts.asked.part, facts.by_kind.get(RequestKind.ADVANCE, NOTHING)
    rate = part.contract.advance_rate
    most = rounded(part.amount * rate / 100)
    return Ceiling(
        name="预付款上限",
        left=max(most - given, NOTHING),
        working=f"合同价款 {part.amount:,.2f} × 预付款比例 {rate.normalize():f}% = {most:,.2f}"
        f"{_minus('已付预付款', given)}",
        basis=part.contract.number,
    )


def _progress(facts: Facts) -> Ceiling:
    asked, contract = facts.asked, facts.asked.part.contract
    name, rate, done = "进度款上限", contract.progress_rate, asked.done_value
    given = sum((facts.by_kind.get(kind, NOTHING) for kind in WHILE_WORKING), NOTHING)
    if refusal := _doubtful_value(facts):
        return Ceiling(name=name, working="按累计完成产值计算", basis=contract.number, refusal=refusal)
    most = rounded((done or NOTHING) * rate / 100)
    return Ceiling(
        name=name,
        left=max(most - given, NOTHING),
        working=f"累计完成产值 {done:,.2f} × 进度款比例 {rate.normalize():f}% = {most:,.2f}"
        f"{_minus('已付预付款、进度款', given)}",
        basis=contract.number,
    )


def _doubtful_value(facts: Facts) -> str:
    """The value of works done is given, within the contract, and never falls."""
    done, part, last = facts.asked.done_value, facts.asked.part, facts.last_done
    if done is None:
        return "申请进度款须填写累计完成产值。"
    if done > part.amount:
        return f"累计完成产值 {done:,.2f} 元超过合同价款 {part.amount:,.2f} 元，请核对；确有增加的，请先登记合同变更。"
    if last is not None and done < last:
        return f"累计完成产值 {done:,.2f} 元小于上次申请的 {last:,.2f} 元，请核对。"
    return ""


def _settlement(facts: Facts) -> Iterator[Ceiling]:
    """Once settled, all but the retention money may be paid; a settlement payment waits for the settled price."""
    asked, part, contract = facts.asked, facts.asked.part, facts.asked.part.contract
    name = "结算价扣除质保金"
    if part.settled is None:
        if asked.kind == RequestKind.SETTLEMENT:
            refusal = "合同还没有登记结算价，不能申请结算款。请先办理结算。"
            yield Ceiling(name=name, working="尚未结算", basis=contract.number, refusal=refusal)
        return
    rate = contract.retention_rate
    most = part.settled - rounded(part.settled * rate / 100)
    yield Ceiling(
        name=name,
        left=max(most - facts.so_far, NOTHING),
        working=f"结算价 {part.settled:,.2f} × (1 − 质保金比例 {rate.normalize():f}%) = {most:,.2f}"
        f"{_minus('累计已付（含待拨付）', facts.so_far)}",
        basis=contract.number,
    )


def _retention(facts: Facts) -> Ceiling:
    asked, part, contract = facts.asked, facts.asked.part, facts.asked.part.contract
    name, refusal = "质保金", ""
    if part.settled is None:
        refusal = "合同还没有登记结算价，不能申请质保金。请先办理结算。"
    elif contract.warranty_until is None:
        refusal = "合同没有登记质保期，不能支付质保金。请先在合同中填写“质保期至”。"
    elif asked.on <= contract.warranty_until:
        refusal = f"质保期至 {contract.warranty_until:%Y-%m-%d}，期满以后才能支付质保金。"
    if refusal or part.settled is None:
        return Ceiling(name=name, working="质保期满后支付", basis=contract.number, refusal=refusal)
    return Ceiling(
        name=name,
        left=max(part.settled - facts.so_far, NOTHING),
        working=f"结算价 {part.settled:,.2f}{_minus('累计已付（含待拨付）', facts.so_far)}",
        basis=contract.number,
    )

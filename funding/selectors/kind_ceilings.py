"""The ceilings that the kind of a payment sets: advance, progress, settlement, retention (domain.md 2.2)."""

from collections.abc import Iterator

from core.units import rounded
from funding.choices import RequestKind
from funding.selectors.ceiling_facts import NOTHING, Ceiling, Facts, minus

WHILE_WORKING = (RequestKind.ADVANCE, RequestKind.PROGRESS)


def of_kind(facts: Facts) -> Iterator[Ceiling]:
    if facts.asked.kind == RequestKind.ADVANCE:
        yield _advance(facts)
    elif facts.asked.kind == RequestKind.PROGRESS:
        yield _progress(facts)
    elif facts.asked.kind == RequestKind.RETENTION:
        yield _retention(facts)
    if facts.asked.kind != RequestKind.RETENTION:
        yield from _settlement(facts)


def _advance(facts: Facts) -> Ceiling:
    part, given = facts.asked.part, facts.by_kind.get(RequestKind.ADVANCE, NOTHING)
    rate = part.contract.advance_rate
    most = rounded(part.amount * rate / 100)
    return Ceiling(
        name="预付款上限",
        left=max(most - given, NOTHING),
        working=f"合同价款 {part.amount:,.2f} × 预付款比例 {rate.normalize():f}% = {most:,.2f}"
        f"{minus('已付预付款', given)}",
        waiting=facts.waiting_by_kind.get(RequestKind.ADVANCE, NOTHING),
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
        f"{minus('已付预付款、进度款', given)}",
        waiting=sum((facts.waiting_by_kind.get(kind, NOTHING) for kind in WHILE_WORKING), NOTHING),
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
        f"{minus('累计已付（含待拨付）', facts.so_far)}",
        waiting=facts.waiting.part,
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
        working=f"结算价 {part.settled:,.2f}{minus('累计已付（含待拨付）', facts.so_far)}",
        waiting=facts.waiting.part,
        basis=contract.number,
    )

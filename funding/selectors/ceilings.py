"""What a payment is held to: every ceiling in order, how it comes about, by which rule; the lowest decides.

Asked when a request is submitted, approved and, under locks, paid. Money in 元.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.urls import reverse

from core.errors import DomainError
from core.units import rounded
from funding.choices import Use
from funding.models import SourceRule
from funding.selectors.ceiling_facts import NOTHING, Asked, Ceiling, Facts, facts_of, minus, of_request
from funding.selectors.kind_ceilings import of_kind
from projects.choices import ProjectStatus

__all__ = ["Asked", "Ceiling", "Exceeded", "ceilings", "check", "of_request"]

FINISHED = (ProjectStatus.COMPLETED, ProjectStatus.ACCEPTED, ProjectStatus.HANDED_OVER, ProjectStatus.CLOSED)


class Exceeded(DomainError):
    """A ceiling says no; the sentence names the one that decides, with its figures."""


def ceilings(asked: Asked) -> list[Ceiling]:
    """All of them in order; the one that decides is marked: the first that forbids, else the lowest."""
    found = list(_all(facts_of(asked)))
    forbidding = [each for each in found if each.refusal]
    bounding = [each for each in found if each.left is not None]
    first = forbidding[0] if forbidding else min(bounding, key=lambda each: each.left or NOTHING)
    return [replace(each, decides=True) if each is first else each for each in found]


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


def _all(facts: Facts) -> Iterator[Ceiling]:
    yield _allotment(facts)
    yield _contract(facts)
    yield _budget(facts)
    yield from _source(facts)
    yield from of_kind(facts)


def _entries(**filters: Any) -> str:
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse('funding:entry_list')}?{query}"


def _allotment(facts: Facts) -> Ceiling:
    pot, others = facts.asked.allotment, facts.reserved.allotment
    return Ceiling(
        name="资金余额",
        left=max(pot.left - others, NOTHING),
        working=f"分配 {pot.received:,.2f} − 已拨付 {pot.paid:,.2f}{minus('其他申请已审核待拨付', others)}",
        waiting=facts.waiting.allotment,
        basis=str(pot.document),
        url=_entries(allotment=pot.pk),
    )


def _contract(facts: Facts) -> Ceiling:
    part, others = facts.asked.part, facts.reserved.part
    return Ceiling(
        name="合同余额",
        left=max(part.amount - part.paid - others, NOTHING),
        working=f"合同价款 {part.amount:,.2f} − 已拨付 {part.paid:,.2f}{minus('其他申请已审核待拨付', others)}",
        waiting=facts.waiting.part,
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
        working=f"批复 {facts.approved:,.2f} − 项目已拨付 {paid:,.2f}{minus('其他申请已审核待拨付', others)}",
        waiting=facts.waiting.project,
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
        f" − 该来源已拨付 {paid:,.2f}{minus('其他申请已审核待拨付', others)}",
        waiting=facts.waiting.source,
        basis=rule.document,
        url=url,
    )

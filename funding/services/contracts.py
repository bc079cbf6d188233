"""Contracts and what they cost: signed, for one project or several, changed by a paper, settled.

A sum is made up of ContractChange rows, which are only added; the database adds them up. Rows are locked in this
order: the contract, its parts, the projects' accounts, the project.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Sum

from accounts.models import User
from communities.selectors.changes import in_words
from communities.services.signing import sign as sign_history
from core import audit
from core.errors import Conflict, DomainError
from core.units import rounded
from funding import contract_policies, credit_codes, policies
from funding.choices import AS_SIGNED, ChangeKind, ContractKind
from funding.models import Contract, ContractChange, ContractPart
from funding.selectors import rules
from funding.services import accounts, ledger, papers
from projects import project_policies
from projects.choices import Duty
from projects.models import Project
from projects.services import gates
from projects.services.drawing_up import common_division


@transaction.atomic
def sign(
    *,
    project: Project,
    amount: Decimal,
    key: UUID,
    by: User,
    today: date,
    upload: UploadedFile | None = None,
    **facts: Any,
) -> Contract:
    """Enter a signed contract of `amount`, 元, for one project; `facts` are fields of Contract.

    The construction contract proves the gates that ask for tender and contract. Above the approved budget is allowed
    and shown. Refused: a credit code that is none, rates beyond the payment rule, a number that is taken.
    """
    policies.check_can_fill(by, project)
    project_policies.check_is_running(project)
    accounts.check_amount(amount)
    accounts.lock([project.pk])
    if done := _done(key=key, by=by, project=project, amount=amount):
        return done.part.contract
    contract = Contract(division_id=project.division_id, created_by=by, **_tidied(facts))
    _check(contract, division_code=project.division_id, today=today)
    _save(contract, by=by, why="登记合同")
    _add_part(contract, project, amount=amount, key=key, by=by)
    if upload:
        papers.keep(subject=contract, upload=upload, by=by)
    if contract.kind == ContractKind.CONSTRUCTION:
        evidence = f"施工合同 {contract.number}（{contract.signed_on} 签订）"
        gates.satisfy_duty(project=project, duty=Duty.TENDER, evidence=evidence, by=by, on=contract.signed_on)
    details = {"项目": str(project), "合同价款": f"{amount:,.2f} 元", "承包（供应）单位": contract.party}
    audit.write(by=by, action="登记合同", on=contract, details=details)
    return contract


@transaction.atomic
def add_part(
    *, contract: Contract, project: Project, amount: Decimal, key: UUID, by: User, today: date
) -> ContractPart:
    """The same contract is also for this project, of which it costs `amount`, 元 (标段).

    Refused: a project that it is for already, or that lies in another county.
    """
    contract = _locked(contract)
    parts = parts_of(contract)
    contract_policies.check_can_edit(by, contract, parts)
    policies.check_can_fill(by, project)
    project_policies.check_is_running(project)
    accounts.check_amount(amount)
    accounts.lock([project.pk])
    if done := _done(key=key, by=by, project=project, amount=amount):
        return done.part
    if any(part.project_id == project.pk for part in parts):
        raise DomainError(f"合同“{contract}”已包含“{project}”，要增加价款请登记变更。")
    contract.division_id = _shared_division([*parts_divisions(parts), project.division_id])
    _save(contract, by=by, why=f"增加项目 {project}")
    part = _add_part(contract, project, amount=amount, key=key, by=by)
    details = {"项目": str(project), "合同价款": f"{amount:,.2f} 元"}
    audit.write(by=by, action="合同增加项目", on=contract, details=details)
    return part


@transaction.atomic
def edit(*, contract: Contract, version: int, by: User, today: date, **facts: Any) -> Contract:
    """Correct what a contract says, but for its sums. Refused when somebody changed it meanwhile."""
    contract = _locked(contract)
    parts = parts_of(contract)
    contract_policies.check_can_edit(by, contract, parts)
    if contract.version != version:
        raise Conflict(f"合同“{contract}”在您填写时已被修改。您的修改没有保存，请重新打开本页再改。")
    before = _words_of(contract)
    for name, value in _tidied(facts).items():
        setattr(contract, name, value)
    _check(contract, division_code=contract.division_id, today=today)
    _save(contract, by=by, why="修改合同")
    audit.write(by=by, action="修改合同", on=contract, details=_what_changed(contract, before))
    return contract


@transaction.atomic
def change(
    *,
    part: ContractPart,
    amount: Decimal,
    kind: str = ChangeKind.VARIATION,
    on: date,
    document: str,
    reason: str,
    key: UUID,
    by: User,
    today: date,
) -> ContractPart:
    """A variation or supplement, 元, negative where the price falls, with its paper.

    Refused: below what is paid already, once the part is settled, without paper or reason.
    """
    part = _locked_part(part)
    policies.check_can_fill(by, part.project)
    if kind != ChangeKind.VARIATION:
        raise DomainError("这里只登记合同变更；结算请用“办理结算”。")
    ledger.check_cents(amount)
    if amount == 0:
        raise DomainError("变更金额不能为 0。")
    if _done(key=key, by=by, part=part, amount=amount, on=on):
        return part
    contract_policies.check_is_after_signing(part.contract, on=on, today=today)
    if not (document.strip() and reason.strip()):
        raise DomainError("请填写变更的依据文件和事由。")
    accounts.check_amount(abs(amount))
    if part.settled is not None:
        raise DomainError(f"“{part}”已于 {part.settled_on} 结算，不能再变更；价款有出入的，请更正结算。")
    if part.amount + amount < 0:
        raise DomainError(f"减少额 {-amount:,.2f} 元超过合同价款 {part.amount:,.2f} 元，请核对金额和单位。")
    if part.amount + amount < part.paid:
        raise DomainError(
            f"变更后合同价款 {part.amount + amount:,.2f} 元，低于已拨付的 {part.paid:,.2f} 元。"
            "请核对金额；确属多付的，须先冲销拨付。"
        )
    _enter(part, kind=kind, amount=amount, on=on, key=key, by=by, document=document, reason=reason)
    details = {"项目": str(part.project), "变更金额": f"{amount:,.2f} 元", "依据": document.strip()}
    audit.write(by=by, action="合同变更", on=part.contract, reason=reason.strip(), details=details)
    return part


@transaction.atomic
def correct(*, part: ContractPart, amount: Decimal, reason: str, key: UUID, by: User, today: date) -> ContractPart:
    """The price as signed was mistyped: it is `amount`, 元. The difference counts from the day of signing.

    Refused: once something is paid or the part is settled, without reason, where the variations take away more.
    """
    part = _locked_part(part)
    policies.check_can_fill(by, part.project)
    accounts.check_amount(amount)
    before = as_signed(part)
    if _done(key=key, by=by, part=part):
        if before != amount:
            raise Conflict("这张单子已经登记过，改动没有保存。要再更正，请重新打开页面填写。")
        return part
    contract_policies.check_is_correctable(part)
    if not reason.strip():
        raise DomainError("请写明更正的原因。")
    if amount == before:
        raise DomainError(f"原合同价就是 {amount:,.2f} 元，没有需要更正的。")
    if part.amount + amount - before <= 0:
        raise DomainError(f"更正为 {amount:,.2f} 元，低于已登记的变更减少额 {before - part.amount:,.2f} 元，请核对。")
    _enter(
        part,
        kind=ChangeKind.CORRECTION,
        amount=amount - before,
        on=part.contract.signed_on,
        key=key,
        by=by,
        reason=reason,
    )
    details = {"项目": str(part.project), "原合同价": [f"{before:,.2f} 元", f"{amount:,.2f} 元"]}
    audit.write(by=by, action="更正合同价款", on=part.contract, reason=reason.strip(), details=details)
    return part


@transaction.atomic
def settle(
    *, part: ContractPart, amount: Decimal, on: date, document: str, key: UUID, by: User, today: date
) -> ContractPart:
    """The final price of a part, 元, by the reviewed settlement: its sum becomes this. Settled anew it is corrected.

    Refused: below what is paid already (what was paid too much goes back within 30 days, 财建〔2022〕183号).
    """
    part = _locked_part(part)
    policies.check_can_fill(by, part.project)
    accounts.check_amount(amount)
    difference = amount - part.amount
    done = _done(key=key, by=by, part=part, on=on)
    if done and part.settled != amount:
        raise Conflict(f"这张单子已经登记过（{done}），改动没有保存。要更正结算，请重新打开页面填写。")
    if done or (part.settled, part.settled_on) == (amount, on):
        return part
    contract_policies.check_is_after_signing(part.contract, on=on, today=today)
    if not document.strip():
        raise DomainError("请填写结算审核的文号或报告编号。")
    if amount < part.paid:
        raise DomainError(
            f"已拨付 {part.paid:,.2f} 元，超过结算价 {amount:,.2f} 元，多付的须先冲销或在 30 日内退回，再办理结算。"
        )
    before = f"{part.settled:,.2f} 元" if part.settled is not None else "未结算"
    if difference:
        kind, reason = ChangeKind.SETTLEMENT, "结算价与合同价款的差额"
        _enter(part, kind=kind, amount=difference, on=on, key=key, by=by, document=document, reason=reason)
    part.settled, part.settled_on = amount, on
    part.save(update_fields=["settled", "settled_on"])
    details = {"项目": str(part.project), "原结算价": before, "结算价": f"{amount:,.2f} 元", "依据": document.strip()}
    audit.write(by=by, action="合同结算", on=part.contract, details=details)
    return part


def parts_of(contract: Contract) -> list[ContractPart]:
    return list(contract.parts.select_related("project__implementer", "project__division"))


def parts_divisions(parts: list[ContractPart]) -> list[str]:
    return [part.project.division_id for part in parts]


def as_signed(part: ContractPart) -> Decimal:
    """The price as signed with what was corrected of it, 元."""
    total = part.changes.filter(kind__in=AS_SIGNED).order_by().aggregate(total=Sum("amount"))["total"]
    return rounded(Decimal(total or 0))


def _locked(contract: Contract) -> Contract:
    return Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)


def _locked_part(part: ContractPart) -> ContractPart:
    """The part as it is now, with its project's account locked."""
    rows = ContractPart.objects.select_for_update(of=("self",)).select_related("contract", "project__division")
    found = rows.get(pk=part.pk)
    accounts.lock([found.project_id])
    return found


def _done(*, key: UUID, by: User, amount: Decimal | None = None, **asked: Any) -> ContractChange | None:
    """What this request has entered already. Refused: the same form sent again with other figures."""
    found = ContractChange.objects.select_related("part__contract", "part__project").filter(key=key).first()
    if found is None:
        return None
    there = {"project": found.part.project, "part": found.part, "on": found.on}
    same = all(there[name] == value for name, value in asked.items()) and amount in (None, found.amount)
    if found.by_id != by.pk or not same:
        raise Conflict(f"这张单子已经登记过（{found.part}，{found}），改动没有保存。要再办一笔，请重新打开页面填写。")
    return found


def _tidied(facts: Mapping[str, Any]) -> dict[str, Any]:
    """As it is kept: texts without blanks around them, the credit code in capitals."""
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    if "credit_code" in tidy:
        tidy["credit_code"] = credit_codes.normal(tidy["credit_code"])
    return tidy


def _check(contract: Contract, *, division_code: str, today: date) -> None:
    try:
        credit_codes.validate_credit_code(contract.credit_code)
    except ValidationError as problem:
        raise DomainError(problem.messages[0]) from problem
    contract_policies.check_days(contract, today=today)
    contract_policies.check_rates(contract, rules.payment_rule(division_code=division_code, on=contract.signed_on))


def _words_of(contract: Contract) -> dict[str, str]:
    """What it says, as the screen says it."""
    fields = [field for field in Contract._meta.fields if field.editable and field.name not in ("id", "created_at")]
    return {str(field.verbose_name): in_words(field, getattr(contract, field.attname), {}) for field in fields}


def _what_changed(contract: Contract, before: Mapping[str, str]) -> dict[str, list[str]]:
    """Old and new words of each fact that is no longer what it was."""
    return {name: [before[name], now] for name, now in _words_of(contract).items() if now != before[name]}


def _shared_division(codes: list[str]) -> str:
    try:
        return common_division(codes)
    except DomainError as refusal:
        raise DomainError("项目不在同一个区（县市），不能列入同一份合同，请分别登记。") from refusal


def _save(contract: Contract, *, by: User, why: str) -> None:
    """Refused when the number is taken, by whomever, in the same division."""
    same = Contract.objects.filter(division=contract.division_id, number=contract.number).exclude(pk=contract.pk)
    if other := same.first():
        raise DomainError(_taken(other.number, other.name))
    if contract.pk:
        contract.version += 1
    sign_history(contract, by=by, reason=why)
    try:
        with transaction.atomic():
            contract.save()
    except IntegrityError as refusal:
        raise DomainError(_taken(contract.number, "刚刚由他人登记")) from refusal


def _taken(number: str, name: str) -> str:
    return f"合同编号“{number}”已经登记（{name}）。同一份合同用于几个项目的，请在该合同里增加项目。"


def _add_part(contract: Contract, project: Project, *, amount: Decimal, key: UUID, by: User) -> ContractPart:
    part = ContractPart.objects.create(contract=contract, project=project)
    _enter(part, kind=ChangeKind.ORIGINAL, amount=amount, on=contract.signed_on, key=key, by=by)
    return part


def _enter(part: ContractPart, *, kind: str, amount: Decimal, on: date, key: UUID, by: User, **paper: str) -> None:
    """Add one change; the database brings the part's sum and the account's along."""
    texts = {name: text.strip() for name, text in paper.items()}
    ContractChange.objects.create(key=key, part=part, kind=kind, amount=amount, on=on, by=by, **texts)
    part.refresh_from_db(fields=["amount", "paid"])

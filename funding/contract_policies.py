"""May this person change this contract, and do its figures keep to the rules? Checks raise; pages ask the same."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from accounts.models import User
from core.errors import DomainError
from funding import policies
from funding.models import Contract, ContractPart, PaymentRule
from projects.policies import as_predicate


def check_can_edit(user: User, contract: Contract, parts: Sequence[ContractPart]) -> None:
    """Whoever enters the contracts of every project that it is for; of a lot over several streets, the office."""
    for part in parts:
        policies.check_can_fill(user, part.project)


def check_rates(contract: Contract, rule: PaymentRule) -> None:
    """Within the bounds of the division's rule, which is named."""
    basis = f"（依据：{rule.document}）"
    if contract.progress_rate < rule.least_progress:
        raise DomainError(f"进度款比例不得低于 {_percent(rule.least_progress)}{basis}，请按规定约定。")
    if contract.retention_rate > rule.most_retention:
        raise DomainError(f"质保金比例不得高于 {_percent(rule.most_retention)}{basis}，请按规定约定。")
    if contract.advance_rate > rule.most_advance:
        raise DomainError(f"预付款比例不得高于 {_percent(rule.most_advance)}{basis}，请按规定约定。")


def check_days(contract: Contract, *, today: date) -> None:
    """Signed by today; ends after it begins; a warranty that ends after the signing."""
    if contract.signed_on > today:
        raise DomainError(f"签订日期 {contract.signed_on} 晚于今天，请在签订后登记。")
    if contract.begins_on and contract.ends_on and contract.ends_on < contract.begins_on:
        raise DomainError(f"约定完工 {contract.ends_on} 早于约定开工 {contract.begins_on}，请更正。")
    if contract.warranty_until and contract.warranty_until < contract.signed_on:
        raise DomainError(f"质保期至 {contract.warranty_until} 早于签订日期 {contract.signed_on}，请更正。")


def check_is_after_signing(contract: Contract, *, on: date, today: date) -> None:
    if on > today:
        raise DomainError(f"日期 {on} 晚于今天，请更正。")
    if on < contract.signed_on:
        raise DomainError(f"日期 {on} 早于合同签订日期 {contract.signed_on}，请更正。")


def check_is_correctable(part: ContractPart) -> None:
    """A mistyped price is put right while nothing was paid by it; afterwards a paper has to say what changes."""
    if part.settled is not None:
        raise DomainError(f"“{part}”已于 {part.settled_on} 结算，合同价款不能再更正；请更正结算。")
    if part.paid:
        raise DomainError(f"“{part}”已拨付 {part.paid:,.2f} 元，合同价款不能再更正；价款有增减的，请登记变更。")


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}%"


can_edit = as_predicate(check_can_edit)
is_correctable = as_predicate(check_is_correctable)

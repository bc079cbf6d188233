"""Simulated allocations 测算: drawn up, filled in, compared, decided; what is decided is frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import Conflict, DomainError, NotAllowed
from funding import policies
from funding.choices import Recipients
from funding.models import Allotment, FundAct, Simulation, SimulationLine, WeightTable
from funding.selectors.recipients import Recipient
from funding.selectors.simulations import Shared, figures_of, parts_of, recipient_of
from funding.services import allocations
from projects.models import Programme, Project

MOST_LINES = 300


@dataclass(frozen=True, kw_only=True)
class Fill:
    """What a person sets of one line: k and p of a formula, or the amount, 元, by hand."""

    difficulty: Decimal = Decimal(1)
    performance: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)


@transaction.atomic
def create(
    *,
    allotment: Allotment,
    name: str,
    recipients: str,
    programme: Programme,
    weights: WeightTable | None,
    amount: Decimal,
    by: User,
    today: date,
) -> Simulation:
    """A proposal for `amount`, 元, with the figures of the programme's projects as they are today. Moves no money.

    Refused: more than is left, a name that is taken, nobody to share among.
    """
    policies.check_can_pass_down(by, allotment)
    allocations.check_left(allotment, amount)
    if allotment.simulations.filter(name=name).exists():
        raise DomainError(f"已有名为“{name}”的方案，请换一个名称。")
    shared = figures_of(allotment, recipients, programme, on=today)
    if not shared.lines:
        raise DomainError(_nobody(shared, programme, allotment))
    if len(shared.lines) > MOST_LINES:
        raise DomainError(
            f"{Recipients(recipients).label}共 {len(shared.lines)} 个，一个方案最多 {MOST_LINES} 个，请先分配到街道。"
        )
    made = Simulation.objects.create(
        allotment=allotment,
        division_id=allotment.division_id,
        name=name,
        recipients=recipients,
        weights=weights,
        amount=amount,
        basis=f"“{programme}”在{allotment.division}的 {shared.count} 个项目，计入 {_counting(shared)} 个",
        left_out=shared.left_out,
        created_by=by,
    )
    lines = [
        SimulationLine(simulation=made, position=place, division_id=to.division_id, project=_project(to), **facts)
        for place, (to, facts) in enumerate(shared.lines, start=1)
    ]
    _reckon_if_possible(made, lines)
    SimulationLine.objects.bulk_create(lines)
    audit.write(by=by, action="新建分配测算", on=made, details={"资金": str(allotment), "总额": f"{amount:,.2f} 元"})
    return made


@transaction.atomic
def fill(*, simulation: Simulation, lines: Mapping[int, Fill], by: User) -> Simulation:
    """Set k and p, or amounts by hand, of these lines (by id); lines not named are taken out.

    Refused: a decided simulation, a formula that cannot be reckoned, amounts above the sum to be shared.
    """
    simulation = _open(simulation, by=by)
    kept = [line for line in simulation.lines.select_related("division", "project") if line.pk in lines]
    if not kept:
        raise DomainError("至少保留一个街道或项目。")
    for line in kept:
        facts = lines[line.pk]
        line.difficulty, line.performance, line.amount = facts.difficulty, facts.performance, facts.amount
    if simulation.weights:
        for line, part in zip(kept, parts_of(simulation, kept), strict=True):
            line.amount = part.amount
    elif (total := sum(line.amount for line in kept)) > simulation.amount:
        raise DomainError(f"各项合计 {total:,.2f} 元，超出分配总额 {simulation.amount:,.2f} 元，请减少后再保存。")
    simulation.lines.exclude(pk__in=lines).delete()
    SimulationLine.objects.bulk_update(kept, ["difficulty", "performance", "amount"])
    audit.write(by=by, action="填写分配测算", on=simulation, details={"资金": str(simulation.allotment)})
    return simulation


@transaction.atomic
def decide(*, simulation: Simulation, key: UUID, on: date, by: User, today: date) -> FundAct:
    """Carry it out: the allocation and the simulation that it was decided by are one transaction.

    Refused: decided already, no amounts yet, and whatever refuses the allocation, also what is left by now.
    """
    locked = Simulation.objects.select_for_update(of=("self",)).select_related("act").get(pk=simulation.pk)
    if locked.act and locked.act.key == key and locked.act.by_id == by.pk:
        return locked.act
    simulation = _open(simulation, by=by)
    shares = [(recipient_of(line), line.amount) for line in _lines(simulation) if line.amount]
    if not shares:
        raise DomainError("方案还没有分配金额，请先填写或补充数据。")
    act = allocations.allocate(
        giver=simulation.allotment, shares=shares, key=key, on=on, by=by, today=today, reason=f"测算方案“{simulation}”"
    )
    simulation.act = act
    simulation.save(update_fields=["act"])
    return act


@transaction.atomic
def remove(*, simulation: Simulation, by: User) -> None:
    """Throw a proposal away. Refused: a decided one, and somebody else's."""
    simulation = _open(simulation, by=by)
    if simulation.created_by_id != by.pk:
        raise NotAllowed(f"方案“{simulation}”由{simulation.created_by}测算，只能由本人删除。")
    audit.write(by=by, action="删除分配测算", on=simulation, details={"资金": str(simulation.allotment)})
    simulation.delete()


def _open(simulation: Simulation, *, by: User) -> Simulation:
    """The row, locked, of a simulation that may still be worked on."""
    rows = Simulation.objects.select_for_update(of=("self",)).select_related("allotment__division", "weights")
    locked = rows.get(pk=simulation.pk)
    policies.check_can_pass_down(by, locked.allotment)
    if locked.act_id:
        raise Conflict(f"方案“{locked}”已经决定并办理分配，不能再改。")
    return locked


def _counting(shared: Shared) -> int:
    return shared.count - len(shared.left_out)


def _nobody(shared: Shared, programme: Programme, allotment: Allotment) -> str:
    if not shared.left_out:
        return f"“{programme}”在{allotment.division}没有可以计入的项目，请换一个年度计划。"
    name, reason = shared.left_out[0]
    return f"“{programme}”在{allotment.division}的 {shared.count} 个项目都不能计入，如“{name}”：{reason}"


def _lines(simulation: Simulation) -> list[SimulationLine]:
    return list(simulation.lines.select_related("division", "project__division"))


def _project(recipient: Recipient) -> Project | None:
    return recipient if isinstance(recipient, Project) else None


def _reckon_if_possible(simulation: Simulation, lines: list[SimulationLine]) -> None:
    """The amounts, where the figures suffice; otherwise the page says what is missing (as a performance score)."""
    try:
        parts = parts_of(simulation, lines)
    except DomainError:
        return
    for line, part in zip(lines, parts, strict=False):  # none where amounts are set by hand
        line.amount = part.amount

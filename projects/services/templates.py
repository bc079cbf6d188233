"""Phase templates: new versions of a district's own, and what in one contradicts itself.

Phases may overlap and gates may have no date; that is how the plans are (象政〔2020〕8号 五).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from divisions.models import Division
from divisions.territory import contains
from projects.models import PhaseTemplate, TemplateGate, TemplatePhase


@dataclass(frozen=True, kw_only=True)
class GateLine:
    """What a phase must have before it ends: due on a day, or so many working days after the phase begins."""

    name: str
    duty: str
    clause: str = ""
    due_on: date | None = None
    working_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class PhaseLine:
    """One phase of a template, its dates those of the template's year; a date the plan does not give is None."""

    name: str
    duty: str
    status: str
    clause: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    gates: tuple[GateLine, ...] = ()


@transaction.atomic
def save(
    *, division: Division, name: str, year: int, since: date, document: str, phases: Sequence[PhaseLine], by: User
) -> PhaseTemplate:
    """A new version for one's own territory. Projects that run keep theirs until it is applied to them.

    Refused: a day that an existing version covers, and whatever `contradictions` names.
    """
    by.demand(Permission.SET_RULES)
    if not contains(by.territory, division.code):
        raise NotAllowed(f"{division}不在您的辖区内，不能设置阶段模板。")
    # Two offices that save at once queue here, so that each compares with what the other has saved.
    Division.objects.select_for_update(of=("self",)).get(pk=division.pk)
    newest = PhaseTemplate.objects.filter(division=division).order_by("-since").first()
    if newest and since <= newest.since:
        raise DomainError(f"施行日期须晚于现有模板“{newest}”（{newest.since} 起）。")
    template = add(division=division, name=name, year=year, since=since, document=document, phases=phases)
    details = {"阶段": [phase.name for phase in phases], "关口": sum(len(phase.gates) for phase in phases)}
    audit.write(by=by, action="设置阶段模板", on=template, details=details)
    return template


def add(
    *, division: Division, name: str, year: int, since: date, document: str, phases: Sequence[PhaseLine]
) -> PhaseTemplate:
    """Write a template. Refused where it contradicts itself, every contradiction named at once."""
    if found := contradictions(phases):
        raise DomainError("".join(found))
    template = PhaseTemplate.objects.create(division=division, name=name, year=year, since=since, document=document)
    made = TemplatePhase.objects.bulk_create(
        TemplatePhase(
            template=template,
            position=position,
            name=line.name,
            clause=line.clause,
            duty=line.duty,
            status=line.status,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
        )
        for position, line in enumerate(phases, start=1)
    )
    TemplateGate.objects.bulk_create(
        TemplateGate(
            phase=phase,
            position=position,
            name=gate.name,
            clause=gate.clause,
            duty=gate.duty,
            due_on=gate.due_on,
            working_days=gate.working_days,
        )
        for phase, line in zip(made, phases, strict=True)
        for position, gate in enumerate(line.gates, start=1)
    )
    return template


def contradictions(phases: Sequence[PhaseLine]) -> list[str]:
    """What cannot be kept whatever one does, each in a sentence that names the place."""
    found = [] if phases else ["模板至少要有一个阶段。"]
    found += [f"阶段“{name}”写了两次，请合并或改名。" for name in _repeated(phase.name for phase in phases)]
    for phase in phases:
        found += [
            f"阶段“{phase.name}”的关口“{name}”写了两次，请删去一行。"
            for name in _repeated(gate.name for gate in phase.gates)
        ]
        if phase.starts_on and phase.ends_on and phase.ends_on < phase.starts_on:
            found.append(f"阶段“{phase.name}”的结束日期（{phase.ends_on}）早于开始日期（{phase.starts_on}），请更正。")
        elif phase.ends_on:
            found += [
                f"关口“{gate.name}”的期限（{gate.due_on}）晚于阶段“{phase.name}”的结束日期（{phase.ends_on}），请更正。"
                for gate in phase.gates
                if gate.due_on and gate.due_on > phase.ends_on
            ]
    return found


def overlaps(phases: Iterable[PhaseLine | TemplatePhase]) -> list[str]:
    """Phases that run at the same time: allowed, and remarked so that nobody thinks it a slip of the pen."""
    dated = [phase for phase in phases if phase.starts_on]
    remarks = []
    for earlier, later in combinations(dated, 2):
        if earlier.ends_on is None or later.starts_on < earlier.ends_on:
            until = min((day for day in (earlier.ends_on, later.ends_on) if day), default=None)
            remarks.append(f"“{later.name}”与“{earlier.name}”交叉：{later.starts_on} 至 {until or '长期'}。")
    return remarks


def lines_of(template: PhaseTemplate) -> list[PhaseLine]:
    """A template as lines, to be copied and changed."""
    return [
        PhaseLine(
            **{key: getattr(phase, key) for key in ("name", "duty", "status", "clause", "starts_on", "ends_on")},
            gates=tuple(
                GateLine(**{key: getattr(gate, key) for key in ("name", "duty", "clause", "due_on", "working_days")})
                for gate in phase.gates.all()
            ),
        )
        for phase in template.phases.prefetch_related("gates")
    ]


def _repeated(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    repeated = []
    for name in names:
        if name in seen:
            repeated.append(name)
        seen.add(name)
    return repeated

"""What applying a template to projects changes, worked out before anything is written: the preview and the act draw the
same plan."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from projects.models import BatchDate, Gate, Phase, PhaseTemplate, Project, TemplateGate, TemplatePhase
from projects.selectors.responsibilities import Responsible
from projects.services.gate_days import GateDays, moved

PHASE_SET = ("position", "source", "clause", "duty", "status", "organisation", "planned_start", "planned_end")
GATE_SET = ("position", "source", "clause", "duty", "organisation", "due_on", "estimated")


@dataclass
class Plan:
    """Rows to write for some projects, those that stay as they are left out.

    `moved` counts phases that get other dates, `kept` the finished ones, `begun` those that keep their planned dates.
    """

    new_phases: list[Phase] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    gone_phases: list[Phase] = field(default_factory=list)
    new_gates: list[Gate] = field(default_factory=list)
    gates: list[Gate] = field(default_factory=list)
    gone_gates: list[Gate] = field(default_factory=list)
    moved: int = 0
    kept: int = 0
    begun: int = 0


class Drawing:
    """One template, drawn for projects a thousand at a time; each thousand is some ten queries."""

    def __init__(self, template: PhaseTemplate) -> None:
        self.template = template
        self.lines = list(template.phases.prefetch_related("gates"))
        self.days = GateDays()
        self._owners: dict[tuple[str, str, int | None], int | None] = {}

    def plan(self, projects: Sequence[Project], today: date) -> Plan:
        """The changes for projects that run; the caller has locked them if it means to write."""
        self._responsible = Responsible({project.division_id for project in projects}, today)
        self._owners.clear()
        ids = [project.pk for project in projects]
        phases, gates, windows = defaultdict(list), defaultdict(list), {}
        for phase in Phase.objects.filter(project__in=ids).order_by("project_id", "position"):
            phases[phase.project_id].append(phase)
        for gate in Gate.objects.filter(project__in=ids).order_by("phase_id", "position"):
            gates[gate.phase_id].append(gate)
        batches = {project.batch_id for project in projects if project.batch_id}
        for window in BatchDate.objects.filter(batch__in=batches) if batches else ():
            windows[window.batch_id, window.stage] = window
        plan = Plan()
        before = {row: _values(row) for rows in (*phases.values(), *gates.values()) for row in rows}
        for project in projects:
            self._draw(plan, project, phases[project.pk], gates, windows)
        plan.phases = [phase for phase in plan.phases if _values(phase) != before[phase]]
        plan.gates = [gate for gate in plan.gates if _values(gate) != before[gate]]
        return plan

    def _draw(self, plan: Plan, project: Project, found: list[Phase], gates: dict, windows: dict) -> None:
        """First what the template does not know and must stay, then the template's phases in their order."""
        years = project.programme.year - self.template.year
        own, wanted = {phase.name: phase for phase in found}, {line.name for line in self.lines}
        strange = [phase for phase in found if phase.name not in wanted]
        staying = [phase for phase in strange if _has_history(phase, gates[phase.pk])]
        plan.gone_phases += [phase for phase in strange if phase not in staying]
        plan.kept += sum(phase.actual_end is not None for phase in found)
        for position, phase in enumerate(staying, start=1):
            phase.position = position
            plan.phases.append(phase)
        for position, line in enumerate(self.lines, start=len(staying) + 1):
            phase = own.get(line.name)
            if phase is None:
                phase = Phase(project=project, name=line.name)
                plan.new_phases.append(phase)
            else:
                plan.phases.append(phase)
            phase.project, phase.position = project, position
            if phase.actual_end is None:
                self._set(plan, phase, line, years, windows.get((project.batch_id, line.name)))
                self._set_gates(plan, phase, line, gates[phase.pk] if phase.pk else [], years)

    def _set(self, plan: Plan, phase: Phase, line: TemplatePhase, years: int, window: BatchDate | None) -> None:
        """A batch's own window goes before the template's dates (象政〔2020〕8号 五), what has begun before both: its
        dates were agreed on, perhaps moved by hand."""
        before = phase.planned_start, phase.planned_end
        if phase.actual_start and any(before):
            plan.begun += 1
        elif window and (window.starts_on or window.ends_on):
            phase.planned_start, phase.planned_end = window.starts_on, window.ends_on
        else:
            phase.planned_start, phase.planned_end = moved(line.starts_on, years), moved(line.ends_on, years)
        plan.moved += before != (phase.planned_start, phase.planned_end)
        phase.source, phase.clause, phase.duty, phase.status = line, line.clause, line.duty, line.status
        phase.organisation_id = self._owner(line.duty, phase.project)

    def _set_gates(self, plan: Plan, phase: Phase, line: TemplatePhase, found: list[Gate], years: int) -> None:
        own = {gate.name: gate for gate in found}
        for source in line.gates.all():
            gate = own.pop(source.name, None)
            if gate is None:
                gate = Gate(project=phase.project, phase=phase, name=source.name)
                plan.new_gates.append(gate)
            else:
                plan.gates.append(gate)
            gate.position, gate.source = source.position, source
            if not gate.is_passed:
                self._set_gate(gate, source, phase, years)
        plan.gone_gates += [gate for gate in own.values() if not gate.is_passed]

    def _set_gate(self, gate: Gate, source: TemplateGate, phase: Phase, years: int) -> None:
        gate.clause, gate.duty = source.clause, source.duty
        gate.organisation_id = self._owner(source.duty, phase.project)
        self.days.set(gate, source, phase, years=years)

    def _owner(self, duty: str, project: Project) -> int | None:
        """Asked once for all projects of one place and one implementer."""
        key = (duty, project.division_id, project.implementer_id)
        if key not in self._owners:
            self._owners[key] = self._responsible.organisation_for(duty, project)
        return self._owners[key]


def _values(row: Phase | Gate) -> list:
    """What applying a template may change in a row."""
    names = PHASE_SET if isinstance(row, Phase) else GATE_SET
    return [getattr(row, row._meta.get_field(name).attname) for name in names]


def _has_history(phase: Phase, gates: Sequence[Gate]) -> bool:
    """Begun, or with a gate that somebody proved or overruled: no template makes that disappear."""
    return phase.actual_start is not None or any(gate.is_passed for gate in gates)

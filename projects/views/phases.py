"""The phases and gates of one project: the checklist, the Gantt, and what people put on record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from projects import gantt, phase_policies, project_policies
from projects.forms.phases import DayForm, EvidenceForm, OverruleForm, PlannedForm, WhyForm
from projects.models import Gate, Phase
from projects.selectors.phases import gates_to_prove, out_of_order, phases_of
from projects.services import gates, phases
from projects.views.base import about_project, project_of


@requires(Permission.VIEW_PROJECTS)
def project_phases(request: HttpRequest, pk: int) -> HttpResponse:
    """Planned, actual, days late; what is missing, who owes it, by when; and the same as bars."""
    project, today = project_of(request, pk), timezone.localdate()
    found = phases_of(project, today)
    for phase in found:
        phase.may_reopen = phase_policies.can_reopen(request.user, phase)
        for gate in phase.checklist:
            gate.may_satisfy = phase_policies.can_satisfy(request.user, gate)
            gate.may_overrule = phase_policies.can_overrule(request.user, gate)
            gate.may_take_back = phase_policies.can_take_back(request.user, gate)
    context = about_project(request, project, "phases") | {
        "phases": found,
        "out_of_order": out_of_order(found),
        "gates": [gate for phase in found for gate in phase.checklist],
        "shut": sum(not gate.is_passed for phase in found for gate in phase.checklist),
        "overruled": sum(bool(gate.overruled_on) for phase in found for gate in phase.checklist),
        "chart": gantt.of_project(found, today),
    }
    return render(request, "projects/project_phases.html", context)


class PhasePage(FormPage):
    """A form about one phase; whoever sees the project and may not do this gets 403."""

    permission = Permission.EDIT_PROJECTS
    phase: Phase

    def prepare(self, request: HttpRequest, pk: int) -> None:
        related = ("project__division", "project__implementer", "project__programme")
        self.phase = get_object_or_404(Phase.objects.for_user(request.user).select_related(*related), pk=pk)
        self.check(request)
        self.title, self.note = f"{self.title}：{self.phase}", str(self.phase.project)
        self.back = reverse("projects:project_phases", args=[self.phase.project_id])

    def check(self, request: HttpRequest) -> None:
        project_policies.check_can_edit(request.user, self.phase.project)


class PhaseStart(PhasePage):
    title, submit, form_class = "登记阶段开始", "登记开始", DayForm

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def save(self, form: DayForm) -> str:
        phases.start(phase=self.phase, on=form.cleaned_data["on"], by=self.request.user, today=timezone.localdate())
        return self.back


class PhaseFinish(PhaseStart):
    title, submit = "登记阶段完成", "登记完成"

    def save(self, form: DayForm) -> str:
        phases.finish(phase=self.phase, on=form.cleaned_data["on"], by=self.request.user, today=timezone.localdate())
        return self.back


class PhaseDates(PhasePage):
    title, form_class = "调整计划日期", PlannedForm

    def get_initial(self) -> dict[str, Any]:
        return {"planned_start": self.phase.planned_start, "planned_end": self.phase.planned_end}

    def save(self, form: PlannedForm) -> str:
        phases.change_dates(phase=self.phase, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        return self.back


class PhaseUndo(PhasePage):
    """Takes back the end of a finished phase, else the start of one that has begun."""

    permission = Permission.MANAGE_PROJECTS
    title, submit, form_class = "撤销阶段登记", "撤销", WhyForm

    def check(self, request: HttpRequest) -> None:
        phase_policies.check_can_reopen(request.user, self.phase)
        self.title = "撤销阶段完成" if self.phase.actual_end else "撤销阶段开始"

    def save(self, form: WhyForm) -> str:
        undo = phases.undo_finish if self.phase.actual_end else phases.undo_start
        undo(phase=self.phase, reason=form.cleaned_data["reason"], by=self.request.user, today=timezone.localdate())
        return self.back


class GatePage(FormPage):
    """A form about one gate."""

    template_name = "projects/gate_form.html"
    gate: Gate

    def prepare(self, request: HttpRequest, pk: int) -> None:
        related = ("project__division", "project__implementer", "phase", "organisation", "overruled_by")
        self.gate = get_object_or_404(self.found(request).select_related(*related), pk=pk)
        self.check(request)
        self.note = str(self.gate.project)
        sees = request.user.may(Permission.VIEW_PROJECTS)
        page = reverse("projects:project_phases", args=[self.gate.project_id])
        self.back = f"{page}#gate-{pk}" if sees else reverse("deadlines:todo")

    def found(self, request: HttpRequest):
        return Gate.objects.for_user(request.user)

    def check(self, request: HttpRequest) -> None:
        """Raise NotAllowed where this person may not."""


class GateSatisfy(GatePage):
    permission = Permission.PROVE_GATES
    title, submit, form_class = "登记关口依据", "登记办结", EvidenceForm

    def found(self, request: HttpRequest):
        return gates_to_prove(request.user)

    def check(self, request: HttpRequest) -> None:
        phase_policies.check_may_satisfy(request.user, self.gate)

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def save(self, form: EvidenceForm) -> str:
        gates.prove(gate=self.gate, by=self.request.user, **form.cleaned_data)
        return self.back


class GateOverrule(GatePage):
    permission = Permission.OVERRULE_GATES
    title, submit, form_class = "越过关口", "越过关口", OverruleForm
    confirm = "越过后永久显示批准人和理由，不能撤销。确定越过？"

    def check(self, request: HttpRequest) -> None:
        phase_policies.check_may_overrule(request.user, self.gate)

    def save(self, form: OverruleForm) -> str:
        gates.overrule(
            gate=self.gate, reason=form.cleaned_data["reason"], by=self.request.user, on=timezone.localdate()
        )
        return self.back


class GateTakeBack(GatePage):
    permission = Permission.MANAGE_PROJECTS
    title, submit, form_class = "退回关口", "退回", WhyForm

    def check(self, request: HttpRequest) -> None:
        project_policies.check_can_manage(request.user, self.gate.project)

    def save(self, form: WhyForm) -> str:
        gates.take_back(
            gate=self.gate, reason=form.cleaned_data["reason"], by=self.request.user, today=timezone.localdate()
        )
        return self.back

"""Simulations of an allotment: drawn up, filled in, side by side, decided or thrown away."""

import tempfile
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core import audit
from core.forms import plain
from core.units import WAN_YUAN
from core.views.acts import tell
from core.views.forms import FormPage
from core.workbooks.writing import Table, write_xlsx
from divisions import territory
from funding import policies
from funding.forms.simulations import DecideForm, LinesForm, SimulationForm
from funding.models import Allotment, FundAct, Simulation, WeightTable
from funding.selectors.simulations import COMPARED, compared, comparison_table, recipient_of, working_of
from funding.services import simulations
from funding.views.allotments import allotment_of
from projects.models import Programme

NOTHING = Decimal("0.00")


class SimulationCreate(FormPage):
    permission = Permission.MANAGE_FUNDS
    form_class = SimulationForm
    done = ""
    submit = "测算"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.allotment = allotment_of(request, kwargs["pk"])
        policies.check_can_manage(request.user, self.allotment.division)
        self.title, self.back = f"新建分配测算：{self.allotment}", self.allotment.get_absolute_url()
        self.note = f"可分配余额 {self.allotment.left:,.2f} 元"
        self.draft = f"simulation-{self.allotment.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        lines = territory.ancestors(self.allotment.division_id)
        return super().get_form_kwargs() | {
            "programmes": Programme.objects.for_user(self.request.user).order_by("-year", "division"),
            "weights": WeightTable.objects.filter(division__in=lines).select_related("division").order_by("-since"),
            "beside": (self.allotment.left, "可分配余额"),
        }

    def get_initial(self) -> dict[str, Any]:
        number = self.allotment.simulations.count() + 1
        return {"name": f"方案{number}", "amount": plain(WAN_YUAN.from_base(self.allotment.left))}

    def save(self, form: SimulationForm) -> Simulation:
        facts = form.cleaned_data
        return simulations.create(allotment=self.allotment, by=self.request.user, today=timezone.localdate(), **facts)

    def answer(self, result: Simulation) -> HttpResponse:
        """Told as done only where there are amounts."""
        if working_of(result).total:
            messages.success(self.request, "已按计划项目的数据测算，没有动用资金。请核对后再决定。")
        else:
            messages.warning(self.request, "方案已建立，还没有分配金额。请填写数据后再看结果。")
        return redirect(result)


@requires(Permission.VIEW_FUNDS)
def simulation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole working, line by line, and whether it was decided."""
    simulation = _simulation(request, pk)
    is_open = simulation.act is None and policies.can_pass_down(request.user, simulation.allotment)
    context = {
        "simulation": simulation,
        "working": working_of(simulation),
        "is_open": is_open,
        "may_remove": is_open and simulation.created_by_id == request.user.pk,
    }
    return render(request, "funding/simulation_detail.html", context)


@requires(Permission.VIEW_FUNDS)
def simulation_compare(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The newest simulations of an allotment side by side; asked by POST, as a workbook."""
    allotment = allotment_of(request, pk)
    found = Simulation.objects.for_user(request.user).filter(allotment=allotment).select_related("weights", "act")
    columns = list(reversed(found[:COMPARED]))
    rows = compared(columns)
    if request.method == "POST" and columns:
        return _workbook(request, allotment, comparison_table(allotment, columns, rows))
    context = {
        "allotment": allotment,
        "columns": columns,
        "rows": rows,
        "totals": [sum((row.amounts[place] or NOTHING for row in rows), NOTHING) for place in range(len(columns))],
        "may_simulate": policies.can_pass_down(request.user, allotment),
    }
    return render(request, "funding/simulation_compare.html", context)


class OpenSimulation(FormPage):
    """A page about one simulation that may still be worked on."""

    permission = Permission.MANAGE_FUNDS
    words = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.simulation = _simulation(request, kwargs["pk"])
        policies.check_can_manage(request.user, self.simulation.allotment.division)
        self.title, self.back = f"{self.words}：{self.simulation}", self.simulation.get_absolute_url()
        self.note = f"{self.simulation.allotment}；分配总额 {self.simulation.amount:,.2f} 元"


class SimulationEdit(OpenSimulation):
    """k and p of each line, or amounts by hand."""

    form_class = LinesForm
    template_name = "funding/simulation_edit.html"
    words, submit, done = "填写测算数据", "保存并重新测算", "已重新测算。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.draft = f"simulation-lines-{self.simulation.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        lines = list(self.simulation.lines.select_related("division", "project"))
        return super().get_form_kwargs() | {"lines": lines, "by_formula": self.simulation.weights_id is not None}

    def save(self, form: LinesForm) -> Simulation:
        return simulations.fill(simulation=self.simulation, lines=form.fills, by=self.request.user)


class SimulationDecide(OpenSimulation):
    form_class = DecideForm
    words, submit, done = "按方案分配", "决定并登记分配", "已按方案登记分配。"
    confirm = "确定按这个方案分配？登记后方案不能再改。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        lines = self.simulation.lines.select_related("division", "project").filter(amount__gt=0)
        self.shares = [(recipient_of(line), line.amount) for line in lines]
        left = self.simulation.allotment.left
        shared = f"分配到 {len(self.shares)} 个，合计 {sum(amount for _, amount in self.shares):,.2f} 元"
        self.note = f"{self.simulation.allotment}：{shared}；目前余额 {left:,.2f} 元"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"shares": self.shares}

    def save(self, form: DecideForm) -> FundAct:
        facts = form.cleaned_data
        return simulations.decide(simulation=self.simulation, by=self.request.user, today=timezone.localdate(), **facts)


@require_POST
@requires(Permission.MANAGE_FUNDS)
def simulation_remove(request: HttpRequest, pk: int) -> HttpResponse:
    simulation = _simulation(request, pk)
    allotment = simulation.allotment
    tell(request, lambda: simulations.remove(simulation=simulation, by=request.user), f"已删除方案“{simulation}”。")
    return redirect(allotment)


def _workbook(request: HttpRequest, allotment: Allotment, table: Table) -> FileResponse:
    details = {"列表": table.title, "格式": "xlsx"}
    audit.write(by=request.user, action="导出", on=allotment, details=details)
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the answer closes it
    write_xlsx(table, file.name)
    return FileResponse(file, as_attachment=True, filename=f"{table.title}.xlsx")


def _simulation(request: HttpRequest, pk: int) -> Simulation:
    related = (
        "allotment__document__division",
        "allotment__division",
        "allotment__project",
        "weights",
        "act__by",
        "created_by",
    )
    return get_object_or_404(Simulation.objects.for_user(request.user).select_related(*related), pk=pk)

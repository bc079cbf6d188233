"""What becomes of money when streets or projects become one, and what money bars."""

from collections.abc import Collection

from django.db.models import Q, Sum

from divisions.services.pointers import stays
from funding.models import Allotment, ContractPart, FundReport, PaymentRequest, ReportSchedule
from funding.warning_rules import wan
from projects.services.bars import Act, bars

# Papers of their time: they stay under the division that made them.
stays(FundReport, ReportSchedule)


@bars(Act.REGROUP, Act.CANCEL)
def with_money(projects: Collection[int]) -> dict[int, str]:
    """A project that holds money or has a contract keeps its shape: its papers name it. Two queries."""
    said = dict.fromkeys(_with_contract(projects), "已有合同")
    pots = Allotment.objects.filter(project__in=projects, received__gt=0).order_by().values("project")
    rows = pots.annotate(held=Sum("received"), out=Sum("paid")).values_list("project", "held", "out")
    for project, held, out in rows:
        said[project] = f"已拨付 {wan(out)}" if out else f"有资金 {wan(held)}（请先收回或调剂）"
    return said


@bars(Act.CARRY_OVER)
def with_payments(projects: Collection[int]) -> dict[int, str]:
    """Money was paid out in its year, or is about to be, so it stays there. Two queries."""
    waiting = PaymentRequest.objects.pending().filter(project__in=projects).order_by().values("project")
    granted = waiting.annotate(total=Sum("granted")).values_list("project", "total")
    said = {project: f"有已审核待拨付的支付申请 {wan(total)}（请先拨付或撤回审核）" for project, total in granted}
    pots = Allotment.objects.filter(project__in=projects, paid__gt=0).order_by().values("project")
    rows = pots.annotate(out=Sum("paid")).values_list("project", "out")
    return said | {project: f"已拨付 {wan(out)}" for project, out in rows}


def _with_contract(projects: Collection[int]) -> set[int]:
    worth = Q(amount__gt=0) | Q(paid__gt=0)
    return set(ContractPart.objects.filter(worth, project__in=projects).values_list("project_id", flat=True))

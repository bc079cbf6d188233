"""Merging projects into one and splitting one up (片区, F17): sites move with their history and their money."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from communities.services.signing import sign
from core import audit
from core.errors import DomainError
from projects import project_policies
from projects.choices import ProjectStatus, SchemeStatus
from projects.life import BEFORE_WORKS
from projects.models import Gate, Phase, Project, ProjectSite, Scheme
from projects.services import bars, drawing_up, standing
from projects.services.investments import apply_split
from projects.services.projects import LONGEST_REASON, save

FIGURES = ("buildings", "households", "floor_area", "investment")
CARRIED_ON = ("batch_id", "split_rule", "implementer_id", "assigned_to_id", "template_id", "status", "status_since")


@transaction.atomic
def merge(*, projects: Sequence[Project], name: str, split_rule: str, reason: str, by: User, today: date) -> Project:
    """Fold the other projects into the first: it takes their sites and their investment, they end as merged.

    Refused: fewer than two, projects of different programmes or counties, under construction or later, with an approved
    scheme, with money (bars.py), some with an investment and some without.
    """
    into, *others = found = _locked(projects)
    if not others:
        raise DomainError("请至少勾选两个要合并的项目。")
    _check_can_regroup(found, reason=reason, by=by)
    _check_belong_together(found)
    into.name, into.split_rule = name, split_rule
    if into.investment is not None:
        into.investment = sum((other.investment for other in others), into.investment)
    for other in others:
        _move_sites(list(other.sites.all()), into, by=by, reason=f"并入《{name}》：{reason}")
        other.status, other.status_since, other.merged_into = ProjectStatus.CANCELLED, today, into
        other.status_reason, other.investment = f"并入《{name}》：{reason}"[:300], None
        save(other, by=by, reason=other.status_reason)
    into.division_id = drawing_up.common_division(list(into.sites.values_list("division", flat=True)))
    save(into, by=by, reason=f"合并项目：{reason}")
    apply_split(project=into, by=by, reason="合并项目")
    standing.refresh(projects=[each.pk for each in found], today=today)
    details = {"并入的项目": [f"{other.number} {other}" for other in others]}
    audit.write(by=by, action="合并项目", on=into, reason=reason, details=details)
    return into


@transaction.atomic
def split_off(
    *, project: Project, sites: Sequence[ProjectSite], name: str, reason: str, by: User, today: date
) -> Project:
    """Make a project of its own out of some sites: with their share of the investment, at the same point of its life.

    Refused: no site or all of them, and where merging would be refused.
    """
    (locked,) = _locked([project])
    _check_can_regroup([locked], reason=reason, by=by)
    every = {site.pk: site for site in locked.sites.select_related("compound")}
    taken = [every.pop(site.pk) for site in sites if site.pk in every]
    if not taken or not every:
        raise DomainError("请勾选要拆出的小区，并至少留下一个。")
    if name.strip() == locked.name:
        raise DomainError(f"新项目与原项目同名（{name.strip()}），请另起名称。")
    made = _same_but(locked, name=name, sites=taken, by=by)
    sign(made, by=by, reason=f"由《{locked}》拆出：{reason}"[:LONGEST_REASON])
    made.save()
    _copy_phases(locked, made)
    _move_sites(taken, made, by=by, reason=f"拆出为《{name}》：{reason}")
    locked.investment = _known_sum([site.investment for site in every.values()])
    locked.division_id = drawing_up.common_division([site.division_id for site in every.values()])
    save(locked, by=by, reason=f"拆分项目：{reason}")
    for each in (locked, made):
        apply_split(project=each, by=by, reason="拆分项目")
    standing.refresh(projects=[locked.pk, made.pk], today=today)
    details = {"拆出": f"{made.number} {made}", "小区": [str(site) for site in taken]}
    audit.write(by=by, action="拆分项目", on=locked, reason=reason, details=details)
    return made


def _locked(projects: Sequence[Project]) -> list[Project]:
    """In the order asked for; locked by key, so that two people merging the same ones wait and do not lock up."""
    drawing_up.lock({project.programme_id for project in projects})
    related = ("programme__division", "division", "implementer")
    asked = Project.objects.select_for_update(of=("self",)).select_related(*related)
    found = {each.pk: each for each in asked.filter(pk__in=[p.pk for p in projects]).order_by("pk")}
    return [found[pk] for pk in dict.fromkeys(project.pk for project in projects)]


def _check_can_regroup(projects: Sequence[Project], *, reason: str, by: User) -> None:
    if not reason.strip():
        raise DomainError("请写明合并或拆分的原因。")
    for project in projects:
        project_policies.check_can_manage(by, project)
        if project.status not in BEFORE_WORKS:
            raise DomainError(f"《{project}》{project.get_status_display()}，只有开工以前的项目可以合并或拆分。")
    bars.check(bars.Act.REGROUP, projects)
    approved = Scheme.objects.filter(project__in=projects, status=SchemeStatus.APPROVED).select_related("project")
    if scheme := approved.first():
        raise DomainError(f"《{scheme.project}》的改造方案已批准，不能合并或拆分。需要调整时，请办理方案变更。")


def _check_belong_together(projects: Sequence[Project]) -> None:
    first = projects[0]
    for other in projects[1:]:
        if other.programme_id != first.programme_id:
            raise DomainError(f"《{other}》与《{first}》列在不同的年度计划里，不能合并。")
    unknown = [project for project in projects if project.investment is None]
    if unknown and len(unknown) < len(projects):
        raise DomainError(f"《{unknown[0]}》没有计划投资，请先填写再合并，以免合并后总额不明。")


def _move_sites(sites: Sequence[ProjectSite], to: Project, *, by: User, reason: str) -> None:
    """Each site with all that hangs on it; two parts of one compound become one site."""
    there = {site.compound_id: site for site in to.sites.select_related("compound")}
    for site in sites:
        sign(site, by=by, reason=reason[:LONGEST_REASON])
        if same := there.get(site.compound_id):
            _join(site, same, by=by, reason=reason)
        else:
            site.project = to
            site.save()


def _join(site: ProjectSite, into: ProjectSite, *, by: User, reason: str) -> None:
    """The buildings of both, their figures added up. Refused while photographs or ledgers hang on the one that goes."""
    limits = [set(part.only_buildings.all()) for part in (site, into)]
    for figure in FIGURES:
        setattr(into, figure, _known_sum([getattr(site, figure), getattr(into, figure)]))
    into.only_buildings.set(limits[0] | limits[1] if all(limits) else [])
    sign(into, by=by, reason=reason[:LONGEST_REASON])
    into.save()
    try:
        site.delete()
    except ProtectedError:
        raise DomainError(
            f"两个项目都有“{into}”的楼栋，其中一个已登记点位、违建、方案内容或月报，不能并成一处。请先处理这些记录。"
        ) from None


def _same_but(project: Project, *, name: str, sites: Sequence[ProjectSite], by: User) -> Project:
    """An unsaved project like this one, of these of its sites."""
    made = Project(programme=project.programme, name=name, created_by=by)
    for key in CARRIED_ON:
        setattr(made, key, getattr(project, key))
    made.division_id = drawing_up.common_division([site.division_id for site in sites])
    made.investment = _known_sum([site.investment for site in sites])
    made.number = next(drawing_up.numbers([made]))
    return made


def _copy_phases(project: Project, to: Project) -> None:
    """The new project stands where the old one does: the same phases and gates, with what was done and proved."""
    phases = list(Phase.objects.filter(project=project))
    copies = {phase.pk: phase for phase in phases}
    gates = list(Gate.objects.filter(project=project))
    for phase in phases:
        phase.pk, phase.project = None, to
    Phase.objects.bulk_create(phases)
    for gate in gates:
        gate.pk, gate.project, gate.phase = None, to, copies[gate.phase_id]
    Gate.objects.bulk_create(gates)


def _known_sum(figures: Sequence) -> Decimal | None:
    """The sum, unknown as soon as one part is."""
    return None if None in figures else sum(figures)

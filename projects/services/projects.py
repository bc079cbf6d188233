"""Making projects out of a programme's compounds (立项), and correcting what is said of them (F16, F17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import Organisation, User
from communities.models import Building
from communities.services.signing import sign
from core import audit
from core.errors import Conflict, DomainError
from projects import project_policies
from projects.choices import SplitRule
from projects.models import Batch, Programme, ProgrammeEntry, Project, ProjectSite
from projects.selectors.project_history import changed_since, told
from projects.selectors.projects import taken_by
from projects.services import drawing_up, standing
from projects.services.investments import apply_split, shares_of

AT_ONCE = 1_000
REASON = "立项"
LONGEST_REASON = 300  # of a history table; the log of acts keeps the whole


@dataclass(frozen=True)
class Created:
    """The projects made of a programme's compounds, and the compounds left out, each with the reason."""

    projects: list[Project]
    left_out: list[str]


@transaction.atomic
def create(
    *,
    programme: Programme,
    entries: Sequence[ProgrammeEntry],
    name: str,
    by: User,
    today: date,
    split_rule: str = SplitRule.HOUSEHOLDS,
    implementer: Organisation | None = None,
    investment: Decimal | None = None,
    buildings: Mapping[int, Sequence[Building]] | None = None,
    amounts: Mapping[int, Decimal | None] | None = None,
) -> Project:
    """One project of one or several compounds of one county, or of the named buildings of them.

    `buildings` and `amounts` (shares set by hand, 元) by entry id. Without `investment` that of the entries together;
    of a part of a compound nothing is known. Refused: a compound of another programme or county, removed, or already in
    a project with the same buildings; a share that cannot be worked out.
    """
    drawing_up.lock([entry.programme_id for entry in entries] or [programme.pk])
    plans = drawing_up.plans_of(entries, buildings or {})
    drawing_up.check_entries(programme, plans)
    project = drawing_up.drawn_up(plans, name=name, by=by, today=today)
    project_policies.check_can_manage(by, project)
    if bar := drawing_up.first_bar(plans, taken_by([entry.compound_id for entry in entries])):
        raise DomainError(f"{bar}，不能重复立项。")
    project.split_rule = split_rule
    project.investment = drawing_up.investment_of(plans) if investment is None else investment
    project.number = next(drawing_up.numbers([project]))
    drawing_up.name_implementers([project], [plans], on=today)
    project.implementer = implementer or project.implementer
    _keep(project, plans, amounts=amounts or {}, by=by)
    standing.refresh(projects=[project.pk], today=today)
    audit.write(by=by, action=REASON, on=project, details={"小区": [str(entry) for entry in entries]})
    return project


def _keep(
    project: Project, plans: Sequence[drawing_up.Plan], *, amounts: Mapping[int, Decimal | None], by: User
) -> None:
    """Save the project, its sites and their shares; by hand, what the programme plans for each is proposed first."""
    sites = [drawing_up.site_of(project, plan) for plan in plans]
    by_hand = [amounts.get(plan.entry.pk, plan.investment) for plan in plans]
    for site, share in zip(sites, shares_of(project, sites, by_hand), strict=True):
        site.investment = share
    sign(project, by=by, reason=REASON)
    project.save()
    bulk_create_with_history(sites, ProjectSite, default_user=by, default_change_reason=REASON)
    drawing_up.limit_to_buildings(zip(sites, plans, strict=True))


@transaction.atomic
def create_many(*, programme: Programme, entries: Sequence[ProgrammeEntry], by: User, today: date) -> Created:
    """One project for each of these compounds, in a fixed number of statements per thousand.

    A compound that is in a project already, or removed, is left out, and the answer says why.
    """
    drawing_up.lock({entry.programme_id for entry in entries} or [programme.pk])
    made: list[Project] = []
    left_out: list[str] = []
    for start in range(0, len(entries), AT_ONCE):
        plans = drawing_up.plans_of(entries[start : start + AT_ONCE])
        drawing_up.check_of_programme(programme, plans)
        made += _create_each(_free(plans, left_out), by=by, today=today)
    standing.refresh(projects=[project.pk for project in made], today=today)
    details = {"项目数": len(made), "未立项": left_out[:200]}
    audit.write(by=by, action="逐个立项", on=programme, details=details)
    return Created(made, left_out)


def _free(plans: list[drawing_up.Plan], left_out: list[str]) -> list[drawing_up.Plan]:
    taken, free = taken_by([plan.entry.compound_id for plan in plans]), []
    for plan in plans:
        if bar := drawing_up.bar_of(plan, taken):
            left_out.append(bar)
        else:
            free.append(plan)
    return free


def _create_each(plans: list[drawing_up.Plan], *, by: User, today: date) -> list[Project]:
    projects = [drawing_up.drawn_up([plan], name=f"{plan.entry}改造项目", by=by, today=today) for plan in plans]
    drawing_up.name_implementers(projects, [[plan] for plan in plans], on=today)
    sites = []
    for project, plan, number in zip(projects, plans, drawing_up.numbers(projects), strict=True):
        project_policies.check_can_manage(by, project)
        project.investment, project.number = plan.investment, number
        sites.append(drawing_up.site_of(project, plan))
        sites[-1].investment = plan.investment
    why: dict[str, Any] = {"default_user": by, "default_change_reason": REASON}
    bulk_create_with_history(projects, Project, **why)
    bulk_create_with_history(sites, ProjectSite, **why)
    drawing_up.limit_to_buildings(zip(sites, plans, strict=True))
    return projects


@dataclass(frozen=True, kw_only=True)
class SiteFigures:
    """What the office corrects about one site; `investment` counts only where shares are set by hand. ㎡ and 元."""

    buildings: int | None
    households: int | None
    floor_area: Decimal | None
    investment: Decimal | None


@transaction.atomic
def change(
    *,
    project: Project,
    version: int,
    by: User,
    today: date,
    name: str,
    investment: Decimal | None,
    split_rule: str,
    implementer: Organisation | None,
    assigned_to: User | None,
    batch: Batch | None,
    sites: Mapping[int, SiteFigures] | None = None,
) -> Project:
    """Correct a project and the figures of its sites (by id), and share the investment out anew.

    Refused: when somebody changed it meanwhile (both values are named), while it does not run, a batch of another
    programme, a responsible person who does not work for the implementer.
    """
    locked = locked_project(project)
    project_policies.check_can_manage(by, locked)
    project_policies.check_is_running(locked)
    facts = {
        "name": name,
        "investment": investment,
        "split_rule": split_rule,
        "implementer_id": implementer.pk if implementer else None,
        "assigned_to_id": assigned_to.pk if assigned_to else None,
        "batch_id": batch.pk if batch else None,
    }
    _check_version(locked, version, facts)
    _check_fits(locked, implementer=implementer, assigned_to=assigned_to, batch=batch)
    for key, value in facts.items():
        setattr(locked, key, value)
    save(locked, by=by, reason="修改项目")
    _correct_sites(locked, sites or {}, by=by)
    apply_split(
        project=locked, by=by, reason="修改项目", amounts={pk: site.investment for pk, site in (sites or {}).items()}
    )
    standing.refresh(projects=[locked.pk], today=today)
    audit.write(by=by, action="修改项目", on=locked)
    return locked


def locked_project(project: Project) -> Project:
    related = ("programme", "division", "implementer")
    return Project.objects.select_for_update(of=("self",)).select_related(*related).get(pk=project.pk)


def save(project: Project, *, by: User, reason: str) -> None:
    """Save a locked project; whoever has an older version of it open is told so."""
    project.version += 1
    sign(project, by=by, reason=reason[:LONGEST_REASON])
    project.save()


def _check_version(locked: Project, version: int, facts: Mapping[str, Any]) -> None:
    if locked.version == version:
        return
    theirs = "；".join(told(change, facts) for change in changed_since(locked, version=version))
    raise Conflict(f"《{locked}》在您填写时被修改：{theirs or '请核对'}。您的修改没有保存，请重新打开本页再改。")


def _check_fits(
    project: Project, *, implementer: Organisation | None, assigned_to: User | None, batch: Batch | None
) -> None:
    if batch and batch.programme_id != project.programme_id:
        raise DomainError(f"批次“{batch}”不属于《{project.programme}》，请另选批次。")
    if assigned_to and (implementer is None or assigned_to.organisation_id != implementer.pk):
        raise DomainError(f"负责人{assigned_to}不是实施主体的人员，请在实施主体中另选，或留空。")


def _correct_sites(project: Project, figures: Mapping[int, SiteFigures], *, by: User) -> None:
    for site in project.sites.filter(pk__in=figures):
        wanted = vars(figures[site.pk]) | {"investment": site.investment}  # the share is set with all others
        if any(getattr(site, key) != value for key, value in wanted.items()):
            for key, value in wanted.items():
                setattr(site, key, value)
            sign(site, by=by, reason="修改项目")
            site.save()

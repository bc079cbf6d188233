"""Moving projects that this year's money does not reach to a later year's programme (F53, X六(一))."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from communities.services.signing import sign
from core import audit
from core.errors import DomainError
from projects import policies, project_policies
from projects.choices import ProjectStatus
from projects.life import BEFORE_WORKS
from projects.models import Programme, ProgrammeEntry, Project, ProjectSite
from projects.services import bars, drawing_up, entries, programmes, standing
from projects.services.projects import LONGEST_REASON, save

FIGURES = ("buildings", "households", "floor_area", "investment")
LONGEST_REMARK = 300
NAMED = 200  # projects that the log of acts names


@transaction.atomic
def carry_over(*, projects: Sequence[Project], year: int, reason: str, by: User, today: date) -> Programme:
    """Let these projects of one programme go on in that of a later year, which is begun as a draft where there is none.

    Their compounds are listed there with the reason (F14) and the sites' figures; the old listing stays in the old
    document, and its remarks say where it went. A project keeps its number, stage, phases and papers, leaves its batch,
    and one that was deferred runs again. All of them or none.

    Refused: no reason, an earlier year, different programmes, works begun, cancelled, what bars.py says (money paid
    out), a compound that the later year lists and has made a project of.
    """
    if not projects:
        raise DomainError("请先勾选要转入下一年度的项目。")
    drawing_up.lock({project.programme_id for project in projects})
    found = _locked(projects)
    source = found[0].programme
    _check(found, year=year, reason=reason, by=by)
    target = _target(source, year, by=by)
    drawing_up.lock([target.pk])
    sites = list(
        ProjectSite.objects.filter(project__in=found)
        .select_related("compound", "entry")
        .prefetch_related("only_buildings")
        .order_by("project_id", "pk")
    )
    words = f"{source.year}年转入{year}年：{reason.strip()}"
    listed = _listed(target, sites, by=by, words=words)
    _note_on_old({site.entry_id: site.entry for site in sites if site.entry}, target, by=by)
    for site in sites:
        site.entry = listed[site.compound_id]
        sign(site, by=by, reason=words[:LONGEST_REASON])
        site.save()
    for project in found:
        project.programme, project.batch = target, None
        if project.status == ProjectStatus.DEFERRED:
            project.status, project.status_since = project.resumes_as, today
            project.resumes_as = project.status_reason = ""
        save(project, by=by, reason=words)
    standing.refresh(projects=[project.pk for project in found], today=today)
    details = {"转入": str(target), "项目数": len(found), "项目": [f"{p.number} {p}" for p in found[:NAMED]]}
    audit.write(by=by, action="项目转入下一年度", on=source, reason=reason.strip(), details=details)
    return target


def bar_of(project: Project, said: Mapping[int, str]) -> str:
    """Why this project cannot be moved to another year, "" if it can; `said` is what bars.found says."""
    stage = project.resumes_as or project.status
    if stage not in BEFORE_WORKS:
        return project.get_status_display()
    return said.get(project.pk, "")


def _locked(projects: Sequence[Project]) -> list[Project]:
    """Locked by key, so that two people moving the same ones wait and do not lock up."""
    ids = [project.pk for project in projects]
    asked = Project.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    return list(asked.select_related("programme__division", "division", "implementer"))


def _check(projects: Sequence[Project], *, year: int, reason: str, by: User) -> None:
    if not reason.strip():
        raise DomainError("请写明转入下一年度的原因。")
    source = projects[0].programme
    if year <= source.year:
        raise DomainError(f"项目只能转入以后的年度，{year}年不晚于《{source}》的年度。")
    said = bars.found(bars.Act.CARRY_OVER, [project.pk for project in projects])
    for project in projects:
        project_policies.check_can_manage(by, project)
        if project.programme_id != source.pk:
            raise DomainError(f"《{project}》不在《{source}》中，可能有人刚刚转走。请刷新后再看。")
        if why := bar_of(project, said):
            raise DomainError(f"《{project}》{why}，不能转入下一年度。只有开工以前、还没有拨付资金的项目可以转入。")


def _target(source: Programme, year: int, *, by: User) -> Programme:
    """The same division's programme of that year; a new one is a draft that the office goes on with."""
    division = source.division
    existing = Programme.objects.select_related("division").filter(division=division, year=year).first()
    if existing:
        policies.check_can_edit(by, existing)
        return existing
    title = f"{year}年{division.name}城镇老旧小区改造计划"
    return programmes.create(division=division, year=year, title=title, by=by)


def _listed(target: Programme, sites: Sequence[ProjectSite], *, by: User, words: str) -> Mapping[int, ProgrammeEntry]:
    """By compound its entry in the later programme: the one that is there and free, else a new one."""
    of_compound: dict[int, list[ProjectSite]] = defaultdict(list)
    for site in sites:
        of_compound[site.compound_id].append(site)
    there = {entry.compound_id: entry for entry in target.entries.filter(compound__in=of_compound)}
    _check_free(there, target)
    missing = {key: parts for key, parts in of_compound.items() if key not in there}
    last = target.entries.aggregate(last=Max("number"))["last"] or 0
    new = [_entry(parts, number, words) for number, parts in enumerate(missing.values(), start=last + 1)]
    for entry in entries.create_many(programme=target, entries=new, by=by, reason=words[:LONGEST_REASON]):
        there[entry.compound_id] = entry
    _limit(missing, there)
    return there


def _check_free(there: Mapping[int, ProgrammeEntry], target: Programme) -> None:
    held = ProjectSite.objects.filter(entry__in=there.values()).exclude(project__status=ProjectStatus.CANCELLED)
    if site := held.select_related("project", "compound").first():
        raise DomainError(f"{site}已列入《{target}》并已立项（《{site.project}》），不能再转入。请先核对。")


def _entry(parts: Sequence[ProjectSite], number: int, words: str) -> ProgrammeEntry:
    """What is carried over of one compound, with the figures of its sites; unknown as soon as one part is."""
    old = parts[0].entry
    sums = {key: _sum(getattr(part, key) for part in parts) for key in FIGURES}
    return ProgrammeEntry(
        compound=parts[0].compound,
        number=number,
        categories=old.categories if old else "",
        contents=old.contents if old else "",
        justification=words[:LONGEST_REMARK],
        **sums,
    )


def _limit(missing: Mapping[int, Sequence[ProjectSite]], there: Mapping[int, ProgrammeEntry]) -> None:
    """A compound of which only buildings are carried over is listed with those."""
    through = ProgrammeEntry.only_buildings.through
    rows = []
    for compound, parts in missing.items():
        limits = [{building.pk for building in part.only_buildings.all()} for part in parts]
        if all(limits):
            entry = there[compound]
            rows += [through(programmeentry_id=entry.pk, building_id=pk) for pk in sorted(set().union(*limits))]
    through.objects.bulk_create(rows)


def _note_on_old(old: Mapping[int | None, ProgrammeEntry], target: Programme, *, by: User) -> None:
    """The document of the old year stands as it was; its remarks tell where the compound went."""
    by_programme: dict[int, list[ProgrammeEntry]] = defaultdict(list)
    for entry in old.values():
        note = f"转入{target.year}年度计划"
        if note not in entry.remarks:
            entry.remarks = f"{entry.remarks}；{note}".strip("；")[-LONGEST_REMARK:]
            by_programme[entry.programme_id].append(entry)
    for programme in Programme.objects.select_related("division").filter(pk__in=by_programme):
        entries.change_many(programme=programme, entries=by_programme[programme.pk], by=by, reason="转入下一年度")


def _sum(figures: Iterable) -> Decimal | int | None:
    known = list(figures)
    return None if None in known else sum(known)

"""Who may get money out of an allotment: divisions below its holder, and projects inside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from divisions import territory
from divisions.models import Division, Level
from funding.models import Allotment, SourceRule
from projects.choices import ProjectStatus
from projects.models import Programme, Project

Recipient = Division | Project

SUGGESTIONS = 20
FINISHED = (ProjectStatus.COMPLETED, ProjectStatus.ACCEPTED, ProjectStatus.HANDED_OVER)


@dataclass(frozen=True)
class Suggestion:
    """One line under a search field; `code` is the key of a recipient."""

    code: str
    name: str
    path: str


def key_of(recipient: Recipient) -> str:
    """How a form names a recipient: "project-12", "division-410703008000"."""
    return f"{recipient._meta.model_name}-{recipient.pk}"


def holder_key(allotment: Allotment) -> str:
    """The key of who holds it, without a query."""
    if allotment.project_id:
        return f"project-{allotment.project_id}"
    return f"division-{allotment.division_id}"


def divisions_below(allotment: Allotment) -> QuerySet[Division]:
    """Counties and streets below the holder, in force."""
    below = Division.objects.within(territory.prefix_of(allotment.division_id)).in_force()
    return below.filter(level__in=(Level.PREFECTURE, Level.COUNTY, Level.STREET)).exclude(pk=allotment.division_id)


def next_below(allotment: Allotment) -> QuerySet[Division]:
    """The streets of a district, the counties of a prefecture."""
    return divisions_below(allotment).filter(parent=allotment.division_id).order_by("pk")


def projects_inside(allotment: Allotment) -> QuerySet[Project]:
    """The projects that lie wholly inside the holder's division."""
    first, last = territory.bounds(territory.prefix_of(allotment.division_id))
    return Project.objects.filter(division__pk__gte=first, division__pk__lte=last)


def projects_to_serve(
    allotment: Allotment, *, programme: Programme | None = None, street: Division | None = None
) -> QuerySet[Project]:
    """The running ones, of a programme and a street where these are given."""
    projects = projects_inside(allotment).running().select_related("division").order_by("division", "number")
    if programme:
        projects = projects.of(programme)
    return projects.in_division(street.pk) if street else projects


def found(allotment: Allotment, keys: Iterable[str]) -> Mapping[str, Recipient]:
    """The recipients that these keys name and that may be named, by key. Two queries at most."""
    named: dict[str, list[str]] = {"project": [], "division": []}
    for key in keys:
        kind, _, pk = key.partition("-")
        if kind in named and pk.isdecimal() and len(pk) <= territory.CODE_LENGTH:
            named[kind].append(pk)
    recipients: list[Recipient] = []
    if named["project"]:
        recipients += projects_inside(allotment).filter(pk__in=named["project"]).select_related("division")
    if named["division"]:
        recipients += divisions_below(allotment).filter(pk__in=named["division"])
    return {key_of(each): each for each in recipients}


def suggest(*, allotment: Allotment, text: str) -> list[Suggestion]:
    """At most twenty: divisions by name, initials or code, then running projects by name or number."""
    places = list(divisions_below(allotment).search(text).order_by("pk")[:SUGGESTIONS])
    running = projects_to_serve(allotment)
    projects = list((running.filter(name__contains=text) | running.filter(number__contains=text))[:SUGGESTIONS])
    lines = [Suggestion(key_of(each), each.name, each.name) for each in places]
    lines += [
        Suggestion(key_of(each), each.name, f"{each.division} › {each.name}（{each.number}）") for each in projects
    ]
    return lines[:SUGGESTIONS]


def obstacles(*, giver: Allotment, recipients: Iterable[Recipient], on: date) -> Mapping[str, str]:
    """Why these may get nothing out of the allotment, by key; who may is not named.

    A division lies below the holder. A project lies inside it, is running, and its division has a rule for this source
    that lets it have the money (W四(一)1; 中央预算内投资 never goes to what is finished).
    """
    recipients = list(recipients)
    codes = {each.division_id for each in recipients if isinstance(each, Project)}
    rules = SourceRule.objects.filter(source=giver.document.source).in_force_for(codes, on) if codes else {}
    reasons = {
        key_of(each): _why_not_project(giver, each, rules[each.division_id])
        if isinstance(each, Project)
        else _why_not_division(giver, each)
        for each in recipients
    }
    return {key: reason for key, reason in reasons.items() if reason}


def _why_not_division(giver: Allotment, division: Division) -> str:
    if not territory.contains(territory.prefix_of(giver.division_id), division.pk) or division.pk == giver.division_id:
        return f"{division}不是{giver.division}的下级，不能从这笔资金中分配。"
    if division.until:
        return f"{division}已停用，请分配给并入后的街道。"
    if division.level == Level.COMMUNITY:
        return f"{division}是社区，资金分配到街道或项目。"
    return ""


def _why_not_project(giver: Allotment, project: Project, rule: SourceRule | None) -> str:
    source = giver.document.get_source_display()
    if not territory.contains(territory.prefix_of(giver.division_id), project.division_id):
        return f"“{project}”不在{giver.division}，不能从这笔资金中分配。"
    if not project.is_running:
        return f"“{project}”目前是“{project.get_status_display()}”，不能安排资金。"
    if rule is None:
        return f"没有规定“{source}”可用于什么，请先设置资金来源规则，再分配给“{project}”。"
    if project.status in FINISHED and not rule.to_finished:
        return f"“{project}”{project.get_status_display()}，按{rule.document}，“{source}”不能用于已完工项目。"
    return ""

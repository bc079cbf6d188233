"""The plans' programmes as projects: how 卫滨 2023, 象山 2020 and 尉犁 2021 went. Courses and days are invented."""

from collections.abc import Iterable
from datetime import date

from accounts.permissions import Role
from projects.choices import Duty, SpotStage
from projects.demo import past, schemes, sites
from projects.demo.cast import Company
from projects.demo.past import Course
from projects.life import Interruption
from projects.models import PhaseTemplate, Programme, ProgrammeEntry, Project
from projects.services import applying, gates, interruptions, phases, projects

BEGUN = date(2023, 3, 1)
CLUSTER = "新荣小区片区改造项目（示例）"
CLUSTERED = ("新荣小区16号院", "新荣小区48号楼")
SUSPENDED = "新开街东院"
OVERRULED = "健康路229号院"
COURSES = {  # of 卫滨's four phases; all others went through all of them
    "健康路3号院": Course(2, begun=True),  # still not accepted
    "县技校家属院": Course(3, begun=True, late=35),
    "胜利路57号院": Course(3, begun=True, late=21),
    "轻工局家属院": Course(3, begun=True, late=14),
    SUSPENDED: Course(1, begun=True),
}
YULI = "652823000000"


def load(companies: dict[str, Company], *, today: date) -> None:
    _weibin(companies["weibin"], today=today)
    _through(companies["xiangshan"], Programme.objects.get(division="450304000000"), on=date(2020, 6, 3), today=today)
    yuli = Programme.objects.get(division=YULI, year=2021)
    _through(companies["bazhou"], yuli, on=date(2021, 6, 18), today=today)


def drawn_up(programme: Programme, entries: Iterable[ProgrammeEntry], company: Company, *, on: date) -> list[Project]:
    """A project of each compound."""
    return projects.create_many(programme=programme, entries=list(entries), by=company.office, today=on).projects


def planned(made: list[Project], programme: Programme, company: Company, *, on: date) -> None:
    """All of them get the phases of the district's template."""
    template = PhaseTemplate.objects.in_force(programme.division_id, on)
    applying.apply(template=template, projects=[each.pk for each in made], by=company.office, today=on)


def entries_of(programme: Programme) -> list[ProgrammeEntry]:
    """In the order of the plan, with what drawing up a project reads of them."""
    return list(programme.entries.select_related("compound", "division", "programme", "batch").order_by("number"))


def _through(company: Company, programme: Programme, *, on: date, today: date) -> None:
    """A programme of years ago, all of it finished."""
    made = drawn_up(programme, entries_of(programme), company, on=on)
    planned(made, programme, company, on=on)
    past.enter(_again(made), {}, by=company.office, today=today)


def _weibin(company: Company, *, today: date) -> None:
    """26 projects of 27 compounds: two of 新荣小区 are one. One still open, one suspended, one past a shut gate."""
    programme = Programme.objects.get(division=company.division, year=2023)
    entries = entries_of(programme)
    together = [entry for entry in entries if entry.compound.name in CLUSTERED]
    alone = [entry for entry in entries if entry not in together]
    made = [
        projects.create(programme=programme, entries=together, name=CLUSTER, by=company.office, today=BEGUN),
        *drawn_up(programme, alone, company, on=BEGUN),
    ]
    planned(made, programme, company, on=BEGUN)
    by_name = {entry.compound.name: project for entry, project in zip(alone, made[1:], strict=True)}
    first = by_name["中州小区"]
    _scheme_of_2023(first, company)
    _overrule(by_name[OVERRULED], company)
    courses = {by_name[name].pk: course for name, course in COURSES.items()}
    past.enter(_again(made), courses, by=company.office, today=today)
    interruptions.interrupt(
        project=by_name[SUSPENDED],
        action=Interruption.SUSPEND,
        reason="示例：管线迁改方案未与专营单位达成一致",
        by=company.office,
        on=date(2023, 7, 1),
        today=today,
    )
    _photograph(first, company)
    sites.found_in_2023([first.sites.get(), by_name["华青小区"].sites.get()], by=company.people[Role.STREET_CLERK])


def _scheme_of_2023(project: Project, company: Company) -> None:
    """Approved on the plan's day, varied in summer; the bureaus did their part."""
    clerk, office = company.people[Role.STREET_CLERK], company.office
    scheme = schemes.drawn_up(project, by=clerk)
    begun = project.phases.get(position=1)
    phases.start(phase=begun, on=BEGUN, by=clerk, today=BEGUN)
    schemes.approved(scheme, author=clerk, by=office, on=date(2023, 3, 17), document="示例批复〔2023〕1号")
    varied = schemes.varied(project, by=clerk)
    schemes.approved(varied, author=clerk, by=office, on=date(2023, 6, 20), document="示例批复〔2023〕9号")
    schemes.settle_tasks(project, by=office, on=date(2023, 10, 25))


def _overrule(project: Project, company: Company) -> None:
    gate = project.gates.get(duty=Duty.REVIEW)
    leader = company.people[Role.LEADING_GROUP]
    reason = "示例：汛期前须先行疏通排水，经领导小组会议研究同意先开工，联合审查意见随后补齐。"
    gates.overrule(gate=gate, reason=reason, by=leader, on=date(2023, 4, 3))


def _photograph(project: Project, company: Company) -> None:
    """By the worker of its community, at every stage."""
    days = {
        SpotStage.BEFORE: date(2023, 2, 20),
        SpotStage.DURING: date(2023, 7, 12),
        SpotStage.AFTER: date(2023, 11, 8),
    }
    sites.photograph(project.sites.get(), days, by=company.people[Role.COMMUNITY_WORKER], seed=1)


def _again(made: list[Project]) -> list[Project]:
    """As they are after the template was applied."""
    return list(Project.objects.filter(pk__in=[each.pk for each in made]).order_by("number"))

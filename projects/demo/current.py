"""A programme of this year in 卫滨, around today: something late, something due this week, something in time.

Compounds, windows and days are invented and say 示例. All of it was entered yesterday, so that today's reminders tell.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.permissions import Role
from communities.services import compounds
from projects.choices import Duty, SpotStage
from projects.demo import renewal, schemes, sites
from projects.demo.cast import DOCUMENT, Company
from projects.demo.spread import area_of, spread
from projects.models import Batch, Gate, Programme, ProgrammeEntry, Project
from projects.services import batches, entries, gates, phases, programmes, projects
from projects.services.batches import Window

YUAN_A_HOUSEHOLD = 26_000
STREETS = ["410703008000"] * 5 + ["410703004000", "410703001000", "410703007000"]
BATCHES = ("第一批", "第二批")
PREPARING, WORKS, ACCEPTANCE = "前期准备", "工程实施", "督导验收"
LATE_WORKS, IN_TIME = 4, 8  # numbers of the projects whose dates the office has moved
EVIDENCE = "示例：材料已报领导小组办公室"


def load(company: Company, *, today: date) -> None:
    yesterday = today - timedelta(days=1)
    programme = _programme(company, today=today)
    made = renewal.drawn_up(programme, renewal.entries_of(programme), company, on=yesterday)
    renewal.planned(made, programme, company, on=yesterday)
    for number, project in enumerate(made, start=1):
        _course(project, number, company, today=today)
    _entrust(made[0], company, today=yesterday)
    _draw_up_schemes(made, company, on=yesterday)
    clerk = company.people[Role.STREET_CLERK]
    days = {SpotStage.BEFORE: today - timedelta(days=140), SpotStage.DURING: today - timedelta(days=20)}
    sites.photograph(made[0].sites.get(), days, by=clerk, seed=4)
    sites.found_lately(made[1].sites.get(), by=clerk, today=yesterday)


def _programme(company: Company, *, today: date) -> Programme:
    programme = programmes.create(
        division=company.division,
        year=today.year,
        title=f"{today.year}年卫滨区城镇老旧小区改造计划（示例）",
        document=f"示例〔{today.year}〕1号",
        targets={company.division.code: {"compounds": len(STREETS)}},
        by=company.office,
    )
    places = [_batch(programme, number, company, today=today) for number in (1, 2)]
    living = spread(960, len(STREETS))
    facts = [
        {
            "division_id": street,
            "name": f"卫滨示例{number}号院",
            "built_year": 1986 + number,
            "households": households,
            "buildings_count": max(1, households // 36),
            "floor_area": area_of(households),
        }
        for number, (street, households) in enumerate(zip(STREETS, living, strict=True), start=1)
    ]
    listed = [
        ProgrammeEntry(
            compound=compound,
            batch=places[number > len(STREETS) // 2],
            number=number,
            buildings=compound.buildings_count,
            households=compound.households,
            floor_area=compound.floor_area,
            investment=compound.households * YUAN_A_HOUSEHOLD,
            categories="basic,improvement",
        )
        for number, compound in enumerate(
            compounds.create_many(facts=facts, by=company.office, reason=DOCUMENT), start=1
        )
    ]
    entries.create_many(programme=programme, entries=listed, by=company.office, reason=DOCUMENT)
    programmes.issue(programme=programme, by=company.office)
    return programme


def _batch(programme: Programme, number: int, company: Company, *, today: date) -> Batch:
    """The first builds until the end of this week; the second should have been prepared four days ago."""
    prepared, built = [(-60, 5), (-4, 110)][number - 1]
    windows = [
        Window(PREPARING, _day(today, prepared - 90), _day(today, prepared)),
        Window(WORKS, _day(today, prepared), _day(today, built)),
        Window(ACCEPTANCE, _day(today, built), _day(today, built + 30)),
        Window("长效管理", _day(today, built + 30)),
    ]
    name = BATCHES[number - 1]
    return batches.add(programme=programme, number=number, name=name, compounds=4, windows=windows, by=company.office)


def _course(project: Project, number: int, company: Company, *, today: date) -> None:
    """1-4 are being built, the fourth is late; 5 and 6 are prepared too slowly, 7 is in time, 8 has not begun."""
    yesterday, office = today - timedelta(days=1), company.office
    preparing, works = (project.phases.get(name=name) for name in (PREPARING, WORKS))
    acting: dict[str, Any] = {"by": office, "today": yesterday}
    if number == IN_TIME:
        phases.change_dates(
            phase=preparing,
            planned_start=_day(today, 6),
            planned_end=_day(today, 28),
            reason="示例：居民意见征求时间延长",
            **acting,
        )
        return
    phases.start(phase=preparing, on=preparing.planned_start, **acting)
    if number in (5, 6):
        _prove(preparing.gates.exclude(duty__in=(Duty.NOTICE, Duty.REVIEW, Duty.TENDER)), company, on=yesterday)
        return
    _prove(preparing.gates.all(), company, on=preparing.planned_end)
    phases.finish(phase=preparing, on=preparing.planned_end + timedelta(days=number - 2 if number < 4 else 0), **acting)
    phases.start(phase=works, on=_day(today, -2) if number == 7 else _day(today, -50), **acting)
    _prove(works.gates.filter(duty=Duty.UTILITIES), company, on=yesterday)
    if number == LATE_WORKS:
        reason = "示例：上级要求提前完工"
        start = works.planned_start
        phases.change_dates(phase=works, planned_start=start, planned_end=_day(today, -6), reason=reason, **acting)


def _prove(shut: QuerySet[Gate], company: Company, *, on: date) -> None:
    for gate in shut.shut().select_related("project"):
        gates.satisfy(project=gate.project, gate=gate, evidence=EVIDENCE, by=company.office, on=on)


def _entrust(project: Project, company: Company, *, today: date) -> None:
    """One project has a person in charge; of the others the street's clerks answer for all."""
    project.refresh_from_db()
    projects.change(
        project=project,
        version=project.version,
        name=project.name,
        investment=project.investment,
        split_rule=project.split_rule,
        implementer=project.implementer,
        assigned_to=company.people[Role.STREET_CLERK],
        batch=project.batch,
        by=company.office,
        today=today,
    )


def _draw_up_schemes(made: list[Project], company: Company, *, on: date) -> None:
    """In force; in force with a variation under way; submitted; being drawn up."""
    clerk, office = company.people[Role.STREET_CLERK], company.office
    for number, project in enumerate(made[:2], start=1):
        scheme = schemes.drawn_up(project, by=clerk)
        document = f"示例批复〔{on.year}〕{number}号"
        schemes.approved(scheme, author=clerk, by=office, on=on, document=document)
    schemes.varied(made[1], by=clerk)
    schemes.submitted(schemes.drawn_up(made[2], by=clerk), by=clerk, on=on)
    schemes.drawn_up(made[4], by=clerk)


def _day(today: date, offset: int) -> date:
    return today + timedelta(days=offset)

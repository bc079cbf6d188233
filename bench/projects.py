"""Projects, phases and what is due: pages at 300, 3,000 and 30,000 projects, a template applied, the day's reminders.

Projects come about by the services that the office uses, so that their speed is measured too.
"""

import time
from datetime import date, timedelta
from decimal import Decimal

from bench.clock import table
from bench.generate import DISTRICTS, PREFECTURES, PROVINCE
from bench.ground import office_of
from bench.pages import opened

SIZES = (300, 3_000, 30_000)
TODAY = date(2026, 6, 15)
YEAR = 2026
DISTRICT, STREET = "980101000000", "980101001000"
PHASES = (  # name, duty, status, from, to: one is over, one is late, two lie ahead
    ("前期准备", "survey", "preparing", date(2026, 1, 1), date(2026, 3, 31)),
    ("工程实施", "works", "under_construction", date(2026, 4, 1), date(2026, 6, 20)),
    ("督导验收", "acceptance", "completed", date(2026, 6, 21), date(2026, 11, 30)),
    ("长效管理", "management", "handed_over", date(2026, 12, 1), None),
)
GATES_A_PHASE = 2
PAGES = {
    "project list": (PROVINCE, "/projects/"),
    "late projects": (PROVINCE, "/projects/?late=true"),
    "phase board": (PROVINCE, "/board/"),
    "phase board of a district": (DISTRICT, "/board/"),
    "my to-do list": (DISTRICT, "/todo/"),
    "to-do list of a territory": (PROVINCE, "/todo/?whose=territory"),
    "all deadlines": (PROVINCE, "/deadlines/all/"),
    "overdue ranking": (DISTRICT, "/deadlines/ranking/"),
}


def districts() -> list[str]:
    return [f"98{p:02}{d:02}000000" for p in range(1, PREFECTURES + 1) for d in range(1, DISTRICTS + 1)]


def template():
    """Four phases with two gates each, for the whole province."""
    from projects.models import PhaseTemplate, TemplateGate, TemplatePhase

    made = PhaseTemplate.objects.create(
        division_id=PROVINCE, since=date(2026, 1, 1), document="示例", name="示例模板", year=YEAR
    )
    for position, (name, duty, status, starts_on, ends_on) in enumerate(PHASES, start=1):
        phase = TemplatePhase.objects.create(
            template=made,
            position=position,
            name=name,
            duty=duty,
            status=status,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        TemplateGate.objects.bulk_create(
            TemplateGate(phase=phase, position=number, name=f"关口{number}", duty=duty)
            for number in range(1, GATES_A_PHASE + 1)
        )
    return made


def street_offices(streets: list[str]) -> None:
    from accounts.models import Organisation, OrganisationKind

    Organisation.objects.bulk_create(
        Organisation(division_id=code, name=f"{code} 街道办事处", kind=OrganisationKind.STREET_OFFICE)
        for code in streets
    )


def grow(made: int, wanted: int) -> tuple[float, float, int]:
    """Add projects up to a number, evenly over the districts: seconds to create, seconds to apply, how many."""
    from communities.models import Compound
    from projects.models import ProgrammeEntry, Project
    from projects.services import phases, projects

    created, applied, plan = 0.0, 0.0, _template()
    share = (wanted - made) // len(districts())
    for code in districts():
        office, programme = office_of(code), _programme(code)
        listed = ProgrammeEntry.objects.filter(programme=programme).values("compound")
        fresh = Compound.objects.in_division(code).exclude(pk__in=listed)[:share]
        entries = ProgrammeEntry.objects.bulk_create(
            ProgrammeEntry(
                programme=programme,
                compound=compound,
                division_id=compound.division_id,
                households=compound.households,
                floor_area=compound.floor_area,
                investment=Decimal(compound.households) * 26_000,
            )
            for compound in fresh
        )
        started = time.perf_counter()
        projects.create_many(programme=programme, entries=entries, by=office, today=TODAY)
        created += time.perf_counter() - started
        new = Project.objects.filter(programme=programme, phases=None).values_list("pk", flat=True)
        started = time.perf_counter()
        phases.apply(template=plan, projects=list(new), by=office, today=TODAY)
        applied += time.perf_counter() - started
    return created, applied, share * len(districts())


def _template():
    from projects.models import PhaseTemplate

    return PhaseTemplate.objects.filter(division_id=PROVINCE).first() or template()


def _programme(code: str):
    from projects.models import Programme

    title = f"{code} {YEAR}年计划"
    return Programme.objects.get_or_create(
        division_id=code, year=YEAR, defaults={"title": title, "created_by": office_of(code)}
    )[0]


def apply_once(count: int) -> tuple[float, int]:
    """The same template applied again to so many projects, each of which moves by a day: seconds and statements."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from projects.models import Project, TemplatePhase
    from projects.services import phases

    TemplatePhase.objects.filter(template=_template(), ends_on__isnull=False).update(ends_on=_one_day_later())
    chosen = list(Project.objects.order_by("pk").values_list("pk", flat=True)[:count])
    office = office_of(PROVINCE)
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        phases.apply(template=_template(), projects=chosen, by=office, today=TODAY)
    return time.perf_counter() - started, len(asked)


def _one_day_later():
    from django.db.models import F

    return F("ends_on") + timedelta(days=1)


def report() -> None:
    from django.db import connection

    from bench import reminders

    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM divisions_division WHERE level = 9")
        street_offices([code for (code,) in cursor.fetchall()])
    results, made, rows = {}, 0, []
    for size in SIZES:
        created, applied, count = grow(made, size)
        rows.append((size, count, count / created, count / applied))
        made = size
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        results[size] = opened(PAGES)
    table("Projects made and template applied", ("projects", "added", "made/s", "applied/s"), rows)
    for size, result in results.items():
        lines = [
            (name, ms, bare, ms / bare, ms / results[SIZES[0]][name][0], statements, kb)
            for name, (ms, bare, statements, kb) in result.items()
        ]
        head = ("page", "ms", "SQL bare ms", "page/bare", f"x of {SIZES[0]}", "SQL", "kB")
        table(f"Pages with {size:,} projects", head, lines)
    once = [(count, *apply_once(count)) for count in (200, 1_000)]
    table("A changed template applied again", ("projects", "s", "statements"), once)
    reminders.report(deadlines=200_000)

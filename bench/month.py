"""The month: the entry sheet opened and saved at 60, 300 and 1,000 sites, and the report of 500 and 50,000 sites.

Sites, returns and figures are written in bulk; what is measured goes through the pages and services people use.
"""

import json
import random
import time
from datetime import UTC, date, datetime
from decimal import Decimal

from bench.clock import median_ms, recorded, table
from bench.generate import DISTRICTS, PREFECTURES, PROVINCE, STREETS
from bench.ground import browser, office_of

SHEETS = {60: "980101001000", 300: "980101002000", 1_000: "980101003000"}
SMALL, SMALL_SITES = "980201000000", 500
ALL_SITES = 50_000
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
AS_AT, DUE, LATE, LOCK = 25, 28, 30, 5
KNOWN_AT = datetime(2026, 7, 6, tzinfo=UTC)
TYPED = ("invested", "paid", "workers", "water_km", "drain_km", "gas_km", "heat_km", "cable_km", "lifts", "parking")
LEVELS = ("basic", "improvement")
FIGURES_A_SITE = len(TYPED) + len(LEVELS)


def report() -> None:
    _rule()
    sheets()
    reports()


def sheets() -> None:
    """One street each; the clerk opens her sheet, pastes every figure of every site at once, and types one cell."""
    rows = []
    for count, street in SHEETS.items():
        _sites(street, count)
        version = _returns([street], JUNE)[0].current
        clerk = _clerk(street)
        client = browser(clerk)
        address = f"/returns/{version.monthly_return_id}/"

        def opened(client=client, address=address):
            response = client.get(f"{address}sheet/")
            assert response.status_code == 200, response.status_code
            return response

        size = len(opened().content) / 1024
        with recorded() as statements:
            opened()
        pasted, asked = _pasted(client, address, version, count)
        rows.append(
            (
                count,
                median_ms(opened, 5),
                median_ms(statements.run_bare, 5),
                len(statements.texts),
                size,
                count * FIGURES_A_SITE / pasted,
                asked,
                median_ms(lambda c=client, a=address, v=version: _type_one(c, a, v), 10),
            )
        )
    head = ("sites", "open ms", "SQL bare ms", "SQL", "kB", "cells pasted/s", "SQL of paste", "one cell ms")
    table(f"Entry sheet, {FIGURES_A_SITE} figures a site", head, rows)


def _pasted(client, address: str, version, count: int) -> tuple[float, int]:
    """Seconds and statements of one answer to a block of every cell."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    lines = list(version.lines.values_list("pk", flat=True))
    cells = [
        {"line": line, "figure": figure, "text": "1" if figure in TYPED else "40", "seen": 0}
        for line in lines
        for figure in (*LEVELS, *TYPED)
    ]
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(f"{address}cells/", json.dumps({"cells": cells}), content_type="application/json")
    seconds = time.perf_counter() - started
    assert answer.status_code == 200, answer.content[:300]
    refused = [cell for cell in answer.json()["cells"] if cell.get("error") or cell.get("needs_reason")]
    assert not refused, refused[:2]
    return seconds, len(asked)


def _type_one(client, address: str, version) -> None:
    from progress.models import CellChange

    line = version.lines.values_list("pk", flat=True)[0]
    last = CellChange.objects.filter(line=line, figure="workers").order_by("-pk").first()
    text = str(random.randint(1, 4_000))
    cell = {"line": line, "figure": "workers", "text": text, "seen": last.pk if last else 0}
    answer = client.post(f"{address}cells/", json.dumps({"cells": [cell]}), content_type="application/json")
    assert answer.status_code == 200, answer.content[:300]


def reports() -> None:
    """The month's figures, text included, beside its own SQL run bare; made again they are equal to the byte."""
    from divisions.models import Division

    streets = _streets()
    small = [street for street in streets if street.startswith(SMALL[:6])]
    rows = []
    for division, these, count in ((SMALL, small, SMALL_SITES), (PROVINCE, streets, ALL_SITES)):
        _fill(these, count)
        _analyse()
        whole = Division.objects.get(pk=division)

        def made(whole=whole):
            from reports.facts import dump
            from reports.selectors.month_facts import facts_of

            return dump(facts_of(division=whole, month=JUNE, known_at=KNOWN_AT))

        first = made()
        with recorded() as statements:
            again = made()
        assert first == again
        ms, bare = median_ms(made, 3), median_ms(statements.run_bare, 3)
        rows.append((count, ms, bare, ms / bare, len(statements.texts), len(first) / 1024))
    table("The month's report", ("sites", "ms", "SQL bare ms", "report/bare", "SQL", "kB of figures"), rows)


def _streets() -> list[str]:
    """All but the district of the sheets."""
    return [
        f"98{p:02}{d:02}{s:03}000"
        for p in range(1, PREFECTURES + 1)
        for d in range(1, DISTRICTS + 1)
        for s in range(1, STREETS + 1)
        if (p, d) != (1, 1)
    ]


def _fill(streets: list[str], count: int) -> None:
    """Sites up to a number, spread evenly; May and June reported and accepted for all of them."""
    from projects.models import ProjectSite

    have = ProjectSite.objects.filter(division__in=streets).count()
    share = (count - have) // len(streets)
    fresh = [street for street in streets if not ProjectSite.objects.filter(division=street).exists()]
    for street in fresh:
        _sites(street, max(1, (count - have) // len(fresh)) if fresh else share)
    for month in (MAY, JUNE):
        _accepted(_returns(fresh, month), month)


def _sites(street: str, count: int) -> None:
    """A project of one site for each of so many new compounds."""
    from bench import generate
    from communities.models import Compound
    from projects.models import Programme, Project, ProjectSite

    first = Compound.objects.count()
    generate.compounds(streets=[street], first=first, last=first + count)
    district, office = f"{street[:6]}000000", office_of(f"{street[:6]}000000")
    programme, _ = Programme.objects.get_or_create(
        division_id=district, year=2026, defaults={"title": f"{district} 2026年计划", "created_by": office}
    )
    fresh = list(Compound.objects.filter(division=street).order_by("pk"))[-count:]
    projects = Project.objects.bulk_create(
        (
            Project(
                programme=programme,
                division_id=street,
                number=f"2026-{compound.pk:08}",
                name=f"{compound.name}改造项目"[:100],
                investment=Decimal(compound.households) * 26_000,
                status="under_construction",
                status_since=MAY,
                created_by=office,
            )
            for compound in fresh
        ),
        batch_size=1_000,
    )
    ProjectSite.objects.bulk_create(
        (
            ProjectSite(
                project=project,
                compound=compound,
                division_id=street,
                buildings=compound.buildings_count,
                households=compound.households,
                floor_area=compound.floor_area,
                investment=project.investment,
            )
            for project, compound in zip(projects, fresh, strict=True)
        ),
        batch_size=1_000,
    )


def _rule() -> None:
    from progress.models import MonthRule
    from reports.models import Pace, ReportRule

    days = {"as_at_day": AS_AT, "due_day": DUE, "late_day": LATE, "lock_day": LOCK}
    MonthRule.objects.create(division_id=PROVINCE, since=date(2026, 1, 1), document="示例", **days)
    rule = ReportRule.objects.create(
        division_id=PROVINCE,
        since=date(2026, 1, 1),
        document="示例",
        report_day=8,
        issuer="示例办公室",
        number_prefix="示例",
        yellow_from=10,
        red_from=30,
    )
    Pace.objects.bulk_create(Pace(rule=rule, month=month, expected=month * 8) for month in range(1, 13))


def _returns(streets: list[str], month: date) -> list:
    """The month opened for these streets, with a line per site."""
    from progress.models import MonthlyReturn, MonthRule, ReportingMonth
    from progress.services import versions
    from projects.models import ProjectSite

    rule, made = MonthRule.objects.get(), []
    for street in streets:
        after = date(month.year, month.month + 1, LOCK)
        opened, _ = ReportingMonth.objects.get_or_create(
            division_id=f"{street[:6]}000000",
            month=month,
            defaults={
                "rule": rule,
                "as_at": month.replace(day=AS_AT),
                "due_on": month.replace(day=DUE),
                "late_on": month.replace(day=LATE),
                "lock_on": after,
                "opened_on": month,
            },
        )
        sites = ProjectSite.objects.filter(division=street)
        made.append(
            MonthlyReturn.objects.create(
                reporting_month=opened,
                division_id=street,
                month=month,
                organisation=_clerk(street).organisation,
                opened_on=month,
                open_until=date(2100, 1, 1),
                plan_compounds=sites.count(),
                plan_investment=sites.count() * 5_000_000,
            )
        )
    versions.draw_up_first(returns=made)
    return made


FIGURES_SQL = """
    UPDATE progress_returnline SET
        started_on = coalesce(started_on, CASE WHEN random() < 0.6 THEN %(day)s::date END),
        invested = floor(random() * 900000), paid = floor(random() * 600000), basic = 40, physical = 40,
        water_km = round(random()::numeric, 3), lifts = floor(random() * 3),
        problems = CASE WHEN random() < 0.02 THEN '示例：管线迁改未完成' ELSE '' END
    WHERE version_id = ANY(%(versions)s)
"""
TALLY_SQL = """
    UPDATE progress_tally AS tally SET invested = coalesce(tally.invested, 0) + line.invested,
        paid = coalesce(tally.paid, 0) + line.paid, water_km = coalesce(tally.water_km, 0) + line.water_km,
        lifts = coalesce(tally.lifts, 0) + line.lifts
    FROM progress_returnline AS line WHERE tally.line_id = line.id AND line.version_id = ANY(%(versions)s)
"""


def _accepted(returns: list, month: date) -> None:
    """Figures for every line, its tallies, and the stamps of a return that went through."""
    from django.db import connection

    from progress.models import MonthlyReturn, ReturnVersion

    versions, at = [each.current_id for each in returns], datetime(month.year, month.month, LATE, tzinfo=UTC)
    with connection.cursor() as cursor:
        for statement in (FIGURES_SQL, TALLY_SQL):
            cursor.execute(statement, {"day": month.replace(day=10), "versions": versions})
    ReturnVersion.objects.filter(pk__in=versions).update(
        status="accepted", submitted_at=at, approved_at=at, sealed_at=at, accepted_at=at
    )
    MonthlyReturn.objects.filter(pk__in=[each.pk for each in returns]).update(reported_at=at)


def _clerk(street: str):
    from django.utils import timezone

    from accounts.models import Organisation, OrganisationKind, User
    from accounts.permissions import Role

    organisation, _ = Organisation.objects.get_or_create(
        division_id=street, name=f"{street} 街道办事处", kind=OrganisationKind.STREET_OFFICE
    )
    user, _ = User.objects.get_or_create(
        username=f"clerk-{street}",
        defaults={
            "full_name": "示例",
            "organisation": organisation,
            "role": Role.STREET_CLERK,
            "must_change_password": False,
            "password_changed_on": timezone.localdate(),
        },
    )
    return user


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")

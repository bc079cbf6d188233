"""Invented money for the bench: so many entries of one province, written in bulk past the guards."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from bench.generate import DISTRICTS, PREFECTURES
from bench.ground import office_of

YEAR = 2025
ISSUED_ON = date(YEAR, 1, 15)
SOURCES = ("central_subsidy", "central_budget", "province", "prefecture", "district")
ENTRIES_A_PROJECT = 50  # two allocations, the rest payments
DOCUMENTS_A_DISTRICT = 5
TABLES = ("funding_fundentry", "funding_allotment", "funding_contractpart", "funding_projectaccount")


def districts() -> list[str]:
    return [f"98{p:02}{d:02}000000" for p in range(1, PREFECTURES + 1) for d in range(1, DISTRICTS + 1)]


def grow(wanted: int) -> None:
    """Bring the province to so many entries, evenly over its districts; balances follow at the end."""
    from django.db import connection

    from funding.models import FundEntry

    missing = (wanted - FundEntry.objects.count()) // len(districts()) // ENTRIES_A_PROJECT
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    for code in districts():
        _fill(code, missing)
    with connection.cursor() as cursor:
        _balance(cursor)
        for name in TABLES:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
        for name in (*TABLES, "funding_funddocument", "projects_project", "projects_projectsite"):
            cursor.execute(f"VACUUM ANALYZE {name}")


def _fill(code: str, count: int) -> None:
    """So many more projects of a district, each with two allotments, a contract, and its payments."""
    from projects.models import Project, ProjectSite

    by, roots = office_of(code), _roots(code)
    programme, compounds = _programme(code, by), _compounds(code)
    first = Project.objects.filter(programme=programme).count()
    projects = Project.objects.bulk_create(
        Project(
            programme=programme,
            division_id=compounds[number % len(compounds)].division_id,
            number=f"{YEAR}-{code[:6]}-{number:05}",
            name=f"示例{number}号院改造项目",
            investment=Decimal(3_000_000),
            status="under_construction",
            status_since=ISSUED_ON,
            created_by=by,
        )
        for number in range(first, first + count)
    )
    ProjectSite.objects.bulk_create(
        ProjectSite(
            project=project,
            compound=compounds[number % len(compounds)],
            division_id=project.division_id,
            households=100,
            investment=project.investment,
        )
        for number, project in enumerate(projects, start=first)
    )
    _pay(code, projects, roots, by)


def _roots(code: str) -> list:
    from funding.models import Allotment, FundDocument

    by = office_of(code)
    if not FundDocument.objects.filter(division=code).exists():
        documents = FundDocument.objects.bulk_create(
            FundDocument(
                division_id=code,
                source=SOURCES[number],
                year=YEAR,
                number=f"示例财〔{YEAR}〕{number + 1}号",
                issued_on=ISSUED_ON,
                amount=Decimal(10) ** 11,
                budget_code="2210108",
                created_by=by,
            )
            for number in range(DOCUMENTS_A_DISTRICT)
        )
        roots = Allotment.objects.bulk_create(Allotment(document=each, division_id=code) for each in documents)
        act = _act("receive", by)
        _enter([_entry(act, "receipt", root, root.document.amount) for root in roots])
    return list(Allotment.objects.filter(division=code, parent=None).select_related("document").order_by("pk"))


def _pay(code: str, projects: list, roots: list, by) -> None:
    from funding.models import Allotment, Contract, ContractChange, ContractPart, ProjectAccount

    pots = Allotment.objects.bulk_create(
        Allotment(document=root.document, parent=root, division_id=project.division_id, project=project)
        for number, project in enumerate(projects)
        for root in (roots[number % len(roots)], roots[(number + 1) % len(roots)])
    )
    ProjectAccount.objects.bulk_create(ProjectAccount(project=each, approved=Decimal(3_000_000)) for each in projects)
    contracts = Contract.objects.bulk_create(
        Contract(
            division_id=project.division_id,
            kind="construction",
            number=f"示例合同{project.number}",
            name="示例施工合同",
            party="示例建筑工程有限公司",
            credit_code="91350100M000100Y43",
            signed_on=ISSUED_ON,
            created_by=by,
        )
        for project in projects
    )
    parts = ContractPart.objects.bulk_create(
        ContractPart(contract=contract, project=project) for contract, project in zip(contracts, projects, strict=True)
    )
    amount = Decimal(2_900_000)
    ContractChange.objects.bulk_create(
        ContractChange(key=uuid4(), part=part, kind="original", amount=amount, on=ISSUED_ON, by=by) for part in parts
    )
    allocating, paying = _act("allocate", by), _act("pay", by)
    entries = [_entry(allocating, "allocation", pot, Decimal(1_500_000), giver=pot.parent) for pot in pots]
    for number, part in enumerate(parts):
        for step in range(ENTRIES_A_PROJECT - 2):
            day = date(YEAR, 1 + (step * 10 // (ENTRIES_A_PROJECT - 2)) % 10 + 1, 1 + (number + step) % 28)
            amount = Decimal(4_000_000 + number + step) / 100
            entries.append(_entry(paying, "payment", pots[2 * number + step % 2], amount, part=part, on=day))
    _enter(entries)


def _act(kind: str, by):
    from funding.models import FundAct

    return FundAct.objects.create(key=uuid4(), kind=kind, digest="0" * 64, on=ISSUED_ON, by=by)


def _entry(act, kind: str, pot, amount: Decimal, *, giver=None, part=None, on: date = ISSUED_ON):
    from funding.models import FundEntry

    return FundEntry(
        act=act,
        kind=kind,
        allotment=pot,
        giver=giver,
        part=part,
        document_id=pot.document_id,
        source=pot.document.source,
        division_id=pot.division_id,
        project_id=pot.project_id,
        amount=amount,
        on=on,
    )


def _enter(entries: list) -> None:
    from funding.models import FundEntry

    FundEntry.objects.bulk_create(entries, batch_size=2_000)


def _balance(cursor) -> None:
    """What the guards would have kept, in one statement for each balance."""
    from funding.guards import BALANCES

    for each in BALANCES:
        total = f"(SELECT COALESCE(SUM(amount), 0) FROM {each.table} WHERE {each.where.replace('NEW.', 't.')})"
        cursor.execute(f"UPDATE {each.target} AS t SET {each.column} = {total}")


def _programme(code: str, by):
    from projects.models import Programme

    facts = {"title": f"{code} {YEAR}年计划", "created_by": by}
    return Programme.objects.get_or_create(division_id=code, year=YEAR, defaults=facts)[0]


def _compounds(code: str) -> list:
    from communities.models import Compound

    return list(Compound.objects.in_division(code).order_by("pk"))


def ready_to_write(root, by) -> None:
    """What the writers' acts need: a rule for the source, and contracts settled at their price."""
    from funding.models import ContractPart, SourceRule

    SourceRule.objects.get_or_create(
        division=root.division, source=root.document.source, since=ISSUED_ON, document="示例", uses="building"
    )
    projects = root.children.values("project")
    ContractPart.objects.filter(project__in=projects).update(settled=Decimal(2_900_000), settled_on=ISSUED_ON)


def bare_insert_sql() -> tuple[str, str]:
    """An act and an allocation as bare statements; with the guards in place, as whoever writes SQL by hand has them."""
    act = (
        'INSERT INTO funding_fundact (key, kind, digest, "on", reason, voucher, by_id, at) '
        "VALUES (gen_random_uuid(), 'allocate', '', %(on)s, '', '', %(by)s, now()) RETURNING id"
    )
    entry = (
        "INSERT INTO funding_fundentry (act_id, kind, allotment_id, giver_id, document_id, source, division_id, "
        "project_id, amount, \"on\") SELECT %(act)s, 'allocation', a.id, a.parent_id, a.document_id, d.source, "
        "a.division_id, a.project_id, 0.01, %(on)s FROM funding_allotment a JOIN funding_funddocument d "
        "ON d.id = a.document_id WHERE a.id = %(pot)s"
    )
    return act, entry

"""What the database itself refuses of money, whoever writes, also by hand-written SQL; and the sums that it keeps.

Constraints on the tables say what one row may be. These triggers say the rest: entries are never changed or removed,
each fits the allotment, contract part and approved request that it names, none is dated before its document or in a
closed year, and every balance is the sum of its entries. Installed after every migration (docs/decisions/0060).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import connections

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
YEAR_OF_ENTRY = 'CAST(SUBSTR(CAST(NEW."on" AS TEXT), 1, 4) AS INTEGER)'


@dataclass(frozen=True)
class Refusal:
    """Refused before the event when the condition (SQL that both databases read, with NEW and OLD) holds."""

    table: str
    event: str
    condition: str
    message: str


@dataclass(frozen=True)
class Effect:
    """After a row is added: `column` of the row `target` that `where` names grows by the new row's amount."""

    table: str
    target: str
    column: str
    where: str


@dataclass(frozen=True)
class Balance:
    """A column that is the sum of `amount` over the rows of `table` that `where` names (its own row is NEW)."""

    target: str
    column: str
    table: str
    where: str


ENTRY, POT, PART = "funding_fundentry", "funding_allotment", "funding_contractpart"
ACCOUNT, CHANGE, INSTALMENT = "funding_projectaccount", "funding_contractchange", "funding_feeinstalment"
RECEIPT, PROMISE, ACT = "funding_contributionreceipt", "funding_contribution", "funding_fundact"

BALANCES = (
    Balance(POT, "received", ENTRY, "allotment_id = NEW.id AND kind <> 'payment'"),
    Balance(POT, "passed", ENTRY, "giver_id = NEW.id"),
    Balance(POT, "paid", ENTRY, "allotment_id = NEW.id AND kind = 'payment'"),
    Balance(PART, "amount", CHANGE, "part_id = NEW.id"),
    Balance(PART, "paid", ENTRY, "part_id = NEW.id"),
    Balance(ACCOUNT, "contracted", CHANGE, f"part_id IN (SELECT id FROM {PART} WHERE project_id = NEW.project_id)"),
    Balance(ACCOUNT, "paid", ENTRY, "project_id = NEW.project_id AND part_id IS NOT NULL"),
    Balance(INSTALMENT, "paid", ENTRY, "instalment_id = NEW.id"),
    Balance(PROMISE, "received", RECEIPT, "contribution_id = NEW.id"),
)

# In the order in which services lock these rows: allotments from the root down, then part, account, instalment.
EFFECTS = (
    Effect(ENTRY, POT, "passed", "id = NEW.giver_id"),
    Effect(ENTRY, POT, "received", "id = NEW.allotment_id AND NEW.kind <> 'payment'"),
    Effect(ENTRY, POT, "paid", "id = NEW.allotment_id AND NEW.kind = 'payment'"),
    Effect(ENTRY, PART, "paid", "id = NEW.part_id"),
    Effect(ENTRY, ACCOUNT, "paid", "project_id = NEW.project_id AND NEW.part_id IS NOT NULL"),
    Effect(ENTRY, INSTALMENT, "paid", "id = NEW.instalment_id"),
    Effect(CHANGE, PART, "amount", "id = NEW.part_id"),
    Effect(CHANGE, ACCOUNT, "contracted", f"project_id = (SELECT project_id FROM {PART} WHERE id = NEW.part_id)"),
    Effect(RECEIPT, PROMISE, "received", "id = NEW.contribution_id"),
)

_SAME_POT = f"""NOT EXISTS (SELECT 1 FROM {POT} a JOIN funding_funddocument d ON d.id = a.document_id
    WHERE a.id = NEW.allotment_id AND a.document_id = NEW.document_id AND a.division_id = NEW.division_id
    AND COALESCE(a.project_id, 0) = COALESCE(NEW.project_id, 0) AND d.source = NEW.source)"""
_SHAPE = f"""NOT (
    (NEW.kind = 'receipt' AND NEW.giver_id IS NULL AND NEW.part_id IS NULL AND NEW.request_id IS NULL
        AND NEW.instalment_id IS NULL
        AND EXISTS (SELECT 1 FROM {POT} a WHERE a.id = NEW.allotment_id AND a.parent_id IS NULL))
    OR (NEW.kind = 'allocation' AND NEW.part_id IS NULL AND NEW.request_id IS NULL AND NEW.instalment_id IS NULL
        AND EXISTS (SELECT 1 FROM {POT} a WHERE a.id = NEW.allotment_id AND a.parent_id = NEW.giver_id))
    OR (NEW.kind = 'payment' AND NEW.giver_id IS NULL AND (
        (NEW.part_id IS NOT NULL AND NEW.request_id IS NOT NULL AND NEW.instalment_id IS NULL)
        OR (NEW.part_id IS NULL AND NEW.request_id IS NULL AND NEW.instalment_id IS NOT NULL))))"""
_CLOSED = f"""EXISTS (SELECT 1 FROM funding_closedyear c, funding_funddocument d WHERE d.id = NEW.document_id
    AND c.reopened_at IS NULL AND c.year = {YEAR_OF_ENTRY}
    AND c.division_id IN (d.division_id, SUBSTR(d.division_id, 1, 6) || '000000'))"""
_PART_OF_PROJECT = f"""NEW.part_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {PART} p
    JOIN {ACCOUNT} b ON b.project_id = p.project_id WHERE p.id = NEW.part_id AND p.project_id = NEW.project_id)"""
_APPROVED = """NEW.part_id IS NOT NULL AND NEW.amount > 0 AND NOT EXISTS (SELECT 1 FROM funding_paymentrequest r
    WHERE r.id = NEW.request_id AND r.part_id = NEW.part_id AND r.allotment_id = NEW.allotment_id
    AND r.status = 'approved' AND r.granted = NEW.amount)"""
_REVERSES = f"""NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {ENTRY} o WHERE o.id = NEW.reverses_id
    AND o.reverses_id IS NULL AND o.kind = NEW.kind AND o.allotment_id = NEW.allotment_id AND o.amount = -NEW.amount
    AND COALESCE(o.part_id, 0) = COALESCE(NEW.part_id, 0)
    AND COALESCE(o.instalment_id, 0) = COALESCE(NEW.instalment_id, 0))"""
_BELOW = f"""NEW.parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {POT} a
    WHERE a.id = NEW.parent_id AND a.document_id = NEW.document_id AND a.project_id IS NULL)"""
_SAME_RECEIPT = f"""NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {RECEIPT} o WHERE o.id = NEW.reverses_id
    AND o.reverses_id IS NULL AND o.contribution_id = NEW.contribution_id AND o.amount = -NEW.amount)"""


def _changed(*columns: str) -> str:
    """The condition that one of these columns is changed; a key compares as 0 where there is none."""
    return " OR ".join(f"COALESCE(NEW.{column}, 0) <> COALESCE(OLD.{column}, 0)" for column in columns)


def _refusals() -> Iterator[Refusal]:
    yield Refusal(ENTRY, INSERT, _SAME_POT, "the entry does not repeat its allotment")
    yield Refusal(ENTRY, INSERT, _SHAPE, "an entry of this kind cannot name these rows")
    yield Refusal(
        ENTRY,
        INSERT,
        'EXISTS (SELECT 1 FROM funding_funddocument d WHERE d.id = NEW.document_id AND NEW."on" < d.issued_on)',
        "the entry is dated before its document",
    )
    yield Refusal(ENTRY, INSERT, _CLOSED, "the year is closed")
    yield Refusal(ENTRY, INSERT, _PART_OF_PROJECT, "the contract part is not of this project")
    yield Refusal(ENTRY, INSERT, _APPROVED, "no approved request asks for this payment")
    yield Refusal(ENTRY, INSERT, _REVERSES, "the entry does not reverse what it names")
    yield Refusal(POT, INSERT, _BELOW, "an allotment is made out of one that can be passed down")
    yield Refusal(RECEIPT, INSERT, _SAME_RECEIPT, "the receipt does not reverse what it names")
    for table in (ENTRY, CHANGE, RECEIPT, ACT):
        yield Refusal(table, DELETE, "1 = 1", "what was entered is never removed")
    # A division may be renamed by a merger of streets; nothing else of an entry ever changes.
    entry = ("act_id", "allotment_id", "giver_id", "document_id", "project_id", "part_id", "request_id")
    yield Refusal(
        ENTRY,
        UPDATE,
        f"{_changed(*entry, 'instalment_id', 'reverses_id', 'amount')} OR NEW.kind <> OLD.kind "
        'OR NEW.source <> OLD.source OR NEW."on" <> OLD."on"',
        "what was entered is never changed",
    )
    for table in (CHANGE, RECEIPT, ACT):
        yield Refusal(table, UPDATE, "1 = 1", "what was entered is never changed")
    yield Refusal(POT, UPDATE, _changed("document_id", "parent_id", "project_id"), "an allotment stays whose it is")
    yield Refusal(PART, UPDATE, _changed("contract_id", "project_id"), "a contract part stays what it is")
    for target, balances in groupby(BALANCES, key=lambda each: each.target):
        columns = [balance.column for balance in balances]
        opened = " OR ".join(f"NEW.{column} <> 0" for column in columns)
        yield Refusal(target, INSERT, opened, "balances begin at nothing")


REFUSALS = tuple(_refusals())


def install(*, using: str = "default", **signal: Any) -> None:
    """Make the triggers anew; safe to run again. After a migration, and after a test has flushed the database."""
    connection = connections[using]
    if ENTRY not in connection.introspection.table_names():
        return
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def lift(*, using: str = "default", **signal: Any) -> None:
    """Before a migration on SQLite, which remakes whole tables and stumbles over triggers that name them."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in dropped():
                cursor.execute(statement)


def missing(*, using: str = "default") -> list[str]:
    """The triggers that are not in the database, in words; `migrate` makes them anew."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        there, wanted = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'",
            [name for name, _ in _sqlite_triggers()],
        )
    else:
        there = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        wanted = [name for name, _, _ in _postgresql_triggers()]
    with connection.cursor() as cursor:
        cursor.execute(there)
        found = {name for (name,) in cursor.fetchall()}
    return [f"缺少数据库约束 {name}，请运行 manage.py migrate。" for name in wanted if name not in found]


def dropped() -> list[str]:
    """SQLite: the statements that take the triggers away."""
    return [f"DROP TRIGGER IF EXISTS {name}" for name, _ in _sqlite_triggers()]


def tables() -> list[str]:
    """Those that have a refusal or an effect, in a fixed order."""
    return sorted({each.table for each in REFUSALS} | {each.table for each in EFFECTS} | {b.target for b in BALANCES})


def _grown(effect: Effect) -> str:
    new = f"ROUND({effect.column} + NEW.amount, 2)"
    return f"UPDATE {effect.target} SET {effect.column} = {new} WHERE {effect.where};"


def _sqlite() -> Iterator[str]:
    for name, body in _sqlite_triggers():
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} {body}"


def _sqlite_triggers() -> Iterator[tuple[str, str]]:
    """SQLite does not say who changes a balance, so the new one is held against the entries themselves."""
    for number, refusal in enumerate((*REFUSALS, *map(_must_add_up, BALANCES)), start=1):
        refuse = f"SELECT RAISE(ABORT, 'funding: {refusal.message}');"
        when = f"BEFORE {refusal.event} ON {refusal.table} FOR EACH ROW WHEN {refusal.condition}"
        yield f"funding_guard_{number}", f"{when} BEGIN {refuse} END"
    for table, effects in groupby(EFFECTS, key=lambda each: each.table):
        statements = " ".join(map(_grown, effects))
        yield f"{table}_sums", f"AFTER INSERT ON {table} FOR EACH ROW BEGIN {statements} END"


def _must_add_up(balance: Balance) -> Refusal:
    column = balance.column
    total = f"(SELECT COALESCE(SUM(amount), 0) FROM {balance.table} WHERE {balance.where})"
    differs = f"NEW.{column} <> OLD.{column} AND ROUND(NEW.{column} - {total}, 2) <> 0"
    return Refusal(balance.target, UPDATE, differs, f"{column} is the sum of its entries")


def _postgresql() -> Iterator[str]:
    for name, when, body in _postgresql_triggers():
        yield f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        yield f"DROP TRIGGER IF EXISTS {name} ON {when.rsplit(' ', 1)[-1]}"
        yield f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _postgresql_triggers() -> Iterator[tuple[str, str, str]]:
    """PostgreSQL says how deep in triggers a change is made: a balance changes in one of ours, or not at all."""
    for table in tables():
        for event in (INSERT, UPDATE, DELETE):
            refusals = [each for each in REFUSALS if (each.table, each.event) == (table, event)]
            columns = [each.column for each in BALANCES if each.target == table and event == UPDATE]
            if columns:
                by_hand = f"pg_trigger_depth() < 2 AND ({_changed(*columns)})"
                refusals.append(Refusal(table, event, by_hand, "balances are the sums of their entries"))
            if refusals:
                tests = " ".join(
                    f"IF {each.condition} THEN RAISE EXCEPTION 'funding: {each.message}' "
                    "USING ERRCODE = 'check_violation'; END IF;"
                    for each in refusals
                )
                row = "OLD" if event == DELETE else "NEW"
                yield f"{table}_{event.lower()}", f"BEFORE {event} ON {table}", f"{tests} RETURN {row};"
    for table, effects in groupby(EFFECTS, key=lambda each: each.table):
        yield f"{table}_sums", f"AFTER INSERT ON {table}", f"{' '.join(map(_grown, effects))} RETURN NEW;"

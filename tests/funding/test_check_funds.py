"""The books are held against their entries, and the guards are counted."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from funding import guards
from tests.funding import stories

pytestmark = pytest.mark.django_db


def checked() -> str:
    out = StringIO()
    call_command("check_funds", stdout=out)
    return out.getvalue()


def test_books_that_add_up_are_said_to(approved, finance):
    stories.paid(approved, by=finance)

    assert "核对无误" in checked()


def without_guards() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for statement in guards.dropped():
                cursor.execute(statement)
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while its keys wait to be checked
            for table in guards.tables():
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def test_a_missing_guard_is_named(db):
    without_guards()

    with pytest.raises(CommandError, match="缺少数据库约束 funding_fundentry_sums"):
        checked()


def test_a_balance_that_is_not_its_sum_is_named(root):
    without_guards()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE funding_allotment SET received = received + 1 WHERE id = %s", [root.pk])

    with pytest.raises(CommandError, match=f"funding_allotment {root.pk} received"):
        checked()


def test_the_guards_come_back_with_the_next_migration(db):
    without_guards()

    guards.install()

    assert guards.missing() == []

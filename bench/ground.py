"""An empty PostgreSQL database for the run, and the people who open the pages."""

import os
import time

import psycopg2
from django.utils import timezone

DATABASE_URL = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/renovation_bench")


def fresh_database() -> None:
    """Drop and create the bench database; called before Django connects."""
    server, name = DATABASE_URL.rsplit("/", 1)
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


def migrate() -> float:
    """Seconds that `migrate` of an empty database takes (performance.md row 25: under 30 s)."""
    from django.core.management import call_command

    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    return time.perf_counter() - started


def office_of(division_code: str):
    """The leading-group office of a division, signed in without ceremony."""
    return person_of(division_code, "leading_group_office")


def person_of(division_code: str, role: str):
    """One person of a role in a division, in an office of her own."""
    from accounts.models import Organisation, OrganisationKind, User
    from accounts.permissions import Role

    is_office = role == Role.LEADING_GROUP_OFFICE
    organisation, _ = Organisation.objects.get_or_create(
        division_id=division_code,
        name=f"{division_code} {'办公室' if is_office else Role(role).label}",
        kind=OrganisationKind.LEADING_GROUP_OFFICE if is_office else OrganisationKind.BUREAU,
    )
    user, _ = User.objects.get_or_create(
        username=f"{'office' if is_office else role}-{division_code}",
        defaults={
            "full_name": "示例",
            "organisation": organisation,
            "role": role,
            "must_change_password": False,
            "password_changed_on": timezone.localdate(),
        },
    )
    return user


def browser(user):
    """A client signed in as this person."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client

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
    from accounts.models import Organisation, OrganisationKind, User
    from accounts.permissions import Role

    organisation, _ = Organisation.objects.get_or_create(
        division_id=division_code, name=f"{division_code} 办公室", kind=OrganisationKind.LEADING_GROUP_OFFICE
    )
    user, _ = User.objects.get_or_create(
        username=f"office-{division_code}",
        defaults={
            "full_name": "示例",
            "organisation": organisation,
            "role": Role.LEADING_GROUP_OFFICE,
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

"""A new office begins with three administrators, made on the server."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.permissions import ADMINISTRATORS

pytestmark = pytest.mark.django_db


def test_the_three_administrators_are_made_once_with_first_passwords(divisions, client, capsys):
    call_command("create_administrators", "410703000000")

    printed = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert set(User.objects.values_list("role", flat=True)) == ADMINISTRATORS
    for _, username, password in printed:
        assert client.post("/sign-in/", {"username": username, "password": password}).status_code == 302
        assert client.get("/").url == "/password/"
        client.post("/sign-out/")


def test_an_office_that_has_administrators_gets_no_others_this_way(divisions):
    call_command("create_administrators", "410703000000", verbosity=0)

    with pytest.raises(CommandError, match="已有管理员"):
        call_command("create_administrators", "410703000000")


def test_an_unknown_division_is_named(db):
    with pytest.raises(CommandError, match="No division 999999000000"):
        call_command("create_administrators", "999999000000")

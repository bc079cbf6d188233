from typing import Any
from unicodedata import east_asian_width

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.permissions import Role
from divisions.models import Division
from projects import demo
from projects.demo.cast import NAMES, NEIGHBOURS, PASSWORD, PLACES, STREET_ROLES, username


class Command(BaseCommand):
    help = "装入四个方案的示例数据（已装入则不动），并列出示例账号。"

    def handle(self, *args: Any, **options: Any) -> None:
        demo.load(today=timezone.localdate())
        places = Division.objects.in_bulk([place.code for place in PLACES.values()])
        rows = [["角色", *(places[place.code].name for place in PLACES.values())]]
        rows += [[Role(role).label, *(username(slug, role) for slug in PLACES)] for role in NAMES]
        self.stdout.write(f"示例账号 Demo accounts（密码 password：{PASSWORD}）")
        for row in rows:
            self.stdout.write("".join(_padded(cell, 22) for cell in row).rstrip())
        streets = Division.objects.in_bulk(list(NEIGHBOURS.values()))
        for name, code in NEIGHBOURS.items():
            accounts = (username(name, role) for role in STREET_ROLES)
            self.stdout.write("".join(_padded(cell, 22) for cell in (streets[code].name, *accounts)).rstrip())


def _padded(text: str, width: int) -> str:
    """To this many columns of a terminal, where a Chinese character takes two."""
    taken = sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(1, width - taken)

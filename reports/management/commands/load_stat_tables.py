"""Load the tables that superiors have published (domain.md 2.3), at the top of what this installation knows."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from divisions.models import Division, Level
from reports.models import StatTable
from reports.services import tables
from reports.services.tables import ColumnLine, Head

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "stat_tables.json"


class Command(BaseCommand):
    help = "装入部、省公布的统计表样式；已有统计表的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        have = set(StatTable.objects.values_list("division_id", flat=True))
        added = [_add(top, entry) for top in _tops() if top.pk not in have for entry in shipped]
        self.stdout.write(f"装入统计表 {len(added)} 张。")


def _tops() -> list[Division]:
    """The country where it is recorded, else the provinces or whatever stands highest."""
    highest = Division.objects.in_force().filter(parent=None)
    return list(highest.filter(level=Level.COUNTRY) or highest)


def _add(division: Division, entry: dict[str, Any]) -> StatTable:
    columns = [ColumnLine(**column) for column in entry["columns"]]
    head = Head(**{key: value for key, value in entry.items() if key != "columns"})
    return tables.add(division=division, head=head, columns=columns)

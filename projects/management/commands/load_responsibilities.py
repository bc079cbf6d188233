"""Load the chapters on duties of the four plans, after their work items."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from divisions.models import Division
from divisions.territory import code_of
from projects.models import ResponsibilityRule, WorkItem
from projects.services import responsibilities
from projects.services.responsibilities import Line

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "responsibilities.json"


class Command(BaseCommand):
    help = "装入四个方案的职责分工（先运行 load_work_items）；已有职责分工的区划和未建立的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        items = dict(WorkItem.objects.filter(division=code_of("")).values_list("code", "pk"))
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        added = sum(_load(rule, items) for rule in shipped)
        self.stdout.write(f"装入职责分工 {added} 套。")


def _load(rule: dict, items: dict[str, int]) -> bool:
    """False where the division is not known here or has a matrix of its own."""
    division = Division.objects.filter(pk=rule["division"]).first()
    if division is None or ResponsibilityRule.objects.filter(division=division).exists():
        return False
    responsibilities.add(
        division=division,
        since=date.fromisoformat(rule["since"]),
        document=rule["document"],
        lines=[Line(**line | {"items": [items[code] for code in line.get("items", ())]}) for line in rule["lines"]],
    )
    return True

"""Load the days by which returns are asked for: the plans name none, so these are ours."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from divisions.models import Division
from progress.models import MonthRule

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "month_rules.json"


class Command(BaseCommand):
    help = "装入月报时限的初始值；已有规则的区划和未建立的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        # The highest divisions there are get the default, so that every district has a month to report.
        wanted = dict.fromkeys(Division.objects.filter(parent=None).values_list("pk", flat=True), shipped["default"])
        wanted |= {entry.pop("division"): entry for entry in shipped["divisions"]}
        known = set(Division.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        have = set(MonthRule.objects.values_list("division_id", flat=True))
        new = [
            MonthRule(division_id=code, **entry | {"since": date.fromisoformat(entry["since"])})
            for code, entry in wanted.items()
            if code in known - have
        ]
        MonthRule.objects.bulk_create(new)
        self.stdout.write(f"装入月报时限 {len(new)} 条。")

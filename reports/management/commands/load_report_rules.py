"""Load when districts report and from where a street is warned: the plans set neither, so these are ours."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from divisions.models import Division
from reports.models import Pace, ReportRule

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "report_rules.json"
DECIMALS = ("yellow_from", "red_from")


class Command(BaseCommand):
    help = "装入四个方案区划的月报规则（系统初始值）；已有规则的区划和未建立的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        known = set(Division.objects.filter(pk__in=[e["division"] for e in shipped]).values_list("pk", flat=True))
        have = set(ReportRule.objects.values_list("division_id", flat=True))
        new = [entry for entry in shipped if entry["division"] in known - have]
        for entry in new:
            pace, typed = entry.pop("pace"), {key: Decimal(entry[key]) for key in DECIMALS}
            code, since = entry.pop("division"), date.fromisoformat(entry.pop("since"))
            rule = ReportRule.objects.create(division_id=code, since=since, **entry | typed)
            Pace.objects.bulk_create(
                Pace(rule=rule, month=month, expected=Decimal(expected)) for month, expected in enumerate(pace, 1)
            )
        self.stdout.write(f"装入月报规则 {len(new)} 条。")

"""Load the limits by which schemes may exceed the planned investment: the plans give none, so these are ours."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from divisions.models import Division
from projects.models import SchemeRule

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "scheme_rules.json"


class Command(BaseCommand):
    help = "装入四个方案区划的方案投资控制（系统初始值）；已有规则的区划和未建立的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        entries = json.loads(SHIPPED.read_text(encoding="utf-8"))
        known = set(Division.objects.values_list("pk", flat=True).filter(pk__in=[e["division"] for e in entries]))
        have = set(SchemeRule.objects.values_list("division_id", flat=True))
        new = [
            SchemeRule(
                division_id=entry["division"],
                since=date.fromisoformat(entry["since"]),
                document=entry["document"],
                most_over=Decimal(entry["most_over"]),
                review_days=entry["review_days"],
            )
            for entry in entries
            if entry["division"] in known - have
        ]
        SchemeRule.objects.bulk_create(new)
        self.stdout.write(f"装入方案投资控制规则 {len(new)} 条。")

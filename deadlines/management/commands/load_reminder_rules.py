"""Load the reminder rules that an installation starts with: the plans order reminders and leave the days to us."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from deadlines.models import ReminderRule
from deadlines.services import rules
from deadlines.services.deadlines import reschedule
from divisions.models import Division

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "reminder_rules.json"


class Command(BaseCommand):
    help = "装入提醒规则的初始值；已有规则的区划和未建立的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        # The highest divisions there are get the default, so that nowhere anybody goes without reminders.
        top = dict.fromkeys(Division.objects.filter(parent=None).values_list("pk", flat=True), shipped["default"])
        named = {entry.pop("division"): entry for entry in shipped["divisions"]}
        added = [self._add(code, entry) for code, entry in (top | named).items()]
        today = timezone.localdate()
        for rule in filter(None, added):
            reschedule(prefix=rule.division.prefix, today=today, earliest=today + timedelta(days=1))
        self.stdout.write(f"装入提醒规则 {sum(map(bool, added))} 套。")

    def _add(self, code: str, entry: dict[str, Any]) -> ReminderRule | None:
        """The rule made, or None where the division is unknown here or has rules of its own."""
        division = Division.objects.filter(code=code).first()
        if division is None or ReminderRule.objects.filter(division=division).exists():
            return None
        return rules.add(division=division, **entry | {"since": date.fromisoformat(entry["since"])})

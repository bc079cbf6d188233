"""Load the rule sets of the four plans: who may be renovated, and the weights of the reserve pool."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from communities.models import EligibilityRule, PriorityRule
from communities.services import rules, standing
from divisions.models import Division

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "rules.json"


class Command(BaseCommand):
    help = "装入四个方案的改造对象范围和储备库评分办法；已有规则的区划和未建立的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        added = [_add(EligibilityRule, rules.add_eligibility, entry) for entry in shipped["eligibility"]]
        added += [_add(PriorityRule, rules.add_priority, entry) for entry in shipped["priority"]]
        for division in {rule.division for rule in added if rule}:
            standing.refresh_all(prefix=division.prefix, on=timezone.localdate())
        self.stdout.write(f"装入规则 {sum(map(bool, added))} 套。")


def _add(model, add, entry):
    """The rule made, or None where the division is unknown here or has rules of its own."""
    division = Division.objects.filter(code=entry["division"]).first()
    if division is None or model.objects.filter(division=division).exists():
        return None
    values = entry | {"division": division, "since": date.fromisoformat(entry["since"])}
    if model is PriorityRule:
        cost = entry.get("cost_per_sqm")
        values["cost_per_sqm"] = Decimal(cost) if cost else None
    return add(**values)

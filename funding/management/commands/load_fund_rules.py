"""Load what the plans order about money; what no plan gives is marked as ours."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from divisions.models import Division, Rule
from divisions.territory import code_of
from funding.models import FeeRule, PaymentRule, QueueRule, RewardRule, SourceRule, WeightTable

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "fund_rules.json"
MODELS: dict[str, type[Rule]] = {
    "payment": PaymentRule,
    "weights": WeightTable,
    "reward": RewardRule,
    "fee": FeeRule,
    "queue": QueueRule,
}


class Command(BaseCommand):
    help = "装入资金规则；已有同类规则的区划和未建立的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        self.known = set(Division.objects.values_list("pk", flat=True))
        # The highest divisions there are get the default, so that no district stands without rules.
        tops = Division.objects.filter(parent=None).values_list("pk", flat=True)
        self.tops = [code_of("")] if code_of("") in self.known else list(tops)
        number = self._keep(SourceRule, _by_source(shipped["source"]))
        for kind, model in MODELS.items():
            number += self._keep(model, shipped[kind])
        self.stdout.write(f"装入资金规则 {number} 条。")

    def _keep(self, model: type[Rule], entries: Sequence[dict[str, Any]]) -> int:
        """Those of divisions that have no rule of this kind (and source) yet; the plan's own before the default."""
        named = ("division_id", "source") if model is SourceRule else ("division_id",)
        have = set(model.objects.values_list(*named))
        new = []
        own = {entry["division"] for entry in entries}
        for entry in entries:
            facts = {key: value for key, value in entry.items() if key != "division"}
            facts["since"] = date.fromisoformat(facts["since"])
            for code in (
                [entry["division"]] if entry["division"] != "default" else [c for c in self.tops if c not in own]
            ):
                rule = model(division_id=code, **facts)
                if code in self.known and tuple(getattr(rule, name) for name in named) not in have:
                    new.append(rule)
        model.objects.bulk_create(new)
        return len(new)


def _by_source(plans: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"division": plan["division"], "since": plan["since"]} | rule for plan in plans for rule in plan["sources"]]

"""Load the phase templates of the four plans (docs/decisions/0045-phase-templates.md says how they were read)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from divisions.models import Division
from projects.models import PhaseTemplate
from projects.services import templates
from projects.services.templates import GateLine, PhaseLine

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "phase_templates.json"


class Command(BaseCommand):
    help = "装入四个方案的阶段模板；已有模板的区划和未建立的区划跳过，可重复执行。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        self.stdout.write(f"装入阶段模板 {sum(_add(entry) for entry in shipped)} 套。")


def _add(entry: dict[str, Any]) -> bool:
    """Whether it was added: not where the division is unknown here or has a template of its own."""
    division = Division.objects.filter(code=entry["division"]).first()
    if division is None or PhaseTemplate.objects.filter(division=division).exists():
        return False
    templates.add(
        division=division,
        name=entry["name"],
        year=entry["year"],
        since=date.fromisoformat(entry["since"]),
        document=entry["document"],
        phases=[_phase(phase) for phase in entry["phases"]],
    )
    return True


def _phase(entry: dict[str, Any]) -> PhaseLine:
    days = {key: _day(entry[key]) for key in ("starts_on", "ends_on")}
    return PhaseLine(**{**entry, **days, "gates": tuple(_gate(gate) for gate in entry["gates"])})


def _gate(entry: dict[str, Any]) -> GateLine:
    return GateLine(**{**entry, "due_on": _day(entry.get("due_on"))})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

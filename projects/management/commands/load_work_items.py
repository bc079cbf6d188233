"""Load the catalogue of work items (巴州附件3 and what the other plans add), and the plans' own words for them."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from divisions.models import Division, Level
from divisions.territory import code_of
from projects.models import PlanTerm, WorkItem
from projects.services.catalogue import PLACES

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "work_items.json"


class Command(BaseCommand):
    help = "装入改造内容清单和四个方案的用语对照；已有的不动，各地自建的保留，可重复执行。"

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
        before = WorkItem.objects.count(), PlanTerm.objects.count()
        items = _load_items(shipped["items"])
        for plan in shipped["plans"]:
            _load_terms(plan, items)
        self.stdout.write(
            f"装入改造内容 {WorkItem.objects.count() - before[0]} 项、"
            f"方案用语 {PlanTerm.objects.count() - before[1]} 条。"
        )


def _load_items(shipped: list[dict]) -> dict[str, WorkItem]:
    """The items by code. They belong to the whole country, so that every district may use them."""
    country, _ = Division.objects.get_or_create(
        pk=code_of(""), defaults={"name": Level.COUNTRY.label, "level": Level.COUNTRY}
    )
    for position, facts in enumerate(shipped, start=1):
        place = PLACES[facts["category"]] + position
        WorkItem.objects.get_or_create(division=country, code=facts["code"], defaults=facts | {"position": place})
    return {item.code: item for item in WorkItem.objects.filter(division=country)}


def _load_terms(plan: dict, items: dict[str, WorkItem]) -> None:
    """The words of one plan, clause by clause in their order; nothing where its division is not known here."""
    division = Division.objects.filter(pk=plan["division"]).first()
    if division is None or PlanTerm.objects.filter(division=division, document=plan["document"]).exists():
        return
    worded = [(clause["clause"], *term) for clause in plan["clauses"] for term in clause["terms"]]
    for position, (clause, wording, *codes) in enumerate(worded, start=1):
        term = PlanTerm.objects.create(
            division=division, document=plan["document"], clause=clause, position=position, wording=wording
        )
        term.items.set(items[code] for code in codes)

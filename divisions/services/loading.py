"""Divisions from a list: the ones that ship with the product, or an office's own file of the same form."""

import csv
from pathlib import Path

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from core import audit
from core.errors import DomainError
from divisions import territory
from divisions.models import Division, Level
from divisions.services.changes import note_aliases

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "divisions.csv"


@transaction.atomic
def load(*, path: Path = SHIPPED) -> list[Division]:
    """Add the divisions of a CSV file (columns code, name) that are not there yet; those that are stay as they are.

    The code says level and parent. Running it twice changes nothing. Refused: a code that has not twelve digits.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        names = {row["code"].strip(): row["name"].strip() for row in csv.DictReader(file)}
    known = set(Division.objects.values_list("code", flat=True))
    every = known | names.keys()
    new = [_division(code, name, every) for code, name in sorted(names.items()) if code not in known]
    bulk_create_with_history(new, Division, batch_size=500)
    note_aliases(division.code for division in new)
    if new:
        audit.write(by=None, by_name="命令行", action="载入区划", details={"文件": path.name, "新增": len(new)})
    return new


def _division(code: str, name: str, every: set[str]) -> Division:
    if len(code) != territory.CODE_LENGTH or not code.isdigit():
        raise DomainError(f"“{code}”不是 12 位区划代码。")
    parent = next((above for above in territory.ancestors(code)[1:] if above in every), None)
    return Division(code=code, name=name, level=Level(len(territory.prefix_of(code))), parent_id=parent)

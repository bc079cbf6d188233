"""Changes of the administrative map 区划调整 (F01). Nothing is lost: an old code and an old name lead to the new one.

Every change names its document 文号 and the day from which it holds, and is one audit entry that counts what moved.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core import audit
from divisions import policies, territory
from divisions.models import Division, FormerName, Level
from divisions.naming import words_to_find_by
from divisions.services import pointers


@transaction.atomic
def add(*, code: str, name: str, since: date | None, document: str, by: Any) -> Division:
    """Enter a division under the nearest one above it; its level is read from the code."""
    policies.check_can_change(by, code)
    policies.check_is_free(code)
    parent = _nearest_above(code)
    policies.check_name_is_free(name, parent)
    level = Level(len(territory.prefix_of(code)))
    division = Division.objects.create(code=code, name=name, level=level, parent=parent, since=since)
    note_aliases([code])
    audit.write(by=by, action="新增区划", on=division, reason=document, details={"启用日期": str(since or "")})
    return division


@transaction.atomic
def rename(*, division: Division, name: str, on: date, document: str, by: Any) -> Division:
    """Give a new name; the old one stays as a former name, by which ledgers still find the division."""
    division = _locked(division, by)
    policies.check_name_is_free(name, division.parent)
    old, division.name = division.name, name
    division.save()
    FormerName.objects.create(division=division, name=old, until=on, document=document)
    note_aliases([division.code])
    details = {"原名": old, "新名": name, "生效日期": str(on)}
    audit.write(by=by, action="区划更名", on=division, reason=document, details=details)
    return division


@transaction.atomic
def renumber(*, division: Division, code: str, on: date, document: str, by: Any) -> Division:
    """Give a new code, also under another parent; everything inside is renumbered and moves along.

    A code given by mistake can be taken back: the row that it replaced comes into force again.
    """
    division = _locked(division, by)
    policies.check_can_change(by, code)
    policies.check_keeps_level(division, code)
    prefix = territory.prefix_of(code)
    codes = {part.code: territory.code_of(prefix + part.prefix[len(division.prefix) :]) for part in _inside(division)}
    moved = _renumber(codes, under=_nearest_above(code), on=on, by=by)
    return _written("变更区划代码", division, Division.objects.get(pk=code), moved, on=on, document=document, by=by)


@transaction.atomic
def merge(*, division: Division, into: Division, on: date, document: str, by: Any) -> Division:
    """Let a division go up in another of its level. What lies in it keeps its suffix, or takes the next free one."""
    division, into = _locked(division, by), _locked(into, by)
    policies.check_can_merge(division, into)
    moved = _renumber(_codes_inside(division, into), under=into, on=on, by=by)
    moved += pointers.absorb(division.code, into.code)
    division.until, division.successor = on, into
    division.save()
    note_aliases([into.code])
    return _written("合并区划", division, into, moved, on=on, document=document, by=by)


def note_aliases(codes: Iterable[str]) -> None:
    """Write down what divisions are found by besides their name and code: also all of what each has absorbed."""
    divisions = list(Division.objects.filter(pk__in=codes).prefetch_related("former_names", "predecessors"))
    for division in divisions:
        names = [division.name, *(former.name for former in division.former_names.all())]
        absorbed = [f"{old.code} {old.name} {old.aliases}" for old in division.predecessors.all()]
        division.aliases = words_to_find_by(names, absorbed)
    Division.objects.bulk_update(divisions, ["aliases"], batch_size=500)


def _locked(division: Division, by: Any) -> Division:
    division = Division.objects.select_for_update().get(pk=division.pk)
    policies.check_can_change(by, division.code)
    policies.check_in_force(division)
    return division


def _nearest_above(code: str) -> Division | None:
    """A county directly under its province has no prefecture above it."""
    above = Division.objects.in_force().filter(pk__in=territory.ancestors(code)[1:])
    return above.order_by("-level").first()


def _inside(division: Division) -> list[Division]:
    """The division and those in it, upper ones first."""
    return list(Division.objects.in_force().within(division.prefix).order_by("level", "code"))


def _codes_inside(division: Division, into: Division) -> dict[str, str]:
    """Old code → new code for all that lies in a division that is merged."""
    taken = set(Division.objects.within(into.prefix).values_list("code", flat=True))
    codes = {division.code: into.code}
    for part in _inside(division)[1:]:
        upper_old, upper_new = (territory.prefix_of(c) for c in (part.parent_id, codes[part.parent_id]))
        codes[part.code] = territory.next_free(upper_new, part.prefix[len(upper_old) :], taken)
        taken.add(codes[part.code])
    del codes[division.code]
    return codes


def _renumber(codes: Mapping[str, str], *, under: Division | None, on: date, by: Any) -> Counter[str]:
    """Open the new rows, let everything point at them, close the old ones."""
    if not codes:
        return Counter()
    olds = Division.objects.in_bulk(codes)
    used = Division.objects.in_bulk(codes.values())
    policies.check_may_be_used_again(codes, used)
    news = [
        Division(
            code=codes[old.code],
            name=old.name,
            level=old.level,
            parent_id=codes.get(old.parent_id, under and under.code),
            since=on,
        )
        for old in olds.values()
    ]
    revived = [new for new in news if new.code in used]
    fields = ["name", "level", "parent", "since", "until", "successor"]
    bulk_create_with_history([new for new in news if new.code not in used], Division, default_user=by)
    bulk_update_with_history(revived, Division, fields, default_user=by)
    moved = pointers.move(codes)
    for old in olds.values():
        old.until, old.successor_id = on, codes[old.code]
    bulk_update_with_history(list(olds.values()), Division, ["until", "successor"], default_user=by)
    note_aliases(codes.values())
    return moved


def _written(
    action: str, old: Division, new: Division, moved: Mapping[str, int], *, on: date, document: str, by: Any
) -> Division:
    details = {"原区划": f"{old.name}（{old.code}）", "生效日期": str(on), "随之变动": dict(moved)}
    audit.write(by=by, action=action, on=new, reason=document, details=details)
    return new

"""Listing compounds in a programme: one by one on a page, many at once from a ledger."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from communities.models import Building, Compound
from communities.services.signing import sign
from core import audit
from core.errors import Conflict, DomainError
from projects import policies
from projects.models import Programme, ProgrammeEntry
from projects.selectors.listings import listed_look_alikes, listings_of
from projects.selectors.projects import first_site_of
from projects.selectors.revisions import revisions_of

FACTS = (
    "number",
    "batch_id",
    "buildings",
    "households",
    "floor_area",
    "investment",
    "categories",
    "contents",
    "justification",
    "remarks",
)
AT_ONCE = 1_000


@transaction.atomic
def add(
    *, programme: Programme, compound: Compound, by: User, only_buildings: Iterable[Building] = (), **facts: Any
) -> ProgrammeEntry:
    """List one compound. Refused: twice in a year, or again in another year without other buildings or a reason."""
    policies.check_can_edit(by, programme)
    # The lock keeps two people from listing it in two programmes at the same moment.
    compound = Compound.objects.select_for_update().get(pk=compound.pk)
    policies.check_can_list(programme, compound)
    entry = ProgrammeEntry(programme=programme, compound=compound, division_id=compound.division_id, **facts)
    buildings = list(only_buildings)
    _check_not_repeated(entry, buildings)
    policies.check_no_look_alike(
        name=str(entry),
        look_alikes=listed_look_alikes(compound),
        justification=entry.justification,
    )
    if entry.number is None:
        entry.number = (programme.entries.aggregate(last=Max("number"))["last"] or 0) + 1
    _check_parts(entry, buildings)
    sign(entry, by=by, reason="列入年度计划")
    entry.save()
    entry.only_buildings.set(buildings)
    audit.write(by=by, action="列入年度计划", on=entry, details=_described(entry, buildings))
    return entry


@transaction.atomic
def change(
    *, entry: ProgrammeEntry, version: int, by: User, only_buildings: Iterable[Building], **facts: Any
) -> ProgrammeEntry:
    """Correct what the programme says of one compound. Refused when somebody else changed it meanwhile."""
    locked = (
        ProgrammeEntry.objects.select_for_update(of=("self",)).select_related("programme", "compound").get(pk=entry.pk)
    )
    policies.check_can_edit(by, locked.programme)
    if locked.version != version:
        raise Conflict(_changed_meanwhile(locked))
    for key, value in facts.items():
        setattr(locked, key, value)
    buildings = list(only_buildings)
    _check_not_repeated(locked, buildings)
    _check_parts(locked, buildings)
    locked.version += 1
    sign(locked, by=by, reason="修改计划小区")
    locked.save()
    locked.only_buildings.set(buildings)
    audit.write(by=by, action="修改计划小区", on=locked, details=_described(locked, buildings))
    return locked


@transaction.atomic
def remove(*, entry: ProgrammeEntry, reason: str, by: User) -> None:
    """Take a compound out of the programme, with a reason; the compound itself stays on the books."""
    policies.check_can_edit(by, entry.programme)
    if not reason.strip():
        raise DomainError("请写明移出计划的原因。")
    if site := first_site_of([entry.pk]):
        raise DomainError(f"{entry}已在项目《{site.project}》（{site.project.number}）中，请先取消该项目再移出计划。")
    audit.write(by=by, action="移出年度计划", on=entry, reason=reason, details=_described(entry, []))
    sign(entry, by=by, reason=reason)
    entry.delete()


@transaction.atomic
def create_many(
    *, programme: Programme, entries: Sequence[ProgrammeEntry], by: User, reason: str
) -> list[ProgrammeEntry]:
    """List many compounds by the same rules, in a fixed number of queries per thousand. Everything or nothing."""
    policies.check_can_edit(by, programme)
    for start in range(0, len(entries), AT_ONCE):
        part = entries[start : start + AT_ONCE]
        listings = listings_of([entry.compound_id for entry in part])
        for entry in part:
            policies.check_can_list(programme, entry.compound)
            policies.check_not_repeated(
                name=str(entry),
                year=programme.year,
                listings=listings.get(entry.compound_id, []),
                justification=entry.justification,
            )
            entry.programme, entry.division_id = programme, entry.compound.division_id
    return bulk_create_with_history(
        entries, ProgrammeEntry, batch_size=AT_ONCE, default_user=by, default_change_reason=reason
    )


@transaction.atomic
def change_many(*, programme: Programme, entries: Sequence[ProgrammeEntry], by: User, reason: str) -> None:
    """Keep new facts of many entries of one programme at once."""
    policies.check_can_edit(by, programme)
    for entry in entries:
        entry.version += 1
    # One upsert per thousand: Django's bulk_update would build a CASE per row and field, twenty times slower.
    ProgrammeEntry.objects.bulk_create(
        entries,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*(fact.removesuffix("_id") for fact in FACTS), "version"],
    )
    ProgrammeEntry.history.bulk_history_create(
        entries, batch_size=AT_ONCE, update=True, default_user=by, default_change_reason=reason
    )


@transaction.atomic
def assign(*, programme: Programme, entries: Iterable[int], batch_id: int | None, by: User) -> int:
    """Put these entries of the programme into a batch (None: into none). Returns how many changed."""
    policies.check_can_edit(by, programme)
    if batch_id is not None and not programme.batches.filter(pk=batch_id).exists():
        raise DomainError("所选批次不属于本计划。")
    chosen = ProgrammeEntry.objects.select_for_update(of=("self",)).filter(programme=programme, pk__in=entries)
    moved = [entry for entry in chosen if entry.batch_id != batch_id]
    for entry in moved:
        entry.batch_id = batch_id
    change_many(programme=programme, entries=moved, by=by, reason="划分批次")
    audit.write(by=by, action="划分批次", on=programme, details={"小区数": len(moved), "批次": batch_id})
    return len(moved)


def _changed_meanwhile(entry: ProgrammeEntry) -> str:
    """Who changed it, and what, so that both values can be weighed."""
    newest = revisions_of(entry)[0]
    changes = "；".join(f"{change.label}由{change.before}改为{change.after}" for change in newest.changes)
    return f"{newest.who}刚刚修改过{entry}（{changes}），您的修改没有保存。请重新打开本页，核对后再改。"


def _check_not_repeated(entry: ProgrammeEntry, buildings: Sequence[Building]) -> None:
    listings = listings_of([entry.compound_id], apart_from=entry.programme_id if entry.pk else None)
    policies.check_not_repeated(
        name=str(entry),
        year=entry.programme.year,
        listings=listings.get(entry.compound_id, []),
        buildings=[building.name for building in buildings],
        justification=entry.justification,
    )


def _check_parts(entry: ProgrammeEntry, buildings: Sequence[Building]) -> None:
    """The batch is one of this programme, the buildings are of this compound."""
    if entry.batch_id and entry.batch.programme_id != entry.programme_id:
        raise DomainError("所选批次不属于本计划。")
    if any(building.compound_id != entry.compound_id for building in buildings):
        raise DomainError(f"所选楼栋不属于{entry}。")


def _described(entry: ProgrammeEntry, buildings: Sequence[Building]) -> dict[str, Any]:
    limited = {"限于楼栋": [building.name for building in buildings]} if buildings else {}
    return {"年度计划": str(entry.programme), "再次纳入理由": entry.justification} | limited

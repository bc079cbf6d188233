"""Writing compounds: one path for keys, version and history, whether one is typed in or ten thousand are imported."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from accounts.permissions import Permission
from communities import policies
from communities.choices import CompoundStatus
from communities.models import Building, Compound, Unit
from communities.models.compounds import DERIVED
from communities.naming import address_key, name_key, name_stem, search_text_of
from communities.search import grams_of
from communities.selectors.changes import compare
from communities.services import standing
from communities.services.versions import check_version
from core import audit
from core.errors import DomainError
from divisions.models import Division

BATCH = 1_000
Facts = Mapping[str, Any]  # field name -> value, of Compound
FOLLOWERS: list[Callable[[list[int]], None]] = []


def follows_moves(follow: Callable[[list[int]], None]) -> Callable[[list[int]], None]:
    """A room above says what else moves when compounds (ids) come to another division; their own parts have moved."""
    FOLLOWERS.append(follow)
    return follow


@transaction.atomic
def create(*, facts: Facts, by: User, reason: str = "新增小区") -> Compound:
    """Enter one compound; its name is free in its street."""
    (compound,) = create_many(facts=[facts], by=by, reason=reason)
    audit.write(by=by, action="新增小区", on=compound, reason=reason)
    return compound


@transaction.atomic
def change(*, compound: Compound, facts: Facts, by: User, reason: str, version: int | None = None) -> Compound:
    """Change facts of one compound and say why. `version` is what she saw; refused when it is not the newest."""
    if "division_id" in facts and facts["division_id"] != compound.division_id:
        policies.check_is_place(Division.objects.get(pk=facts["division_id"]))
    check_version(Compound.objects.select_for_update(of=("self",)).get(pk=compound.pk), version)
    changed = change_many(changes={compound.pk: facts}, by=by, reason=reason)
    if not changed:
        return compound
    audit.write(by=by, action="修改小区", on=changed[0], reason=reason)
    return changed[0]


@transaction.atomic
def create_many(*, facts: Sequence[Facts], by: User, reason: str, assess: bool = True) -> list[Compound]:
    """Enter compounds in batches, in this order. Part of a service that writes the audit entry.

    Without `assess` the caller refreshes their standing, when their surveys are in.
    """
    rows = [with_keys(Compound(**each)) for each in facts]
    places = Division.objects.in_bulk({row.division_id for row in rows})
    policies.check_within(by, Permission.EDIT_COMPOUNDS, *places)
    for place in places.values():
        policies.check_is_place(place)
    _check_names_are_free(rows)
    bulk_create_with_history(rows, Compound, batch_size=BATCH, default_user=by, default_change_reason=reason)
    if assess:
        standing.refresh(compounds=[row.pk for row in rows], on=timezone.localdate())
    return rows


@transaction.atomic
def change_many(
    *,
    changes: Mapping[int, Facts],
    by: User,
    reason: str,
    right: Permission = Permission.EDIT_COMPOUNDS,
    assess: bool = True,
) -> list[Compound]:
    """Change facts by compound id and return those that really differ. Part of a service that writes the audit entry.

    Refused as a whole when one of them is removed or lies elsewhere. A surveyor's findings come by her right to survey.
    """
    rows = Compound.objects.select_for_update(of=("self",)).in_bulk(list(changes))
    for row in rows.values():
        if "status" not in changes[row.pk]:
            policies.check_is_active(row)
    before = {row.pk: (row.division_id, row.name, row.status) for row in rows.values()}
    changed = [row for row in rows.values() if _apply(row, changes[row.pk])]
    places = {row.division_id for row in changed} | {before[row.pk][0] for row in changed}
    policies.check_within(by, right, *places)
    _check_names_are_free([row for row in changed if (row.division_id, row.name, row.status) != before[row.pk]])
    _write(changed, by=by, reason=reason, fields={name for row in changed for name in changes[row.pk]})
    move_parts([row.pk for row in changed if row.division_id != before[row.pk][0]])
    if assess:
        standing.refresh(compounds=[row.pk for row in changed], on=timezone.localdate())
    return changed


def _apply(row: Compound, facts: Facts) -> bool:
    """Put the facts on the row; whether anything differs."""
    if not compare(row, facts):
        return False
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    with_keys(row)
    return True


def _write(rows: list[Compound], *, fields: Iterable[str], by: User, reason: str) -> None:
    """One upsert per batch: Django's bulk_update would build a CASE per row and field, twenty times slower."""
    columns = {Compound._meta.get_field(name).name for name in (*fields, *DERIVED, "version")}
    Compound.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=sorted(columns)
    )
    Compound.history.bulk_history_create(
        rows, batch_size=BATCH, update=True, default_user=by, default_change_reason=reason
    )


def with_keys(row: Compound) -> Compound:
    row.name_key = name_key(row.name)[:100]
    row.name_stem = name_stem(row.name)[:100]
    row.address_key = address_key(row.address)[:200]
    row.search_text = search_text_of(name=row.name, former_names=row.former_names, address=row.address)
    row.search_grams = grams_of(row.search_text)
    return row


def _check_names_are_free(rows: Sequence[Compound]) -> None:
    """A name stands once in a division; the database holds it too, this says it in words."""
    wanted = {(row.division_id, row.name): row.pk for row in rows if row.status == CompoundStatus.ACTIVE}
    taken = (
        Compound.objects.active()
        .filter(division__in={division for division, _ in wanted}, name__in={name for _, name in wanted})
        .select_related("division")
    )
    for other in taken if wanted else ():
        if wanted.get((other.division_id, other.name), other.pk) != other.pk:
            raise DomainError(f"{other.division}已有“{other.name}”，同一街道（社区）内小区不能重名。")


def move_parts(compounds: list[int]) -> None:
    """Bring what belongs to compounds to their division, which every such row repeats so that scope needs no join."""
    if not compounds:
        return
    owners = Compound.objects.filter(pk=models.OuterRef("compound_id")).values("division_id")
    for relation in Compound._meta.related_objects:
        part = relation.related_model
        if relation.field.name == "compound" and any(field.name == "division" for field in part._meta.fields):
            part._base_manager.filter(compound__in=compounds).update(division_id=models.Subquery(owners))
    buildings = Building.objects.filter(pk=models.OuterRef("building_id")).values("division_id")
    Unit.objects.filter(building__compound__in=compounds).update(division_id=models.Subquery(buildings))
    for follow in FOLLOWERS:
        follow(compounds)

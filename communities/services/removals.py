"""Taking a compound off the register, putting it back, and folding a duplicate into the one that stays.

A removed compound keeps its page, its history and its reason. Only what an import brought in by mistake is deleted.
"""

from collections.abc import Iterator, Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission
from communities import policies
from communities.choices import CompoundStatus
from communities.models import Compound, DuplicateDecision, EligibilityOutcome, PoolEntry
from communities.naming import split_names
from communities.selectors.parts import Part, parts_of, parts_of_any
from communities.services.compounds import BATCH, change_many, move_parts
from communities.services.signing import sign
from core import audit
from core.errors import Conflict, DomainError

NOT_FILLED_IN = frozenset(
    {"id", "division", "name", "former_names", "status", "removed_reason", "version", "created_at"}
)


@transaction.atomic
def remove(*, compound: Compound, by: User, reason: str) -> None:
    """Mark as removed. Refused while a programme lists it or it stands in the pool."""
    policies.check_is_active(_locked(compound))
    bars = [part for part in parts_of(compound) if part.binding]
    if bars:
        told = "、".join(f"{part.binding} 条{part.title}" for part in bars)
        raise DomainError(f"“{compound}”还有{told}，请先移出或取消，再移除小区。")
    if PoolEntry.objects.current().filter(compound=compound).exists():
        raise DomainError(f"“{compound}”在储备库中，请先出库再移除。")
    facts = {"status": CompoundStatus.REMOVED, "removed_reason": reason}
    change_many(changes={compound.pk: facts}, by=by, reason=f"移除：{reason}")
    audit.write(by=by, action="移除小区", on=compound, reason=reason)


@transaction.atomic
def restore(*, compound: Compound, by: User, reason: str) -> None:
    """Put a removed compound back on the register. Refused when its name has been taken in the meantime."""
    if _locked(compound).status == CompoundStatus.ACTIVE:
        raise DomainError(f"“{compound}”没有被移除。")
    facts = {"status": CompoundStatus.ACTIVE, "removed_reason": ""}
    change_many(changes={compound.pk: facts}, by=by, reason=f"恢复：{reason}")
    audit.write(by=by, action="恢复小区", on=compound, reason=reason)


@transaction.atomic
def merge_into(*, duplicate: Compound, into: Compound, by: User, reason: str) -> Compound:
    """Fold `duplicate` into `into`: its parts move, its names become former names, its facts fill what is blank.

    What `into` already has (a building of the same number, the same photo) stays as it is there. Refused when both are
    in one programme or both in the pool: which of the two counts is for a person to decide.
    """
    by.demand(Permission.DECIDE_DUPLICATES)
    if duplicate.pk == into.pk:
        raise DomainError("不能把小区并入它自己。")
    duplicate, into = _locked(duplicate), _locked(into)
    for compound in (duplicate, into):
        policies.check_can_change(by, Permission.EDIT_COMPOUNDS, compound)
    if PoolEntry.objects.current().filter(compound__in=[duplicate, into]).count() == 2:
        raise DomainError(f"“{duplicate}”和“{into}”都在储备库中，请先将其中一个出库。")
    for part in parts_of(duplicate):
        _hand_over(part, into, by=by, reason=reason)
    move_parts([into.pk])
    told = f"合并“{duplicate}”：{reason}"
    facts = {"status": CompoundStatus.REMOVED, "removed_reason": f"并入“{into}”：{reason}"[:200]}
    change_many(changes={duplicate.pk: facts}, by=by, reason=f"并入“{into}”：{reason}")
    change_many(changes={into.pk: _merged_facts(duplicate, into)}, by=by, reason=told)
    into.refresh_from_db()
    audit.write(by=by, action="合并小区", on=into, reason=told, details={"重复小区": str(duplicate)})
    return into


@transaction.atomic
def delete_new(*, places: Mapping[int, str], by: User, reason: str) -> None:
    """Delete compounds that an import brought in, by id. Part of the undo, which writes the audit entry.

    Refused when something has been hung on one of them since; `places` says where each stood in the file.
    """
    used = {pk: part for part in parts_of_any(places) for pk in part.owners}
    if used:
        told = "、".join(f"{places[pk]}已有{used[pk].title}" for pk in sorted(used)[:10])
        raise Conflict(f"{told}，不能撤销。请先处理这些记录，或单独移除小区。")
    rows = Compound.objects.filter(pk__in=list(places))
    told = Compound.history.bulk_history_create(
        list(rows), update=True, batch_size=BATCH, default_user=by, default_change_reason=reason
    )
    Compound.history.filter(pk__in=[record.pk for record in told]).update(history_type="-")
    EligibilityOutcome.objects.filter(compound__in=rows).delete()
    DuplicateDecision.objects.filter(Q(first__in=rows) | Q(second__in=rows)).delete()
    rows._raw_delete(rows.db)  # delete() would write the history once more, row by row


def _locked(compound: Compound) -> Compound:
    return Compound.objects.select_for_update(of=("self",)).get(pk=compound.pk)


def _hand_over(part: Part, into: Compound, *, by: User, reason: str) -> None:
    """Give the rows to the other compound, one by one: a row that it already has stays behind."""
    for row in part.rows:
        row.compound = into
        sign(row, by=by, reason=reason)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            if part.bars_removal:
                raise DomainError(f"两个小区都有{part.title}“{row}”，请先处理其中一个再合并。") from None


def _merged_facts(duplicate: Compound, into: Compound) -> dict[str, object]:
    names = dict.fromkeys([*split_names(into.former_names), duplicate.name, *split_names(duplicate.former_names)])
    facts = dict(_filled_in(duplicate, into))
    return facts | {"former_names": "、".join(name for name in names if name != into.name)[:200]}


def _filled_in(duplicate: Compound, into: Compound) -> Iterator[tuple[str, object]]:
    """What only the duplicate knows."""
    for field in Compound.history.model.tracked_fields:
        known = getattr(duplicate, field.attname)
        if field.name not in NOT_FILLED_IN and getattr(into, field.attname) in (None, "") and known not in (None, ""):
            yield field.attname, known

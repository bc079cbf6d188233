"""Setting, moving and closing what is due. Rooms call these with all that changed at once, never row by row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Model, OuterRef, Q, Subquery

from deadlines import stages
from deadlines.choices import Outcome
from deadlines.models import Deadline, Reminder, ReminderRule

BLOCK = 1_000  # rows per statement
LONGEST_TITLE = Deadline._meta.get_field("title").max_length
KEPT_UP = [
    "title",
    "basis",
    "url",
    "due_on",
    "estimated",
    "division",
    "organisation",
    "assigned_to",
    "closed_on",
    "outcome",
    "remind_on",
    "set_on",
]
# A change of these is a new duty: it is told of anew. Of the others nobody needs to hear.
DUTY = ("due_on", "division_id", "organisation_id", "assigned_to_id")
WORDS = ("title", "basis", "url", "estimated")


@dataclass(frozen=True, kw_only=True)
class Due:
    """What a room says is due: `subject` is the row it is about, `url` the page where it is done."""

    kind: str
    subject: Model
    title: str
    due_on: date
    division_id: str
    organisation_id: int | None
    url: str
    basis: str = ""
    assigned_to_id: int | None = None
    estimated: bool = False

    def __post_init__(self) -> None:
        """A title is for reading in a list: what does not fit is cut, here and not by every room."""
        object.__setattr__(self, "title", self.title[:LONGEST_TITLE])

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind, self.subject._meta.label, int(self.subject.pk)


@transaction.atomic
def set_all(*, dues: Sequence[Due], today: date) -> None:
    """Set or move these deadlines, opening again what was closed. Whatever stays as it was is not written.

    A room's derived rows: the act that caused the change is audited by the room.
    """
    by_key = {due.key: due for due in dues}  # of two on one subject the later counts
    for keys in _blocks(sorted(by_key)):
        known = _known(keys)
        changed = [by_key[key] for key in keys if key not in known or _differs(known[key], by_key[key])]
        rules = ReminderRule.objects.in_force_for({due.division_id for due in changed}, today) if changed else {}
        Deadline.objects.bulk_create(
            [_row(due, known.get(due.key), rules[due.division_id], today) for due in changed],
            update_conflicts=True,
            unique_fields=["kind", "subject_type", "subject_id"],
            update_fields=KEPT_UP,
        )


@transaction.atomic
def clear(*, kind: str, model: type[Model], ids: Iterable[int], on: date, outcome: Outcome = Outcome.DONE) -> None:
    """Close the deadlines of this kind on these rows; what is closed already stays as it is."""
    for block in _blocks(sorted(set(ids))):
        of_these = Deadline.objects.open().filter(kind=kind, subject_type=model._meta.label, subject_id__in=block)
        of_these.update(closed_on=on, outcome=outcome, remind_on=None)


def open_among(*, kind: str, model: type[Model], ids: Iterable[int]) -> list[int]:
    """Those of these rows of which a deadline of this kind is still open."""
    wanted = Deadline.objects.open().filter(kind=kind, subject_type=model._meta.label)
    blocks = _blocks(sorted(set(ids)))
    return [pk for block in blocks for pk in wanted.filter(subject_id__in=block).values_list("subject_id", flat=True)]


@transaction.atomic
def reschedule(*, prefix: str, today: date, earliest: date) -> None:
    """Another rule holds for the deadlines below: each gets the day on which it is next told of, at the `earliest`.

    A stage that has been told is not told again. Whoever changes a deadline at this moment sets its day herself.
    """
    told = Reminder.objects.filter(deadline=OuterRef("pk"), due_on=OuterRef("due_on")).order_by("-stage")
    rows = Deadline.objects.open().within(prefix).annotate(told=Subquery(told.values("stage")[:1])).order_by("pk")
    last = 0
    while block := list(rows.filter(pk__gt=last).select_for_update(skip_locked=True, of=("self",))[:BLOCK]):
        last = block[-1].pk
        rules = ReminderRule.objects.in_force_for({row.division_id for row in block}, today)
        moved = defaultdict(list)
        for row in block:
            day = _anew(row, rules[row.division_id], today, earliest)
            if day != row.remind_on:
                moved[day].append(row.pk)
        for day, ids in moved.items():
            Deadline.objects.filter(pk__in=ids).update(remind_on=day)


def _anew(row: Deadline, rule: ReminderRule | None, today: date, earliest: date) -> date | None:
    stage = stages.reached(rule, row.due_on, today)
    untold = stage is not None and (row.told is None or row.told < stage)
    return earliest if untold else stages.next_day(rule, row.due_on, after=today)


def _blocks(items: list) -> Iterator[list]:
    return (items[start : start + BLOCK] for start in range(0, len(items), BLOCK))


def _known(keys: list[tuple[str, str, int]]) -> dict[tuple[str, str, int], Deadline]:
    """The rows there are, locked in the order of their keys, so that nobody moves them meanwhile."""
    wanted = Q()
    for kind, subject_type in sorted({key[:2] for key in keys}):
        ids = [key[2] for key in keys if key[:2] == (kind, subject_type)]
        wanted |= Q(kind=kind, subject_type=subject_type, subject_id__in=ids)
    rows = Deadline.objects.filter(wanted).order_by("kind", "subject_type", "subject_id")
    return {(row.kind, row.subject_type, row.subject_id): row for row in rows.select_for_update(of=("self",))}


def _differs(row: Deadline, due: Due) -> bool:
    return bool(row.closed_on) or any(getattr(row, name) != getattr(due, name) for name in (*DUTY, *WORDS))


def _row(due: Due, old: Deadline | None, rule: ReminderRule | None, today: date) -> Deadline:
    kind, subject_type, subject_id = due.key
    same = old and not old.closed_on and all(getattr(old, name) == getattr(due, name) for name in DUTY)
    return Deadline(
        kind=kind,
        subject_type=subject_type,
        subject_id=subject_id,
        remind_on=old.remind_on if same else stages.first_day(rule, due.due_on, today),
        set_on=old.set_on if same else today,
        **{name: getattr(due, name) for name in (*DUTY, *WORDS)},
    )

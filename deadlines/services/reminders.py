"""The day's reminders: one digest per person and day, made in one transaction (docs/decisions/0040)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from deadlines import stages
from deadlines.models import Deadline, Digest, Reminder, ReminderRule, ReminderRun
from deadlines.selectors.recipients import Recipients
from deadlines.services import deliveries
from deadlines.services.deadlines import reschedule

BLOCK = 1_000  # deadlines looked at together
LONGEST_LINE = 300


class Told(NamedTuple):
    """What makes a reminder one of its kind."""

    deadline_id: int
    due_on: date
    stage: int
    recipient_id: int


@transaction.atomic
def run(*, today: date, now: datetime) -> ReminderRun:
    """Remind of everything whose day has come, also on days on which no run took place. Once a day, whoever asks.

    A second worker waits at the day's row and then finds it finished. A run that breaks off leaves nothing behind.
    """
    ReminderRun.objects.get_or_create(on=today)
    this = ReminderRun.objects.select_for_update().get(on=today)
    if this.finished_at:
        return this
    _follow_new_rules(today)
    work = _Work(today)
    for block in _blocks(_due(today)):
        work.tell(block)
    work.move_on()
    deliveries.queue(on=today, organisations=work.organisations, now=now)
    this.finished_at, this.reminders, this.people = now, work.made, len(work.digests)
    this.save()
    return this


def _follow_new_rules(today: date) -> None:
    """A rule set in advance begins to hold today, or began on a day without a run."""
    last = ReminderRun.objects.filter(on__lt=today).exclude(finished_at=None).aggregate(day=Max("on"))["day"]
    begun = ReminderRule.objects.filter(since__lte=today, since__gt=last or today - timedelta(days=1))
    for rule in begun.select_related("division"):
        reschedule(prefix=rule.division.prefix, today=today, earliest=today)


def line(title: str, due_on: date, today: date, *, estimated: bool = False) -> str:
    """How one deadline reads in a digest: how late, what, by when."""
    late = (today - due_on).days
    state = f"逾期{late}天" if late > 0 else f"还有{-late}天" if late else "今天到期"
    tail = f"（期限 {due_on:%Y-%m-%d}{' 推算' if estimated else ''}）"
    return f"{state}：{title}"[: LONGEST_LINE - len(tail)] + tail


def _due(today: date) -> QuerySet:
    rows = Deadline.objects.open().filter(remind_on__lte=today).order_by()
    return rows.values_list(
        "pk", "title", "due_on", "estimated", "division_id", "organisation_id", "assigned_to_id", named=True
    )


def _blocks(rows: QuerySet) -> Iterator[list]:
    reading = rows.iterator(chunk_size=BLOCK)
    while block := list(islice(reading, BLOCK)):
        yield block


class _Work:
    """What the run knows of its day: rules and people read once, and the digests it has begun."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.made = 0
        self.digests: dict[int, int] = {}  # by person
        self.organisations: set[int] = set()  # whose deadlines were told of
        self._recipients = Recipients()
        self._rules: dict[str, ReminderRule | None] = {}  # by division
        self._next: dict[date | None, list[int]] = defaultdict(list)  # when each is told of again

    def tell(self, block: list) -> None:
        self._learn_rules({row.division_id for row in block})
        new = self._new(block)
        self._begin_digests({told.recipient_id for told, _, _ in new})
        Reminder.objects.bulk_create(
            Reminder(**told._asdict(), digest_id=self.digests[told.recipient_id], line=words, why=why)
            for told, words, why in new
        )
        self.made += len(new)
        owed_by = {row.pk: row.organisation_id for row in block}
        self.organisations |= {owed_by[told.deadline_id] for told, _, _ in new} - {None}

    def move_on(self) -> None:
        """Write the next day of each. Whoever changes a deadline at this moment sets its day herself: no waiting."""
        for day, ids in self._next.items():
            for start in range(0, len(ids), BLOCK):
                mine = Deadline.objects.open().filter(pk__in=ids[start : start + BLOCK], remind_on__lte=self.today)
                free = list(mine.order_by("pk").select_for_update(skip_locked=True).values_list("pk", flat=True))
                Deadline.objects.filter(pk__in=free).update(remind_on=day)

    def _learn_rules(self, divisions: set[str]) -> None:
        if unknown := divisions - self._rules.keys():
            self._rules |= ReminderRule.objects.in_force_for(unknown, self.today)

    def _new(self, block: list) -> list[tuple[Told, str, str]]:
        """The reminders that these deadlines call for and that nobody has had yet, with line and reason."""
        wanted: list[tuple[Told, str, str]] = []
        for row in block:
            wanted += self._wanted(row)
        had = _had(told for told, _, _ in wanted)
        return [each for each in wanted if each[0] not in had]

    def _wanted(self, row) -> list[tuple[Told, str, str]]:
        """A deadline for which nobody is there keeps its day, until somebody is."""
        rule = self._rules[row.division_id]
        stage = stages.reached(rule, row.due_on, self.today)
        late = (self.today - row.due_on).days
        people = self._recipients.of(row, rule, late) if stage is not None else {}
        if people or stage is None:
            self._next[stages.next_day(rule, row.due_on, after=self.today)].append(row.pk)
        words = line(row.title, row.due_on, self.today, estimated=row.estimated)
        return [(Told(row.pk, row.due_on, stage, person), words, why) for person, why in people.items()]

    def _begin_digests(self, people: set[int]) -> None:
        if new := people - self.digests.keys():
            Digest.objects.bulk_create(
                (Digest(person_id=person, on=self.today) for person in new), ignore_conflicts=True
            )
            of_today = Digest.objects.filter(on=self.today, person_id__in=new)
            self.digests |= dict(of_today.values_list("person_id", "pk"))


def _had(wanted: Iterable[Told]) -> set[Told]:
    """Those that somebody has had before: a date that was moved and moved back, a rule that was changed."""
    ids: dict[int, set[int]] = defaultdict(set)
    for told in wanted:
        ids[told.stage].add(told.deadline_id)
    of_these = Q(pk__in=[])
    for stage, deadlines in ids.items():
        of_these |= Q(stage=stage, deadline_id__in=deadlines)
    return {Told(*row) for row in Reminder.objects.filter(of_these).values_list(*Told._fields)}

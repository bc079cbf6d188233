"""On which days a deadline is told of: arithmetic on a rule, without the database.

A stage is counted in days from the due date: -3 three days before, 0 on the day, 7 a week overdue. The days on which a
rule hands an overdue matter upwards are stages too, or the leader would hear of it later than the rule says.
"""

from datetime import date, timedelta

from deadlines.models import ReminderRule


def days(text: str) -> list[int]:
    """The figures of a list such as "7,3,1"."""
    return [int(figure) for figure in text.split(",") if figure.strip()]


def named(rule: ReminderRule) -> list[int]:
    """The stages that the rule names, in their order."""
    before = {-day for day in days(rule.before)}
    upwards = {day for day in (rule.leader_after, rule.office_after) if day}
    return sorted(before | ({0} if rule.on_the_day else set()) | set(days(rule.after)) | upwards)


def reached(rule: ReminderRule | None, due_on: date, today: date) -> int | None:
    """The latest stage that has come by today; None before the first, or without a rule."""
    if rule is None:
        return None
    late, stages = (today - due_on).days, named(rule)
    last = _last(stages)
    if rule.then_every and late > last:
        repeated = last + (late - last) // rule.then_every * rule.then_every
        if repeated > last:
            return repeated
    return max((stage for stage in stages if stage <= late), default=None)


def next_day(rule: ReminderRule | None, due_on: date, after: date) -> date | None:
    """The first day later than `after` on which a stage comes; None where none is left."""
    if rule is None:
        return None
    late, stages = (after - due_on).days, named(rule)
    coming = next((stage for stage in stages if stage > late), None)
    if coming is None and rule.then_every:
        last = _last(stages)
        coming = last + max(1, (late - last) // rule.then_every + 1) * rule.then_every
    return None if coming is None else due_on + timedelta(days=coming)


def first_day(rule: ReminderRule | None, due_on: date, today: date) -> date | None:
    """When a deadline set today is first told of: never on the same day, for the day's digests may be out already."""
    if reached(rule, due_on, today) is not None:
        return today + timedelta(days=1)
    return next_day(rule, due_on, after=today)


def _last(stages: list[int]) -> int:
    """From where `then_every` counts: the last stage that is named, at the earliest the due date itself."""
    return max([0, *stages])

"""By when a gate of a project is due, from what its template says."""

from datetime import date

from core.working_days import Reckoned, WorkingDays
from projects.models import Gate, Phase, TemplateGate


class GateDays:
    """The working-day table read once, and each way through it gone once: a template is applied to projects by the
    thousand, most of which begin on the same day."""

    def __init__(self) -> None:
        self._calendar = WorkingDays()
        self._known: dict[tuple[date, int], Reckoned] = {}

    def set(self, gate: Gate, source: TemplateGate, phase: Phase, *, years: int) -> None:
        """The template's day, moved by whole years; else so many working days after the phase begins; else its end.

        A day outside the phase, which a batch or the office moved, gives way to the phase's end.
        """
        reckoned = self._of(source, phase, years)
        gate.due_on, gate.estimated = (reckoned.day, reckoned.estimated) if reckoned else (phase.planned_end, False)

    def _of(self, source: TemplateGate, phase: Phase, years: int) -> Reckoned | None:
        if source.due_on:
            day = moved(source.due_on, years)
            first = phase.planned_start or day
            if day < first or (phase.planned_end and day > phase.planned_end):
                return Reckoned(phase.planned_end) if phase.planned_end else None
            return Reckoned(day)
        begins = phase.actual_start or phase.planned_start
        return self._after(begins, source.working_days) if source.working_days and begins else None

    def _after(self, start: date, count: int) -> Reckoned:
        if (start, count) not in self._known:
            self._known[start, count] = self._calendar.after(start, count)
        return self._known[start, count]


def moved(day: date | None, years: int) -> date | None:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)

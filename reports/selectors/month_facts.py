"""Gathers the facts of a month's report, by what was known at a moment."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from django.db.models import Q, QuerySet

from core.errors import DomainError
from divisions.models import Division, Level
from progress.days import last_month
from progress.models import Contradiction, MonthlyReturn, ReturnLine
from reports import cards
from reports.choices import RowLevel
from reports.facts import Missing, MonthFacts, Overdue, RuleUsed, Said
from reports.models import CardExemption, ReportRule
from reports.selectors import sums
from reports.selectors.names import names_at
from reports.selectors.span import Span, span_of
from reports.selectors.working_out import Worked, street_rows, worked_out

MOST_SAID, MOST_OVERDUE = 500, 2_000  # lines kept in a report; the counts in its figures are of all
OFFICE = "老旧小区改造工作领导小组办公室"  # under whose name a county reports that has its prefecture's rule
LONGEST_RUN = 12  # months looked back for cards running


def rule_of(division: Division, month: date, on: date) -> RuleUsed:
    """The division's rule on the as-at date; refused where none is in force."""
    rule = ReportRule.objects.in_force(division.pk, on)
    if rule is None:
        raise DomainError(f"{division}还没有进展月报规则，请先在“月报规则”中设置。")
    pace = rule.paces.filter(month=month.month).first()
    return RuleUsed(
        document=rule.document,
        issuer=rule.issuer if rule.division_id == division.pk else f"{division}{OFFICE}",
        ranked_by=rule.ranked_by,
        named=rule.named,
        behind_in=rule.behind_in,
        yellow_from=rule.yellow_from,
        yellow_included=rule.yellow_included,
        red_from=rule.red_from,
        red_included=rule.red_included,
        yellow_months=rule.yellow_months,
        expected=pace.expected if pace else None,
    )


def row_level(division: Division) -> str:
    return RowLevel.STREET if division.level >= Level.COUNTY else RowLevel.COUNTY


def facts_of(*, division: Division, month: date, known_at: datetime) -> MonthFacts:
    """What the report of this month says. The same division, month and moment give the same facts at any time."""
    worked = worked_out(division=division, month=month, known_at=known_at, level=row_level(division))
    span = worked.span
    rule = rule_of(division, month, span.as_at)
    exempt = _exempt(division, month)
    history = _history(division, worked, cards.own_cards(worked.rows, rule, exempt))
    names = names_at([division.pk], on=span.as_at)
    return MonthFacts(
        division=division.pk,
        division_name=names.get(division.pk, str(division)),
        month=month,
        as_at=span.as_at,
        last_as_at=span.last_as_at,
        known_at=known_at,
        rule=rule,
        rows=cards.ranked(worked.rows, rule, month=month, exempt=exempt, history=history),
        missing=_missing(span),
        overdue=_overdue(span),
        problems=_said(span, "problems"),
        next_steps=_said(span, "next_steps"),
        contradictions=_contradictions(span),
        total=worked.total.values,
        last_total=worked.last_total.values if _had_data(worked) else {},
    )


def _had_data(worked: Worked) -> bool:
    return worked.last_total.month_counted is not None


def _exempt(division: Division, month: date) -> dict[str, str]:
    return dict(CardExemption.objects.within(division.prefix).filter(month=month).values_list("division_id", "reason"))


def _history(division: Division, worked: Worked, cards_now: dict[str, str]) -> list[cards.MonthBefore]:
    """The months before, as far back as some street's cards run without a break."""
    span, rows = worked.span, worked.last_rows
    running = {code for code, card in cards_now.items() if card}
    before, month = [], last_month(span.month)
    while running and len(before) < LONGEST_RUN - 1:
        if before:
            rows = street_rows(division=division, month=month, known_at=span.known_at, level=row_level(division))
        try:
            used = rule_of(division, month, span_of(division=division, month=month, known_at=span.known_at).as_at)
        except DomainError:
            break
        own = cards.own_cards(rows, used, _exempt(division, month))
        running = {code for code in running if own.get(code)}
        before.append(cards.MonthBefore(month=month, cards=own))
        month = last_month(month)
    return before


def _missing(span: Span) -> tuple[Missing, ...]:
    """Streets whose return of the month had not been accepted at that moment."""
    months = sums.months_counted(span)
    due = MonthlyReturn.objects.within(span.prefix).filter(month=span.month, opened_on__lte=sums.day_of(span))
    late = [each for each in due.order_by("division_id") if months.get(each.division_id) != span.month]
    names = names_at([each.division_id for each in late], on=span.as_at)
    return tuple(
        Missing(
            name=names.get(each.division_id, each.division_id),
            standing="未审核通过" if each.reported_at and each.reported_at <= span.known_at else "未上报",
            month_counted=months.get(each.division_id),
        )
        for each in late
    )


def _overdue(span: Span) -> tuple[Overdue, ...]:
    """Longest late first; a site that should be finished and has not even started stands on both accounts."""
    lines = sums.lines(span)
    unstarted = lines.filter(planned_start__lt=span.as_at).filter(~Q(started_on__lte=span.as_at))
    unfinished = lines.filter(planned_end__lt=span.as_at).filter(~Q(completed_on__lte=span.as_at))
    keys = (sums.STREET, "compound_name", "project_name")
    found = [
        *(("未开工", *row) for row in _oldest(unstarted, "planned_start", keys)),
        *(("未完工", *row) for row in _oldest(unfinished, "planned_end", keys)),
    ]
    names = names_at({row[2] for row in found}, on=span.as_at)
    made = [
        Overdue(
            street=names.get(street, street),
            compound=compound,
            project=project,
            what=what,
            planned=planned,
            days=(span.as_at - planned).days,
        )
        for what, planned, street, compound, project in found
    ]
    return tuple(sorted(made, key=lambda each: (-each.days, each.street, each.compound, each.project, each.what)))


def _oldest(lines: QuerySet[ReturnLine], date_of: str, keys: tuple[str, ...]) -> Iterator[tuple]:
    ordered = lines.order_by(date_of, sums.STREET, "position", "pk")
    return islice(ordered.values_list(date_of, *keys).iterator(), MOST_OVERDUE)


def _said(span: Span, field: str) -> tuple[Said, ...]:
    """What streets wrote about their sites, in the order of streets and sheets."""
    written = sums.lines(span).exclude(**{field: ""}).order_by(sums.STREET, "position", "pk")
    rows = list(written.values_list(sums.STREET, "compound_name", field)[:MOST_SAID])
    names = names_at({row[0] for row in rows}, on=span.as_at)
    return tuple(Said(street=names.get(code, code), compound=compound, text=text) for code, compound, text in rows)


def _contradictions(span: Span) -> int:
    """Those that stood at that moment in the returns of the month."""
    now = Contradiction.objects.within(span.prefix).filter(monthly_return__month=span.month)
    then = Contradiction.history.as_of(span.known_at).filter(id__in=now.values("pk"), gone_at=None)
    return then.count()

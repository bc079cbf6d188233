"""Opening the months by themselves: for each district its month, for each street with sites its return."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.models import Organisation, OrganisationKind, User
from core import audit
from core.working_days import WorkingDays
from divisions import territory
from divisions.models import Division, Level
from progress.days import last_day, last_month, next_month, opening_day, reckon
from progress.models import MonthlyReturn, MonthRule, ReportingMonth
from progress.selectors.sites import reporting_sites
from progress.services import due, plans, versions

MOST_MISSED = 12  # months that are opened late after a standstill
Streets = dict[str, set[int | None]]  # street code → the offices, if any, that implement its sites themselves


def open_months(*, today: date, by: User | None = None, prefix: str = "") -> int:
    """Open every month whose day has come, in every district of a territory that has sites to report on, and add
    streets that came later. Run twice, or after a standstill, it adds what is missing and nothing else.

    Returns the number of returns made.
    """
    made, calendar, newest = 0, WorkingDays(), _newest_months()
    for month in _months_to_look_at(today):
        opened = _opened(month)
        open_ones = {code for code, each in opened.items() if not each.is_locked(today)}
        behind = any(last < month for last in newest.values())
        if not (open_ones or behind or month >= last_month(today)):
            continue
        # What was set up after a month's end was not missed in it.
        known_by = last_day(month) if month < today.replace(day=1) else None
        districts = _streets_by_district(month, prefix, known_by=known_by)
        rules = MonthRule.objects.in_force_for(districts, month)
        for code in sorted(districts):
            if code in open_ones or (
                code not in opened and _has_come(rules[code], month, newest.get(code), calendar, today)
            ):
                made += _open(code, month, rules[code], districts[code], calendar=calendar, today=today, by=by)
    return made


def _months_to_look_at(today: date) -> list[date]:
    """From a year back to the next one, oldest first: a street's later month builds on its earlier one."""
    months = [next_month(today)]
    while len(months) < MOST_MISSED + 2:
        months.append(last_month(months[-1]))
    return months[::-1]


def _has_come(rule: MonthRule | None, month: date, newest: date | None, calendar: WorkingDays, today: date) -> bool:
    """Its opening day has come, and it follows the newest that was opened; a district that begins also takes the month
    before, while that is not due yet. Without a rule a district reports nothing."""
    if rule is None or today < opening_day(rule, month):
        return False
    if newest:
        return month > newest
    begins = month >= today.replace(day=1)
    return begins or (month == last_month(today) and today <= reckon(rule=rule, month=month, calendar=calendar).due_on)


@transaction.atomic
def _open(
    code: str,
    month: date,
    rule: MonthRule | None,
    streets: Streets,
    *,
    calendar: WorkingDays,
    today: date,
    by: User | None,
) -> int:
    """One month of one district: all or nothing."""
    division = Division.objects.select_for_update(of=("self",)).get(pk=code)  # two workers open one after the other
    opened = ReportingMonth.objects.filter(division=division, month=month).first()
    if opened is None:
        days = reckon(rule=rule, month=month, calendar=calendar)
        opened = ReportingMonth.objects.create(division=division, month=month, rule=rule, opened_on=today, **vars(days))
    have = set(opened.returns.values_list("division_id", flat=True))
    coming = {street: offices for street, offices in streets.items() if street not in have}
    new = _returns(opened, coming, today=today)
    if not new:
        return 0
    versions.draw_up_first(returns=new, by=by)
    due.refresh(returns=[each.pk for each in new], today=today)
    details = {
        "街道": [str(each.division) for each in new],
        "数据截至": str(opened.as_at),
        "应报日": str(opened.due_on),
    }
    audit.write(by=by, by_name="" if by else "系统", action="开放月报", on=opened, details=details)
    return len(new)


def _returns(opened: ReportingMonth, streets: Streets, *, today: date) -> list[MonthlyReturn]:
    """With the plan of the year, the office that fills it in, and the person who did last month."""
    if not streets:
        return []
    divisions, offices = Division.objects.in_bulk(streets), _street_offices(streets)
    last = _last_filled_by(streets, before=opened.month)
    new = [
        MonthlyReturn(
            reporting_month=opened,
            division=divisions[street],
            month=opened.month,
            organisation_id=_organisation(implementers, offices.get(street)),
            opened_on=today,
            open_until=opened.lock_on,
        )
        for street, implementers in sorted(streets.items())
    ]
    for each in new:
        organisation, person = last.get(each.division_id, (None, None))
        each.assigned_to_id = person if organisation == each.organisation_id else None
    plans.fill_in(returns=new, year=opened.month.year)
    return MonthlyReturn.objects.bulk_create(new)


def _organisation(implementers: set[int | None], street_office: int | None) -> int | None:
    """The street's office; where one leading-group office implements every site itself (象山), that one."""
    if len(implementers) == 1 and None not in implementers:
        return next(iter(implementers))
    return street_office


def _streets_by_district(month: date, prefix: str, *, known_by: date | None) -> dict[str, Streets]:
    """District → street → leading-group offices that implement its sites, None among them where somebody else does."""
    found: dict[str, Streets] = defaultdict(lambda: defaultdict(set))
    columns = ("division_id", "project__implementer_id", "project__implementer__kind")
    sites = reporting_sites(prefix=prefix, month=month)
    if known_by:
        sites = sites.filter(project__created_at__date__lte=known_by)
    rows = sites.order_by().values_list(*columns).distinct()
    for code, implementer, kind in rows:
        if len(territory.prefix_of(code)) >= Level.STREET:
            itself = implementer if kind == OrganisationKind.LEADING_GROUP_OFFICE else None
            found[territory.code_of(code[: Level.COUNTY])][territory.code_of(code[: Level.STREET])].add(itself)
    return found


def _street_offices(streets: Iterable[str]) -> dict[str, int]:
    offices = Organisation.objects.active().filter(kind=OrganisationKind.STREET_OFFICE, division__in=list(streets))
    return dict(offices.order_by("-pk").values_list("division_id", "pk"))


def _last_filled_by(streets: Iterable[str], *, before: date) -> dict[str, tuple[int | None, int | None]]:
    rows = MonthlyReturn.objects.filter(
        division__in=list(streets), month=last_month(before), assigned_to__is_active=True
    )
    columns = ("division_id", "organisation_id", "assigned_to_id")
    return {code: (organisation, person) for code, organisation, person in rows.values_list(*columns)}


def _newest_months() -> dict[str, date]:
    rows = ReportingMonth.objects.order_by("month").values_list("division_id", "month")
    return dict(rows)


def _opened(month: date) -> dict[str, ReportingMonth]:
    return {each.division_id: each for each in ReportingMonth.objects.filter(month=month)}

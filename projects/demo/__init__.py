"""Demo data: the four plans, with invented people and compounds, all of them marked 示例.

Everything is entered through the services that people use; 卫滨's workbook goes through the import like any other.
"""

from collections.abc import Callable
from datetime import date
from io import StringIO

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from deadlines.services import reminders
from divisions.services import loading
from projects.demo import bazhou, cast, current, renewal, weibin, xiangshan, zhanhe
from projects.demo.cast import Company

RECORDS = (  # what every installation starts with; README.md names the same commands
    "load_rules",
    "load_calendar",
    "load_work_items",
    "load_responsibilities",
    "load_phase_templates",
    "load_scheme_rules",
    "load_reminder_rules",
    "load_month_rules",
    "load_report_rules",
    "load_stat_tables",
    "load_fund_rules",
)
Act = Callable[[dict[str, Company], date], None]
_later: list[Act] = []


def then(act: Act) -> None:
    """Register what a room above adds to the play, in its turn: act(companies, today)."""
    _later.append(act)


@transaction.atomic
def load(*, today: date) -> bool:
    """Load everything or nothing; False when it is there already."""
    if cast.is_on_stage():
        return False
    loading.load()
    companies = cast.enter(today=today)
    for command in RECORDS:
        call_command(command, stdout=StringIO())
    weibin.load(companies["weibin"], today=today)
    zhanhe.load(companies["zhanhe"], today=today)
    xiangshan.load(companies["xiangshan"])
    bazhou.load(companies["bazhou"])
    renewal.load(companies, today=today)
    current.load(companies["weibin"], today=today)
    for act in _later:
        act(companies, today)
    reminders.run(today=today, now=timezone.now())
    return True

"""Demo data: the four plans, with invented people and compounds, all of them marked 示例.

Everything is entered through the services that people use; 卫滨's workbook goes through the import like any other.
"""

from datetime import date
from io import StringIO

from django.core.management import call_command
from django.db import transaction

from divisions.services import loading
from projects.demo import bazhou, cast, weibin, xiangshan, zhanhe


@transaction.atomic
def load(*, today: date) -> bool:
    """Load everything or nothing; False when it is there already."""
    if cast.is_on_stage():
        return False
    loading.load()
    companies = cast.enter(today=today)
    call_command("load_rules", stdout=StringIO())
    weibin.load(companies["weibin"], today=today)
    zhanhe.load(companies["zhanhe"], today=today)
    xiangshan.load(companies["xiangshan"])
    bazhou.load(companies["bazhou"])
    return True

"""What becomes of money when streets or projects become one."""

from divisions.services.pointers import stays
from funding.models import FundReport, ReportSchedule

# Papers of their time: they stay under the division that made them.
stays(FundReport, ReportSchedule)

"""What becomes of reports when two divisions become one (区划调整): papers of their time stay where they were made."""

from divisions.services.pointers import stays
from reports.models import CardExemption, MonthlyReport, ReportFile

stays(MonthlyReport, ReportFile, CardExemption)

from reports.models.monthly import CardExemption, MonthlyReport, ReportFile
from reports.models.rules import Pace, ReportRule
from reports.models.tables import StatColumn, StatTable

__all__ = [
    "CardExemption",
    "MonthlyReport",
    "Pace",
    "ReportFile",
    "ReportRule",
    "StatColumn",
    "StatTable",
]

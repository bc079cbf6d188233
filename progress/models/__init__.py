from progress.models.contradictions import Contradiction
from progress.models.lines import CellChange, CellNote, Quantities, ReturnLine, Tally
from progress.models.months import MonthRule, ReportingMonth
from progress.models.returns import MonthlyReturn, ReturnVersion, SealedScan

__all__ = [
    "CellChange",
    "CellNote",
    "Contradiction",
    "MonthRule",
    "MonthlyReturn",
    "Quantities",
    "ReportingMonth",
    "ReturnLine",
    "ReturnVersion",
    "SealedScan",
    "Tally",
]

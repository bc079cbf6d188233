from funding.models.contracts import BudgetReview, Contract, ContractChange, ContractPart, ProjectAccount
from funding.models.contributions import Contribution, ContributionReceipt, SharePlan
from funding.models.documents import FundDocument, FundPaper
from funding.models.entries import Allotment, ClosedYear, FundAct, FundEntry
from funding.models.reports import FundReport, ReportSchedule
from funding.models.requests import PaymentRequest
from funding.models.rules import FeeRule, PaymentRule, QueueRule, RewardRule, SourceRule, WeightTable
from funding.models.simulations import Simulation, SimulationLine
from funding.models.subsidies import FeeInstalment, FeeSubsidy, Reward
from funding.models.warnings import FundWarning

__all__ = [
    "Allotment",
    "BudgetReview",
    "ClosedYear",
    "Contract",
    "ContractChange",
    "ContractPart",
    "Contribution",
    "ContributionReceipt",
    "FeeInstalment",
    "FeeRule",
    "FeeSubsidy",
    "FundAct",
    "FundDocument",
    "FundEntry",
    "FundPaper",
    "FundReport",
    "FundWarning",
    "PaymentRequest",
    "PaymentRule",
    "ProjectAccount",
    "QueueRule",
    "ReportSchedule",
    "Reward",
    "RewardRule",
    "SharePlan",
    "Simulation",
    "SimulationLine",
    "SourceRule",
    "WeightTable",
]

"""Of what a paper may be, and who may add or remove it: whoever enters the subject itself."""

from accounts.models import User
from accounts.permissions import Permission
from core.errors import NotAllowed
from funding import policies
from funding.models import BudgetReview, Contract, Contribution, FundDocument, PaymentRequest
from projects.models import Project
from projects.policies import as_predicate

Subject = FundDocument | BudgetReview | Contract | PaymentRequest | Contribution

# The field of FundPaper, and the word of ?subject=, by what the paper is of.
NAMES: dict[type, str] = {
    FundDocument: "document",
    BudgetReview: "review",
    Contract: "contract",
    PaymentRequest: "request",
    Contribution: "contribution",
}
MODELS = {name: model for model, name in NAMES.items()}


def subject_name(subject: Subject) -> str:
    return NAMES[type(subject)]


def check_can_add(user: User, subject: Subject) -> None:
    """The finance bureau for its documents; for all else whoever fills or reviews the project's money."""
    if isinstance(subject, FundDocument) and not subject.is_collection:
        policies.check_can_manage(user, subject.division)
        return
    if not any(_has_to_do_with(user, project) for project in _projects(subject)):
        raise NotAllowed(f"“{subject}”不由贵单位办理，不能增减它的附件。")


def _has_to_do_with(user: User, project: Project) -> bool:
    return (user.may(Permission.FILL_FUNDS) and policies.can_fill(user, project)) or (
        user.may(Permission.REVIEW_PAYMENTS) and policies.can_review(user, project)
    )


def _projects(subject: Subject) -> list[Project]:
    if isinstance(subject, FundDocument):
        return [pot.project for pot in subject.allotments.select_related("project") if pot.project]
    if isinstance(subject, Contract):
        return [part.project for part in subject.parts.select_related("project")]
    return [subject.project]


can_add = as_predicate(check_can_add)

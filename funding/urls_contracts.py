"""A project's money: its card, budget reviews, contracts."""

from django.urls import URLPattern, path

from funding.views import accounts, contracts, reviews

contract_patterns: list[URLPattern] = [
    path("projects/<int:pk>/funds/", accounts.project_funds, name="project_funds"),
    path("funds/projects/", accounts.AccountList.as_view(), name="account_list"),
    path("funds/budget-reviews/", reviews.ReviewList.as_view(), name="review_list"),
    path("projects/<int:project>/budget-reviews/new/", reviews.ReviewCreate.as_view(), name="review_create"),
    path("funds/budget-reviews/<int:pk>/decide/", reviews.ReviewDecide.as_view(), name="review_decide"),
    path("funds/contracts/", contracts.ContractList.as_view(), name="contract_list"),
    path("funds/contracts/<int:pk>/", contracts.contract_detail, name="contract_detail"),
    path("projects/<int:project>/contracts/new/", contracts.ContractCreate.as_view(), name="contract_create"),
    path("funds/contracts/<int:pk>/edit/", contracts.ContractEdit.as_view(), name="contract_edit"),
    path("funds/contracts/<int:pk>/projects/new/", contracts.PartAdd.as_view(), name="part_add"),
    path("funds/contract-parts/<int:pk>/change/", contracts.PartChange.as_view(), name="part_change"),
    path("funds/contract-parts/<int:pk>/correct/", contracts.PartCorrect.as_view(), name="part_correct"),
    path("funds/contract-parts/<int:pk>/settle/", contracts.PartSettle.as_view(), name="part_settle"),
]

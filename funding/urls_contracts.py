"""A project's money: its card, budget reviews, contracts."""

from django.urls import URLPattern, path

from funding.views import accounts, contracts, reviews

contract_patterns: list[URLPattern] = [
    path("projects/<int:pk>/funds/", accounts.project_funds, name="project_funds"),
    path("funds/projects/", accounts.account_list, name="account_list"),
    path("funds/budget-reviews/", reviews.review_list, name="review_list"),
    path("projects/<int:project>/budget-reviews/new/", reviews.review_create, name="review_create"),
    path("funds/budget-reviews/<int:pk>/decide/", reviews.review_decide, name="review_decide"),
    path("funds/contracts/", contracts.contract_list, name="contract_list"),
    path("funds/contracts/<int:pk>/", contracts.contract_detail, name="contract_detail"),
    path("projects/<int:project>/contracts/new/", contracts.contract_create, name="contract_create"),
    path("funds/contracts/<int:pk>/edit/", contracts.contract_edit, name="contract_edit"),
    path("funds/contracts/<int:pk>/projects/new/", contracts.part_add, name="part_add"),
    path("funds/contract-parts/<int:pk>/change/", contracts.part_change, name="part_change"),
    path("funds/contract-parts/<int:pk>/settle/", contracts.part_settle, name="part_settle"),
]

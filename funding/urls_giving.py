"""What residents, utilities and owners give, and the two subsidies."""

from django.urls import URLPattern, path

from funding.views import contributions, rewards, shares, subsidies

giving_patterns: list[URLPattern] = [
    path("funds/contributions/", contributions.contribution_list, name="contribution_list"),
    path("projects/<int:project>/contributions/new/", contributions.contribution_create, name="contribution_create"),
    path("funds/contributions/<int:pk>/", contributions.contribution_detail, name="contribution_detail"),
    path("funds/contributions/<int:pk>/receipts/new/", contributions.receipt_add, name="receipt_add"),
    path("funds/receipts/<int:pk>/reverse/", contributions.receipt_reverse, name="receipt_reverse"),
    path("projects/<int:project>/share-plans/new/", shares.share_plan_create, name="share_plan_create"),
    path("funds/share-plans/<int:pk>/", shares.share_plan_detail, name="share_plan_detail"),
    path("funds/rewards/", rewards.reward_list, name="reward_list"),
    path("funds/rewards/new/", rewards.reward_create, name="reward_create"),
    path("funds/rewards/<int:pk>/", rewards.reward_detail, name="reward_detail"),
    path("funds/rewards/<int:pk>/decide/", rewards.reward_decide, name="reward_decide"),
    path("funds/subsidies/", subsidies.subsidy_list, name="subsidy_list"),
    path("projects/<int:project>/subsidies/new/", subsidies.subsidy_create, name="subsidy_create"),
    path("funds/subsidies/<int:pk>/", subsidies.subsidy_detail, name="subsidy_detail"),
    path("funds/instalments/<int:pk>/pay/", subsidies.instalment_pay, name="instalment_pay"),
]

"""What residents, utilities and owners give, and the two subsidies."""

from django.urls import URLPattern, path

from funding.views import contributions, rewards, shares, subsidies

giving_patterns: list[URLPattern] = [
    path("funds/contributions/", contributions.ContributionList.as_view(), name="contribution_list"),
    path(
        "projects/<int:project>/contributions/new/",
        contributions.ContributionCreate.as_view(),
        name="contribution_create",
    ),
    path("funds/contributions/<int:pk>/", contributions.contribution_detail, name="contribution_detail"),
    path("funds/contributions/<int:pk>/edit/", contributions.ContributionEdit.as_view(), name="contribution_edit"),
    path("funds/contributions/<int:pk>/receipts/new/", contributions.ReceiptAdd.as_view(), name="receipt_add"),
    path("funds/receipts/<int:pk>/reverse/", contributions.ReceiptReverse.as_view(), name="receipt_reverse"),
    path("projects/<int:project>/share-plans/new/", shares.SharePlanCreate.as_view(), name="share_plan_create"),
    path("funds/share-plans/<int:pk>/", shares.share_plan_detail, name="share_plan_detail"),
    path("funds/share-plans/<int:pk>/remove/", shares.SharePlanRemove.as_view(), name="share_plan_remove"),
    path("funds/rewards/", rewards.RewardList.as_view(), name="reward_list"),
    path("funds/rewards/new/", rewards.RewardCreate.as_view(), name="reward_create"),
    path("funds/rewards/<int:pk>/", rewards.reward_detail, name="reward_detail"),
    path("funds/rewards/<int:pk>/export/", rewards.reward_export, name="reward_export"),
    path("funds/rewards/<int:pk>/decide/", rewards.RewardDecide.as_view(), name="reward_decide"),
    path("funds/subsidies/", subsidies.SubsidyList.as_view(), name="subsidy_list"),
    path("projects/<int:project>/subsidies/new/", subsidies.SubsidyCreate.as_view(), name="subsidy_create"),
    path("funds/subsidies/<int:pk>/", subsidies.subsidy_detail, name="subsidy_detail"),
    path("funds/instalments/<int:pk>/pay/", subsidies.InstalmentPay.as_view(), name="instalment_pay"),
]

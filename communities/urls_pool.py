"""Addresses of eligibility, pool, plans and duplicates; urls.py takes them in."""

from django.urls import path

from communities.views import duplicates, eligibility, plans, pool, rules

pool_patterns = [
    path("eligibility/", eligibility.EligibilityList.as_view(), name="eligibility_list"),
    path("compounds/<int:pk>/eligibility/", eligibility.eligibility_detail, name="eligibility_detail"),
    path("compounds/<int:pk>/exceptions/<slug:test>/", eligibility.ExceptionGrant.as_view(), name="exception_grant"),
    path("exceptions/<int:pk>/withdraw/", eligibility.ExceptionWithdraw.as_view(), name="exception_withdraw"),
    path("eligibility/rules/", rules.rule_list, name="rule_list"),
    path("eligibility/rules/new/", rules.RuleCreate.as_view(), name="rule_create"),
    path("pool/", pool.PoolList.as_view(), name="pool_list"),
    path("pool/enter/", pool.PoolEnterAll.as_view(), name="pool_enter_all"),
    path("pool/weights/", rules.weight_list, name="weight_list"),
    path("pool/weights/new/", rules.WeightCreate.as_view(), name="weight_create"),
    path("pool/<int:pk>/", pool.pool_entry, name="pool_entry"),
    path("pool/<int:pk>/leave/", pool.PoolLeave.as_view(), name="pool_leave"),
    path("pool/<int:pk>/estimate/", pool.PoolEstimate.as_view(), name="pool_estimate"),
    path("compounds/<int:pk>/pool/", pool.PoolEnter.as_view(), name="pool_enter"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/new/", plans.PlanCreate.as_view(), name="plan_create"),
    path("plans/<int:pk>/", plans.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/budgets/", plans.PlanBudgets.as_view(), name="plan_budgets"),
    path("plans/<int:pk>/fill/", plans.plan_fill, name="plan_fill"),
    path("plans/<int:pk>/entries/<int:entry>/", plans.PlanMove.as_view(), name="plan_move"),
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/<int:first>/<int:second>/", duplicates.DuplicatePair.as_view(), name="duplicate_pair"),
]

"""Reporting months, their rules, who reported when."""

from django.urls import URLPattern, path

from progress.views.stub import stub

month_patterns: list[URLPattern] = [
    path("returns/", stub, name="return_list"),
    path("returns/months/", stub, name="month_list"),
    path("returns/months/<int:pk>/", stub, name="month_detail"),
    path("returns/months/<int:pk>/days/", stub, name="month_days"),
    path("returns/<int:pk>/extend/", stub, name="return_extend"),
    path("returns/record/", stub, name="record"),
    path("month-rules/", stub, name="month_rule_list"),
    path("month-rules/new/", stub, name="month_rule_create"),
]

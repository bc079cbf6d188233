"""Reporting months, their rules, who reported when."""

from django.urls import URLPattern, path

from progress.views import month_rules, months, record

month_patterns: list[URLPattern] = [
    path("returns/", months.ReturnList.as_view(), name="return_list"),
    path("returns/months/", months.MonthList.as_view(), name="month_list"),
    path("returns/months/<int:pk>/", months.month_detail, name="month_detail"),
    path("returns/months/<int:pk>/days/", months.MonthDays.as_view(), name="month_days"),
    path("returns/<int:pk>/extend/", months.ReturnExtend.as_view(), name="return_extend"),
    path("returns/record/", record.record, name="record"),
    path("month-rules/", month_rules.month_rule_list, name="month_rule_list"),
    path("month-rules/new/", month_rules.MonthRuleCreate.as_view(), name="month_rule_create"),
]

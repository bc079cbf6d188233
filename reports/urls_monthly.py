"""The monthly report, its rules, rankings and changes."""

from django.urls import URLPattern, path

from reports.views import changes, making, ranking, reports, rules

monthly_patterns: list[URLPattern] = [
    path("reports/", reports.ReportList.as_view(), name="report_list"),
    path("reports/new/", making.ReportCreate.as_view(), name="report_create"),
    path("reports/<int:pk>/", reports.report_detail, name="report_detail"),
    path("reports/<int:pk>/edit/", making.ReportEdit.as_view(), name="report_edit"),
    path("reports/<int:pk>/make-again/", making.ReportMakeAgain.as_view(), name="report_make_again"),
    path("reports/<int:pk>/discard/", making.ReportDiscard.as_view(), name="report_discard"),
    path("reports/<int:pk>/compare/", reports.report_compare, name="report_compare"),
    path("reports/<int:pk>/issue/", making.ReportIssue.as_view(), name="report_issue"),
    path("reports/ranking/", ranking.ranking, name="ranking"),
    path("reports/changes/", changes.changes_page, name="changes"),
    path("report-rules/", rules.report_rule_list, name="report_rule_list"),
    path("report-rules/new/", rules.ReportRuleCreate.as_view(), name="report_rule_create"),
    path("card-exemptions/new/", rules.ExemptionCreate.as_view(), name="exemption_create"),
    path("card-exemptions/<int:pk>/remove/", rules.ExemptionRemove.as_view(), name="exemption_remove"),
    path("reports/<int:pk>/<str:kind>/", reports.report_file, name="report_file"),
]

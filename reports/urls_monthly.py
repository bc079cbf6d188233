"""The monthly report, its rules, rankings and changes."""

from django.urls import URLPattern, path

from reports.views.stub import stub

monthly_patterns: list[URLPattern] = [
    path("reports/", stub, name="report_list"),
    path("reports/new/", stub, name="report_create"),
    path("reports/<int:pk>/", stub, name="report_detail"),
    path("reports/<int:pk>/edit/", stub, name="report_edit"),
    path("reports/<int:pk>/make-again/", stub, name="report_make_again"),
    path("reports/<int:pk>/compare/", stub, name="report_compare"),
    path("reports/<int:pk>/issue/", stub, name="report_issue"),
    path("reports/ranking/", stub, name="ranking"),
    path("reports/changes/", stub, name="changes"),
    path("report-rules/", stub, name="report_rule_list"),
    path("report-rules/new/", stub, name="report_rule_create"),
    path("card-exemptions/new/", stub, name="exemption_create"),
    path("card-exemptions/<int:pk>/remove/", stub, name="exemption_remove"),
    path("reports/<int:pk>/<str:kind>/", stub, name="report_file"),
]

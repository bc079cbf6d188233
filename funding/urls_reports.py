"""Fund reports: shown, exported, made on a set day."""

from django.urls import URLPattern, path

from funding.views import reports, schedules

report_patterns: list[URLPattern] = [
    path("funds/reports/", reports.report_list, name="report_list"),
    path("funds/reports/all/", reports.report_zip, name="report_zip"),
    path("funds/reports/<slug:table>/", reports.report_table, name="report_table"),
    path("funds/reports/<slug:table>/export/", reports.report_export, name="report_export"),
    path("funds/report-files/<int:pk>/", reports.report_file, name="report_file"),
    path("funds/report-schedules/", schedules.schedule_list, name="schedule_list"),
    path("funds/report-schedules/new/", schedules.ScheduleCreate.as_view(), name="schedule_create"),
    path("funds/report-schedules/<int:pk>/stop/", schedules.schedule_stop, name="schedule_stop"),
]

from django.urls import path

from core.views import calendar, jobs

app_name = "core"
urlpatterns = [
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/seen/", jobs.jobs_seen, name="jobs_seen"),
    path("jobs/bell/", jobs.bell, name="bell"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job_file"),
    path("working-days/", calendar.working_days, name="working_days"),
    path("working-days/<int:year>/edit/", calendar.WorkingDaysEdit.as_view(), name="working_days_edit"),
]

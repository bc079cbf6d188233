from django.urls import path

from core.views import jobs

app_name = "core"
urlpatterns = [
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/seen/", jobs.jobs_seen, name="jobs_seen"),
    path("jobs/bell/", jobs.bell, name="bell"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/file/", jobs.job_file, name="job_file"),
]

"""Projects and their sites."""

from django.urls import URLPattern, path

from projects.views import making, projects

project_patterns: list[URLPattern] = [
    path("projects/", projects.ProjectList.as_view(), name="project_list"),
    path("projects/search/", projects.project_search, name="project_search"),
    path("projects/<int:pk>/", projects.project_detail, name="project_detail"),
    path("projects/<int:pk>/edit/", projects.ProjectEdit.as_view(), name="project_edit"),
    path("projects/<int:pk>/split/", making.ProjectSplit.as_view(), name="project_split"),
    path("projects/<int:pk>/interrupt/", projects.ProjectInterrupt.as_view(), name="project_interrupt"),
    path("projects/<int:pk>/history/", projects.project_history, name="project_history"),
    path("programmes/<int:pk>/projects/new/", making.ProjectCreate.as_view(), name="project_create"),
    path("programmes/<int:pk>/projects/generate/", making.project_generate, name="project_generate"),
    path("programmes/<int:pk>/projects/merge/", making.ProjectMerge.as_view(), name="project_merge"),
    path("compounds/<int:compound>/projects/", projects.compound_projects, name="compound_projects"),
]

"""Statistics tables made in the browser."""

from django.urls import URLPattern, path

from reports.views.stub import stub

table_patterns: list[URLPattern] = [
    path("stat-tables/", stub, name="table_list"),
    path("stat-tables/new/", stub, name="table_create"),
    path("stat-tables/<int:pk>/", stub, name="table_detail"),
    path("stat-tables/<int:pk>/edit/", stub, name="table_edit"),
    path("stat-tables/<int:pk>/columns/", stub, name="table_columns"),
    path("stat-tables/<int:pk>/copy/", stub, name="table_copy"),
    path("stat-tables/<int:pk>/retire/", stub, name="table_retire"),
    path("stat-tables/<int:pk>/export/", stub, name="table_export"),
]

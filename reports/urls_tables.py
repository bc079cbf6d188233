"""Statistics tables made in the browser."""

from django.urls import URLPattern, path

from reports.views import tables

table_patterns: list[URLPattern] = [
    path("stat-tables/", tables.TableList.as_view(), name="table_list"),
    path("stat-tables/new/", tables.TableCreate.as_view(), name="table_create"),
    path("stat-tables/<int:pk>/", tables.table_detail, name="table_detail"),
    path("stat-tables/<int:pk>/edit/", tables.TableEdit.as_view(), name="table_edit"),
    path("stat-tables/<int:pk>/columns/", tables.TableColumns.as_view(), name="table_columns"),
    path("stat-tables/<int:pk>/copy/", tables.TableCopy.as_view(), name="table_copy"),
    path("stat-tables/<int:pk>/retire/", tables.table_retire, name="table_retire"),
    path("stat-tables/<int:pk>/export/", tables.table_export_view, name="table_export"),
]

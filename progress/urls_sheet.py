"""The entry sheet and the Excel way round it."""

from django.urls import URLPattern, path

from progress.views import sheet as views
from progress.views.sheet_template import sheet_template

sheet_patterns: list[URLPattern] = [
    path("returns/<int:pk>/sheet/", views.sheet, name="sheet"),
    path("returns/<int:pk>/cells/", views.cells, name="cells"),
    path("returns/<int:pk>/missing-sites/", views.sites_add, name="sites_add"),
    path("returns/<int:pk>/template/", sheet_template, name="sheet_template"),
    path("returns/<int:pk>/history/", views.cell_history, name="cell_history"),
]

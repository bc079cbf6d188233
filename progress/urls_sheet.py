"""The entry sheet and the Excel way round it."""

from django.urls import URLPattern, path

from progress.views.stub import stub

sheet_patterns: list[URLPattern] = [
    path("returns/<int:pk>/sheet/", stub, name="sheet"),
    path("returns/<int:pk>/cells/", stub, name="cells"),
    path("returns/<int:pk>/missing-sites/", stub, name="sites_add"),
    path("returns/<int:pk>/template/", stub, name="sheet_template"),
    path("returns/<int:pk>/history/", stub, name="cell_history"),
]

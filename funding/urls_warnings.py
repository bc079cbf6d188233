"""Warnings, and the projects that this year's money does not reach."""

from django.urls import URLPattern, path

from funding.views import shortfalls, warnings

warning_patterns: list[URLPattern] = [
    path("funds/warnings/", warnings.WarningList.as_view(), name="warning_list"),
    path("funds/warnings/look/", warnings.warning_look, name="warning_look"),
    path("funds/warnings/<int:pk>/", warnings.warning_detail, name="warning_detail"),
    path("funds/warnings/<int:pk>/answer/", warnings.WarningAnswer.as_view(), name="warning_answer"),
    path("funds/shortfalls/", shortfalls.ShortfallList.as_view(), name="shortfall_list"),
    path("programmes/<int:pk>/shortfall/", shortfalls.shortfall, name="shortfall"),
    path("programmes/<int:pk>/shortfall/rank/", shortfalls.shortfall_rank, name="shortfall_rank"),
    path("programmes/<int:pk>/shortfall/move/", shortfalls.ShortfallMove.as_view(), name="shortfall_move"),
]

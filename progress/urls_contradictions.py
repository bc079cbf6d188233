"""What in the returns contradicts itself."""

from django.urls import URLPattern, path

from progress.views.stub import stub

contradiction_patterns: list[URLPattern] = [
    path("contradictions/", stub, name="contradiction_list"),
    path("contradictions/<int:pk>/", stub, name="contradiction_detail"),
    path("contradictions/<int:pk>/answer/", stub, name="contradiction_answer"),
]

"""What in the returns contradicts itself."""

from django.urls import URLPattern, path

from progress.views import contradictions

contradiction_patterns: list[URLPattern] = [
    path("contradictions/", contradictions.ContradictionList.as_view(), name="contradiction_list"),
    path("contradictions/<int:pk>/", contradictions.contradiction_detail, name="contradiction_detail"),
    path("contradictions/<int:pk>/answer/", contradictions.ContradictionAnswer.as_view(), name="contradiction_answer"),
]

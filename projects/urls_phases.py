"""Phases, gates, the board, templates."""

from django.urls import URLPattern, path

from projects.views import board, phases, templates

phase_patterns: list[URLPattern] = [
    path("projects/<int:pk>/phases/", phases.project_phases, name="project_phases"),
    path("phases/<int:pk>/start/", phases.PhaseStart.as_view(), name="phase_start"),
    path("phases/<int:pk>/finish/", phases.PhaseFinish.as_view(), name="phase_finish"),
    path("phases/<int:pk>/dates/", phases.PhaseDates.as_view(), name="phase_dates"),
    path("phases/<int:pk>/undo/", phases.PhaseUndo.as_view(), name="phase_undo"),
    path("gates/<int:pk>/satisfy/", phases.GateSatisfy.as_view(), name="gate_satisfy"),
    path("gates/<int:pk>/overrule/", phases.GateOverrule.as_view(), name="gate_overrule"),
    path("gates/<int:pk>/take-back/", phases.GateTakeBack.as_view(), name="gate_take_back"),
    path("board/", board.Board.as_view(), name="board"),
    path("board/phases/", board.PhaseList.as_view(), name="phase_list"),
    path("board/gantt/", board.StreetGantt.as_view(), name="street_gantt"),
    path("phase-templates/", templates.template_list, name="template_list"),
    path("phase-templates/new/", templates.TemplateCreate.as_view(), name="template_create"),
    path("phase-templates/<int:pk>/", templates.template_detail, name="template_detail"),
    path("phase-templates/<int:pk>/apply/", templates.template_apply, name="template_apply"),
]

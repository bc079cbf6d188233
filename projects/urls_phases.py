"""Phases, gates, the board, templates."""

from django.urls import URLPattern

phase_patterns: list[URLPattern] = []

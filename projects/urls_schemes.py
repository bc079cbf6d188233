"""Schemes and their items, variations, papers."""

from django.urls import URLPattern

scheme_patterns: list[URLPattern] = []

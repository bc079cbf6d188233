"""Spots, photographs, illegal structures."""

from django.urls import URLPattern

site_patterns: list[URLPattern] = []

"""Projects and their sites."""

from django.urls import URLPattern

project_patterns: list[URLPattern] = []

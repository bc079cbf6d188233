"""Work items, duties, tasks."""

from django.urls import URLPattern

catalogue_patterns: list[URLPattern] = []

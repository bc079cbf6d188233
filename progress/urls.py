"""Addresses of this room."""

from progress.urls_contradictions import contradiction_patterns
from progress.urls_months import month_patterns
from progress.urls_package import package_patterns
from progress.urls_sheet import sheet_patterns

app_name = "progress"
urlpatterns = [*month_patterns, *sheet_patterns, *package_patterns, *contradiction_patterns]

"""Addresses of this room."""

from reports.urls_monthly import monthly_patterns
from reports.urls_tables import table_patterns

app_name = "reports"
urlpatterns = [*monthly_patterns, *table_patterns]

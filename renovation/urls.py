"""Every address of the product; each room names its own."""

from django.urls import include, path

from accounts.views.home import home
from core.views.health import healthz

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("", include("core.urls")),
    path("imports/", include("core.imports.urls")),
    path("divisions/", include("divisions.urls")),
    path("", include("accounts.urls")),
    path("", include("deadlines.urls")),
    path("", include("communities.urls")),
    path("", include("projects.urls")),
    path("", include("funding.urls")),
    path("", include("progress.urls")),
    path("", include("reports.urls")),
]

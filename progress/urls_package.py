"""The package: submitted, approved, printed, sealed, accepted or returned."""

from django.urls import URLPattern, path

from progress.views.stub import stub

package_patterns: list[URLPattern] = [
    path("returns/<int:pk>/", stub, name="return_detail"),
    path("returns/<int:pk>/submit/", stub, name="return_submit"),
    path("returns/<int:pk>/withdraw/", stub, name="return_withdraw"),
    path("returns/<int:pk>/send-back/", stub, name="return_send_back"),
    path("returns/<int:pk>/approve/", stub, name="return_approve"),
    path("returns/<int:pk>/recall/", stub, name="return_recall"),
    path("returns/<int:pk>/accept/", stub, name="return_accept"),
    path("returns/<int:pk>/return/", stub, name="return_return"),
    path("returns/months/<int:pk>/accept/", stub, name="month_accept"),
    path("return-versions/<int:pk>/", stub, name="version_detail"),
    path("return-versions/<int:pk>/print/", stub, name="version_print"),
    path("return-versions/<int:pk>/compare/<int:other>/", stub, name="version_compare"),
    path("return-scans/new/", stub, name="scan_add"),
    path("return-scans/<int:pk>/", stub, name="scan_download"),
    path("return-scans/<int:pk>/remove/", stub, name="scan_remove"),
]

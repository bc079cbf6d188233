"""The package: submitted, approved, printed, sealed, accepted or returned."""

from django.urls import URLPattern, path

from progress.views import package, scans, versions

package_patterns: list[URLPattern] = [
    path("returns/<int:pk>/", package.return_detail, name="return_detail"),
    path("returns/<int:pk>/submit/", package.ReturnSubmit.as_view(), name="return_submit"),
    path("returns/<int:pk>/withdraw/", package.return_withdraw, name="return_withdraw"),
    path("returns/<int:pk>/send-back/", package.ReturnSendBack.as_view(), name="return_send_back"),
    path("returns/<int:pk>/approve/", package.return_approve, name="return_approve"),
    path("returns/<int:pk>/recall/", package.ReturnRecall.as_view(), name="return_recall"),
    path("returns/<int:pk>/accept/", package.return_accept, name="return_accept"),
    path("returns/<int:pk>/return/", package.ReturnReturn.as_view(), name="return_return"),
    path("returns/months/<int:pk>/accept/", versions.MonthAccept.as_view(), name="month_accept"),
    path("return-versions/<int:pk>/", package.version_detail, name="version_detail"),
    path("return-versions/<int:pk>/print/", versions.version_print, name="version_print"),
    path("return-versions/<int:pk>/compare/<int:other>/", versions.version_compare, name="version_compare"),
    path("return-scans/new/", scans.ScanAdd.as_view(), name="scan_add"),
    path("return-scans/<int:pk>/", scans.scan_download, name="scan_download"),
    path("return-scans/<int:pk>/remove/", scans.ScanRemove.as_view(), name="scan_remove"),
]

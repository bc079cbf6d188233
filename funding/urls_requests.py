"""Payment requests on their way."""

from django.urls import URLPattern, path

from funding.views import request_acts, requests

request_patterns: list[URLPattern] = [
    path("funds/requests/", requests.RequestList.as_view(), name="request_list"),
    path("funds/requests/approve/", request_acts.RequestApproveAll.as_view(), name="request_approve_all"),
    path("funds/contract-parts/<int:part>/requests/new/", requests.RequestCreate.as_view(), name="request_create"),
    path("funds/requests/<int:pk>/", requests.request_detail, name="request_detail"),
    path("funds/requests/<int:pk>/edit/", requests.RequestEdit.as_view(), name="request_edit"),
    path("funds/requests/<int:pk>/print/", requests.request_print, name="request_print"),
    path("funds/requests/<int:pk>/submit/", request_acts.request_submit, name="request_submit"),
    path("funds/requests/<int:pk>/withdraw/", request_acts.request_withdraw, name="request_withdraw"),
    path("funds/requests/<int:pk>/cancel/", request_acts.request_cancel, name="request_cancel"),
    path("funds/requests/<int:pk>/return/", request_acts.RequestReturn.as_view(), name="request_return"),
    path("funds/requests/<int:pk>/approve/", request_acts.RequestApprove.as_view(), name="request_approve"),
    path("funds/requests/<int:pk>/recall/", request_acts.RequestRecall.as_view(), name="request_recall"),
    path("funds/requests/<int:pk>/pay/", request_acts.RequestPay.as_view(), name="request_pay"),
    path("funds/requests/<int:pk>/reverse/", request_acts.RequestReverse.as_view(), name="request_reverse"),
]

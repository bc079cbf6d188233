from django.http import Http404


def request_submit(request, **names):
    raise Http404


def request_withdraw(request, **names):
    raise Http404


def request_cancel(request, **names):
    raise Http404


def request_return(request, **names):
    raise Http404


def request_approve(request, **names):
    raise Http404


def request_recall(request, **names):
    raise Http404


def request_pay(request, **names):
    raise Http404


def request_reverse(request, **names):
    raise Http404

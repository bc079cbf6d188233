from django.http import Http404


def subsidy_list(request, **names):
    raise Http404


def subsidy_create(request, **names):
    raise Http404


def subsidy_detail(request, **names):
    raise Http404


def instalment_pay(request, **names):
    raise Http404

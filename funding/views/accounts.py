from django.http import Http404


def project_funds(request, **names):
    raise Http404


def account_list(request, **names):
    raise Http404

from django.http import Http404


def contribution_list(request, **names):
    raise Http404


def contribution_create(request, **names):
    raise Http404


def contribution_detail(request, **names):
    raise Http404


def receipt_add(request, **names):
    raise Http404


def receipt_reverse(request, **names):
    raise Http404

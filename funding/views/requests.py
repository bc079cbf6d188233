from django.http import Http404


def request_list(request, **names):
    raise Http404


def request_create(request, **names):
    raise Http404


def request_detail(request, **names):
    raise Http404


def request_edit(request, **names):
    raise Http404


def request_print(request, **names):
    raise Http404

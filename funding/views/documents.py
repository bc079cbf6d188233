from django.http import Http404


def document_list(request, **names):
    raise Http404


def document_create(request, **names):
    raise Http404


def document_detail(request, **names):
    raise Http404


def document_edit(request, **names):
    raise Http404


def document_receive(request, **names):
    raise Http404

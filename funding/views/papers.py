from django.http import Http404


def paper_add(request, **names):
    raise Http404


def paper_download(request, **names):
    raise Http404


def paper_remove(request, **names):
    raise Http404

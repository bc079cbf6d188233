from django.http import Http404


def allotment_list(request, **names):
    raise Http404


def allotment_detail(request, **names):
    raise Http404


def allocate(request, **names):
    raise Http404


def take_back(request, **names):
    raise Http404


def move(request, **names):
    raise Http404

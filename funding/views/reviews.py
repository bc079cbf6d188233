from django.http import Http404


def review_list(request, **names):
    raise Http404


def review_create(request, **names):
    raise Http404


def review_decide(request, **names):
    raise Http404

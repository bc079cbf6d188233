from django.http import Http404


def overview(request, **names):
    raise Http404

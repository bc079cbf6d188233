from django.http import Http404


def schedule_list(request, **names):
    raise Http404


def schedule_create(request, **names):
    raise Http404


def schedule_stop(request, **names):
    raise Http404

from django.http import Http404


def simulation_create(request, **names):
    raise Http404


def simulation_compare(request, **names):
    raise Http404


def simulation_detail(request, **names):
    raise Http404


def simulation_decide(request, **names):
    raise Http404


def simulation_remove(request, **names):
    raise Http404

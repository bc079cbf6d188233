from django.http import Http404


def shortfall_list(request, **names):
    raise Http404


def shortfall(request, **names):
    raise Http404


def shortfall_rank(request, **names):
    raise Http404


def shortfall_move(request, **names):
    raise Http404

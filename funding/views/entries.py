from django.http import Http404


def entry_list(request, **names):
    raise Http404


def act_detail(request, **names):
    raise Http404


def act_reverse(request, **names):
    raise Http404

from django.http import Http404


def year_list(request, **names):
    raise Http404


def year_close(request, **names):
    raise Http404


def year_reopen(request, **names):
    raise Http404

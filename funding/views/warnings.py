from django.http import Http404


def warning_list(request, **names):
    raise Http404


def warning_detail(request, **names):
    raise Http404


def warning_answer(request, **names):
    raise Http404

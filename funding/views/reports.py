from django.http import Http404


def report_list(request, **names):
    raise Http404


def report_zip(request, **names):
    raise Http404


def report_table(request, **names):
    raise Http404


def report_export(request, **names):
    raise Http404


def report_file(request, **names):
    raise Http404

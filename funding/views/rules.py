from django.http import Http404


def rule_list(request, **names):
    raise Http404


def rule_create(request, **names):
    raise Http404

from django.http import Http404


def share_plan_create(request, **names):
    raise Http404


def share_plan_detail(request, **names):
    raise Http404

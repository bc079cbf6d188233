from django.http import Http404


def reward_list(request, **names):
    raise Http404


def reward_create(request, **names):
    raise Http404


def reward_detail(request, **names):
    raise Http404


def reward_decide(request, **names):
    raise Http404

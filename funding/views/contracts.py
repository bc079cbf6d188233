from django.http import Http404


def contract_list(request, **names):
    raise Http404


def contract_detail(request, **names):
    raise Http404


def contract_create(request, **names):
    raise Http404


def contract_edit(request, **names):
    raise Http404


def part_add(request, **names):
    raise Http404


def part_change(request, **names):
    raise Http404


def part_settle(request, **names):
    raise Http404

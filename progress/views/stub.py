"""Replaced before this lands: every address below gets its own view."""

from django.http import HttpResponse


def stub(request, **kwargs):
    return HttpResponse("stub")

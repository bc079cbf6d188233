"""The administrative map: what a search field offers, the list, a division with its history, and its changes."""

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse

from divisions import selectors


def division_search(request: HttpRequest) -> JsonResponse:
    """What a search field offers (?q=, ?level= may be repeated); open to everybody, inside her own territory."""
    found = selectors.suggest(
        user=request.user,
        text=request.GET.get("q", "").strip(),
        levels=[int(level) for level in request.GET.getlist("level") if level.isdigit()],
    )
    return JsonResponse({"results": [asdict(suggestion) for suggestion in found]})

"""The territory and year a person looks at. Both stand in the address, and neither ever widens what she may see."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import redirect

from divisions.models import Division

KEPT = ("territory", "year")  # what the links of the frame carry along


@dataclass(frozen=True)
class Viewing:
    """`division` is the one chosen, else the person's own; None for an account without organisation."""

    division: Division | None
    year: int | None
    kept: dict[str, str]

    @property
    def query(self) -> str:
        """ "?territory=…&year=…" for a link that keeps both; "" when neither was chosen."""
        params = QueryDict(mutable=True)
        params.update(self.kept)
        return f"?{params.urlencode()}" if self.kept else ""


def viewing(get_response):
    """Put `request.viewing` before every page. A territory outside the person's own does not exist for her: 404.

    A link made before a division was merged or renumbered leads on to its successor.
    """

    def middleware(request):
        request.viewing = Viewing(None, None, {})
        return get_response(request)

    def process_view(request, view, args, kwargs):
        if request.user.is_authenticated:
            request.viewing = viewed_by(request)
            division = request.viewing.division
            if division and division.successor_id and "territory" in request.GET and request.method == "GET":
                params = request.GET.copy()
                params["territory"] = division.successor_id
                return redirect(f"{request.path}?{params.urlencode()}")
        return None

    middleware.process_view = process_view
    return middleware


def viewed_by(request: HttpRequest) -> Viewing:
    kept = {key: request.GET[key] for key in KEPT if request.GET.get(key)}
    year = kept.get("year", "")
    if year and not (year.isdecimal() and len(year) == 4):
        raise Http404
    return Viewing(_division(request, kept.get("territory", "")), int(year) if year else None, kept)


def _division(request: HttpRequest, code: str) -> Division | None:
    if not code:
        return request.user.organisation.division if request.user.organisation else None
    chosen = code.isdecimal() and Division.objects.for_user(request.user).filter(pk=code).first()
    if not chosen:
        raise Http404
    return chosen

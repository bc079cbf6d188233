from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.navigation import first_page


def home(request: HttpRequest) -> HttpResponse:
    """Open what this person opens first."""
    return redirect(first_page(request.user))

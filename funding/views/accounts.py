"""The money of one project, and of all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from funding import links, policies
from funding.choices import EntryKind, ReviewStatus
from funding.lists.accounts import ACCOUNTS
from funding.selectors import accounts
from funding.selectors.contracts import contracts_of
from projects.views.base import about_project, project_of


class AccountList(ListPage):
    spec = ACCOUNTS


@requires(Permission.VIEW_FUNDS)
def project_funds(request: HttpRequest, pk: int) -> HttpResponse:
    """The tab 资金: the card, and what makes it up. A fixed number of queries."""
    project, user = project_of(request, pk), request.user
    pots = accounts.pots_of(project, user=user)
    reviews = accounts.reviews_of(project, user=user)
    context = about_project(request, project, "funds") | {
        "card": accounts.card_of(project, pots=pots),
        "pots": pots,
        "reviews": reviews,
        "parts": contracts_of(project, user=user),
        "requests": accounts.newest_requests(project, user=user),
        "given": accounts.given_to(project, user=user),
        "all_entries": links.entries(project=project.pk),
        "payments": links.entries(project=project.pk, kind=EntryKind.PAYMENT),
        "may_fill": project.is_running and policies.can_fill(user, project),
        "may_submit": all(review.status != ReviewStatus.SUBMITTED for review in reviews),
        "may_manage_funds": policies.can_manage(user, project.division),
    }
    return render(request, "funding/project_funds.html", context)

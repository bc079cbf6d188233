"""Organisations of a territory."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import selectors
from accounts.forms.organisations import OrganisationForm
from accounts.forms.people import CloseForm
from accounts.lists import ORGANISATIONS
from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.services import organisations
from accounts.views.mixins import requires
from core.lists import ListPage
from core.views.forms import FormPage


class OrganisationList(ListPage):
    spec = ORGANISATIONS
    template_name = "accounts/organisation_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_manage": self.request.user.may(Permission.MANAGE_PEOPLE)}


@require_GET
@requires(Permission.VIEW_PEOPLE)
def organisation_search(request: HttpRequest) -> JsonResponse:
    """What a search field offers (?q=)."""
    text = request.GET.get("q", "").strip()
    return JsonResponse({"results": selectors.suggest_organisations(user=request.user, text=text)})


def organisation_of(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.for_user(request.user).select_related("division"), pk=pk)


@requires(Permission.VIEW_PEOPLE)
def organisation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = organisation_of(request, pk)
    context = {
        "organisation": organisation,
        "people": organisation.people.active(),
        "acts": selectors.last_acts_on(organisation),
        "may_manage": request.user.may(Permission.MANAGE_PEOPLE) and not organisation.until,
    }
    return render(request, "accounts/organisation_detail.html", context)


class OrganisationCreate(FormPage):
    permission = Permission.MANAGE_PEOPLE
    title = "新增机构"
    draft = "organisation-new"
    form_class = OrganisationForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.back = reverse("accounts:organisation_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"division": self.request.viewing.division}

    def save(self, form: Form) -> Organisation:
        return organisations.add(by=self.request.user, **form.cleaned_data)


class OrganisationPage(FormPage):
    """A form about one organisation of the territory."""

    permission = Permission.MANAGE_PEOPLE
    words = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.organisation = organisation_of(request, kwargs["pk"])
        self.title, self.back = f"{self.words}：{self.organisation}", self.organisation.get_absolute_url()


class OrganisationEdit(OrganisationPage):
    words = "修改机构"
    note = "改变辖区，即改变其人员能看到的范围。"
    form_class = OrganisationForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "instance": self.organisation}

    def save(self, form: Form) -> Organisation:
        return organisations.edit(organisation=self.organisation, by=self.request.user, **form.cleaned_data)


class OrganisationStop(OrganisationPage):
    words = "停用机构"
    submit = "停用"
    done = "机构已停用。"
    form_class = CloseForm

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def save(self, form: Form) -> Organisation:
        organisations.stop(organisation=self.organisation, by=self.request.user, **form.cleaned_data)
        return self.organisation

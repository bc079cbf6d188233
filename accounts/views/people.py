"""People of a territory: list, data, first password, closing and reopening."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import selectors
from accounts.forms.people import CloseForm, NewPersonForm, PersonForm
from accounts.lists import PEOPLE
from accounts.models import User
from accounts.open_work import open_work
from accounts.permissions import Permission
from accounts.services import people
from accounts.views.mixins import requires
from core.errors import DomainError
from core.lists import ListPage
from core.views.forms import FormPage


class PersonList(ListPage):
    spec = PEOPLE
    template_name = "accounts/person_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_manage": self.request.user.may(Permission.MANAGE_PEOPLE)}


def person_of(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(selectors.people_listed(request.user), pk=pk)


@requires(Permission.VIEW_PEOPLE)
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    context = {
        "person": person,
        "open_work": open_work(person),
        "acts": selectors.last_acts_on(person),
        "may_manage": request.user.may(Permission.MANAGE_PEOPLE),
        "may_grant": request.user.may(Permission.GRANT_ROLES),
        "herself": person == request.user,
    }
    return render(request, "accounts/person_detail.html", context)


@never_cache
def first_password(request: HttpRequest, *, person: User, password: str) -> HttpResponse:
    """The only time that a first password is shown; it is stored nowhere in the clear."""
    return render(request, "accounts/first_password.html", {"person": person, "password": password})


class PersonCreate(FormPage):
    permission = Permission.MANAGE_PEOPLE
    title = "新增人员"
    submit = "新增"
    note = "新账号没有角色，看不到任何内容；角色由安全管理员授予。"
    form_class = NewPersonForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.back = reverse("accounts:person_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: Form) -> tuple[User, str]:
        return people.create(by=self.request.user, **form.cleaned_data)

    def answer(self, result: tuple[User, str]) -> HttpResponse:
        person, password = result
        return first_password(self.request, person=person, password=password)


class PersonPage(FormPage):
    """A form about one person of the territory."""

    words = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.person = person_of(request, kwargs["pk"])
        self.title, self.back = f"{self.words}：{self.person}", self.person.get_absolute_url()
        self.note = f"{self.person.organisation}　账号 {self.person.username}"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}


class PersonEdit(PersonPage):
    permission = Permission.MANAGE_PEOPLE
    words = "修改人员"
    form_class = PersonForm
    template_name = "accounts/person_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "instance": self.person}

    def save(self, form: Form) -> User:
        return people.edit(person=self.person, by=self.request.user, **form.cleaned_data)


class PersonClose(PersonPage):
    permission = Permission.MANAGE_PEOPLE
    words = "停用账号"
    submit = "停用"
    done = "账号已停用。"
    form_class = CloseForm

    def save(self, form: Form) -> User:
        people.close(person=self.person, by=self.request.user, **form.cleaned_data)
        return self.person


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def person_password(request: HttpRequest, pk: int) -> HttpResponse:
    return told(request, pk, lambda person: people.reset_password(person=person, by=request.user))


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def person_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return told(request, pk, lambda person: people.reopen(person=person, by=request.user))


def told(request: HttpRequest, pk: int, give: Callable[[User], str]) -> HttpResponse:
    """Show the first password that a service has given, or its refusal on the person's page."""
    person = person_of(request, pk)
    try:
        return first_password(request, person=person, password=give(person))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(person)

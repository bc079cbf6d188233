"""The security administrator's pages: what an account may do, and letting it in again."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.forms.people import RoleForm
from accounts.models import User
from accounts.permissions import Permission
from accounts.services import roles
from accounts.views.mixins import requires
from accounts.views.people import PersonPage, person_of
from core.errors import DomainError


class PersonRole(PersonPage):
    permission = Permission.GRANT_ROLES
    words = "授予角色"
    submit = "确定"
    done = "角色已变更，即刻生效。"
    form_class = RoleForm

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.person.role}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def save(self, form: Form) -> User:
        return roles.grant(person=self.person, by=self.request.user, **form.cleaned_data)


@require_POST
@requires(Permission.GRANT_ROLES)
def person_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request, pk)
    try:
        roles.unlock(person=person, by=request.user)
        messages.success(request, f"{person}的账号已解锁。")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(person)

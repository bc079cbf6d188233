"""What the form pages of this room share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView

from accounts.permissions import Permission
from core.errors import DomainError
from projects import policies
from projects.models import Programme


def programme_of(request: HttpRequest, pk: int) -> Programme:
    return get_object_or_404(Programme.objects.for_user(request.user).select_related("division"), pk=pk)


def programme_to_edit(request: HttpRequest, pk: int) -> Programme:
    """404 for an outsider, 403 for whoever sees it and does not draw it up."""
    programme = programme_of(request, pk)
    policies.check_can_edit(request.user, programme)
    return programme


class FormPage(FormView):
    """A form whose answer is one call of a service. A refusal stands in the form, which comes back with 422.

    The page says which: `save(form)` calls the service and returns where to go next.
    """

    permission: str = Permission.EDIT_PROGRAMMES
    done = "已保存。"
    save: Callable[[Form], Model | str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user.demand(self.permission)
        self.prepare(request, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        """Load what the form is about, through `for_user`."""

    def is_valid(self, form: Form) -> bool:
        return form.is_valid()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        return self.form_valid(form) if self.is_valid(form) else self.form_invalid(form)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            target = self.save(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(target)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

"""What the form pages of all rooms share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from core.errors import DomainError


class FormPage(FormView):
    """A form whose answer is one call of a service. A refusal stands in the form, which comes back with 422.

    A page names the `permission` it takes; its `save(form)` calls the service and returns where to go next.
    """

    permission: str
    template_name = "core/form.html"
    title = ""
    submit = "保存"
    done = "已保存。"
    save: Callable[[Form], Model | str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.user.demand(self.permission)
        return super().dispatch(request, *args, **kwargs)

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

"""What the form pages of all rooms share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import FormView

from core.errors import DomainError


class FormPage(FormView):
    """A form whose answer is one call of a service. A refusal stands in the form, which comes back with 422.

    A page says what right it takes, and which service: `save(form)` calls it and returns where to go next.
    """

    permission: str = ""  # "" for every signed-in person
    template_name = "core/form.html"
    title = ""
    note = ""
    submit = "保存"
    done = "已保存。"  # "": the page says it itself
    back = ""  # where "取消" leads
    draft = ""  # name under which static/js/draft.js keeps what is typed
    confirm = ""  # asked before it is sent
    save: Callable[[Form], Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission:
            request.user.demand(self.permission)
        self.prepare(request, **kwargs)
        return super().dispatch(request, *args, **kwargs)

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        """Load what the form is about, through `for_user`; a subject outside is 404."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            result = self.save(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        return self.answer(result)

    def answer(self, result: Any) -> HttpResponse:
        if self.done:
            messages.success(self.request, self.done)
        return redirect(result)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class LeadsBack(FormPage):
    """What is refused before the form is shown leads to `back`, with the sentence: she may have come from anywhere."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            raise
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect(self.back)

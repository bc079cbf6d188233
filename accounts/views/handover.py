"""A person leaves: the system administrator's page, and her own."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts import selectors
from accounts.forms.people import HandoverForm
from accounts.models import User
from accounts.open_work import open_work
from accounts.permissions import Permission
from accounts.services import handover
from accounts.views.people import PersonPage


class Handover(PersonPage):
    """What hangs on a person, and the one step that gives it to another."""

    permission: str = Permission.MANAGE_PEOPLE
    words = "离岗交接"
    submit = "交接"
    confirm = "以上工作将全部转给接手人。确定交接？"
    template_name = "accounts/handover.html"
    form_class = HandoverForm

    def get_form_kwargs(self) -> dict[str, Any]:
        successors = selectors.possible_successors(self.person, by=self.request.user)
        return super().get_form_kwargs() | {"successors": successors}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return super().get_context_data(**context) | {"open_work": open_work(self.person)}

    def save(self, form: Form) -> str:
        facts = form.cleaned_data
        moved = handover.hand_over(person=self.person, by=self.request.user, **facts)
        listed = "、".join(f"{kind} {count} 项" for kind, count in moved.items()) or "没有未办工作"
        self.done = f"已交接给{facts['successor']}：{listed}。"
        return self.person.get_absolute_url()


class Leave(Handover):
    """The person herself hands over to a colleague of her own organisation."""

    permission = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.person = User.objects.get(pk=request.user.pk)
        if self.person.organisation is None:
            raise Http404
        self.title, self.back = self.words, reverse("home")
        self.note = "把手上的工作交给本单位同事；交给其他单位请联系系统管理员。"

    def save(self, form: Form) -> str:
        super().save(form)
        return self.back

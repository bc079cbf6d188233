"""What documents order about money: all rules on one page, and a new one of each kind."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from funding.forms.rules import KINDS, RuleForm, as_it_stands
from funding.models import SourceRule
from funding.selectors import rules as selectors
from funding.services import rules
from projects.choices import Source


@requires(Permission.VIEW_FUNDS)
def rule_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = {
        kind: selectors.rules_shown(user=request.user, model=model, today=today) for kind, (model, _) in KINDS.items()
    }
    context = {"rules": shown, "may_set": request.user.may(Permission.MANAGE_FUNDS)}
    return render(request, "funding/rule_list.html", context)


class RuleCreate(FormPage):
    """`kind` names the rule. The form starts from what holds now; of a source, from what ?source= names."""

    permission = Permission.MANAGE_FUNDS
    done = "已设置，自施行日期起按新规则办理。"
    back = reverse_lazy("funding:rule_list")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        if kwargs["kind"] not in KINDS:
            raise Http404
        self.model, self.form_class = KINDS[kwargs["kind"]]
        self.division = request.user.organisation.division
        self.title = f"设置{self.model._meta.verbose_name}"
        self.note = f"{self.division}；以前办理的业务仍按当时的规则"
        self.draft = f"fund-rule-{kwargs['kind']}"

    def get_initial(self) -> dict[str, Any]:
        today, chosen = timezone.localdate(), self.request.GET.get("source", "")
        of = {"source": chosen if chosen in Source.values else ""} if self.model is SourceRule else {}
        rule = self.model.objects.filter(**of).in_force(self.division.pk, today)
        return of | as_it_stands(rule, self.form_class)

    def save(self, form: RuleForm) -> str:
        rules.set_rule(model=self.model, division=self.division, by=self.request.user, **form.cleaned_data)
        return self.back

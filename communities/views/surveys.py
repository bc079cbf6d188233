"""Pages of surveys: one to fill in on site, one to read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.forms.surveys import SurveyForm
from communities.models import Compound, Survey
from communities.selectors.surveys import facts_of
from communities.services import surveys
from communities.views.photos import keep_all
from core.views.forms import FormPage


class SurveyCreate(FormPage):
    permission = Permission.SURVEY
    template_name = "communities/facts_form.html"
    form_class = SurveyForm
    submit = "提交调查"
    done = "摸底调查已登记。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.compound = get_object_or_404(Compound.objects.for_user(request.user).active(), pk=kwargs["pk"])
        self.title = f"摸底调查：{self.compound}"
        self.note = f"{self.compound.division}　{self.compound.address}　没有查的项目留空，留空的不改变小区现有数据。"
        self.draft = f"survey-{self.compound.pk}"
        self.back = self.compound.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        newest = self.compound.surveys.prefetch_related("facilities").first()
        asked = {"compound": self.compound, "newest": newest, "today": timezone.localdate()}
        return super().get_form_kwargs() | asked

    def save(self, form: SurveyForm) -> Survey:
        by = self.request.user
        survey = surveys.record(compound=self.compound, findings=form.findings, by=by, today=timezone.localdate())
        for refusal in keep_all(form.cleaned_data["photos"], compound=self.compound, by=by, survey=survey):
            messages.warning(self.request, refusal)
        return survey


@requires(Permission.VIEW_COMPOUNDS)
def survey_detail(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Survey.objects.for_user(request.user).select_related("compound__division", "recorded_by")
    survey = get_object_or_404(visible.prefetch_related("facilities"), pk=pk)
    context = {"survey": survey, "facts": facts_of(survey), "photos": survey.photos.shown()}
    return render(request, "communities/survey_detail.html", context)

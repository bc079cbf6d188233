"""Scans of papers about money: handed over, fetched, taken off the pages."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from funding import paper_policies
from funding.forms.documents import PaperForm
from funding.models import FundPaper
from funding.models.documents import SUBJECTS
from funding.services import papers
from projects.forms.programmes import ReasonForm


@requires(Permission.VIEW_FUNDS)
def paper_download(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download: a paper is never opened inside the page."""
    paper = get_object_or_404(FundPaper.objects.for_user(request.user).shown(), pk=pk)
    return FileResponse(paper.file.open("rb"), as_attachment=True, filename=paper.name)


class PaperAdd(FormPage):
    """A paper of what ?subject= names: document-12, review-3, contract-5, request-7, contribution-9."""

    permission = Permission.VIEW_FUNDS
    form_class = PaperForm
    title = "上传附件"
    submit = "上传"
    done = "附件已保存。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        name, _, key = request.GET.get("subject", "").partition("-")
        model = paper_policies.MODELS.get(name)
        if model is None or not key.isdecimal():
            raise Http404
        self.subject = get_object_or_404(model.objects.for_user(request.user), pk=int(key[:18]))
        paper_policies.check_can_add(request.user, self.subject)
        self.note, self.back = str(self.subject), self.subject.get_absolute_url()

    def save(self, form: PaperForm) -> str:
        papers.add(subject=self.subject, by=self.request.user, **form.cleaned_data)
        return self.back


class PaperRemove(FormPage):
    permission = Permission.VIEW_FUNDS
    form_class = ReasonForm
    submit = "移除"
    done = "附件已移除。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = FundPaper.objects.for_user(request.user).shown().select_related(*SUBJECTS)
        self.paper = get_object_or_404(visible, pk=kwargs["pk"])
        paper_policies.check_can_add(request.user, self.paper.subject)
        self.title, self.back = f"移除附件：{self.paper}", self.paper.subject.get_absolute_url()

    def save(self, form: ReasonForm) -> str:
        papers.remove(paper=self.paper, by=self.request.user, **form.cleaned_data)
        return self.back

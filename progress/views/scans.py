"""Sealed sheets: handed over at their return or anywhere, fetched, taken off the page."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.views.forms import LeadsBack
from progress import package_policies as policies
from progress.forms.packages import ScanForm
from progress.models import MonthlyReturn, SealedScan
from progress.selectors import packages as selected
from progress.services import scans
from progress.views.base_package import return_of, told_where_she_was
from projects.forms.programmes import ReasonForm


class ScanAdd(LeadsBack):
    """One or more scans, each of which finds its own return; with `?return=` they are all of that one."""

    form_class = ScanForm
    template_name = "progress/scan_form.html"
    title = "上传月报盖章件"
    note = "每份盖章件按页面上的二维码自动归入对应的街道、月份和版本"
    submit = "上传"
    monthly_return: MonthlyReturn | None = None

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        if not request.user.may(Permission.APPROVE_RETURNS):
            request.user.demand(Permission.FILL_RETURNS)
        chosen = request.GET.get("return", "")
        self.back = reverse("progress:return_list")
        if chosen.isdecimal():
            found = self.monthly_return = return_of(request, int(chosen))
            self.note, self.back = str(found.current), found.get_absolute_url()
            told_where_she_was(lambda: policies.check_may_seal(request.user, found))

    def form_valid(self, form: ScanForm) -> HttpResponse:
        """What became of each file, one by one; a refused one does not keep the others back."""
        answers = [self._attach(upload, form.cleaned_data["code"]) for upload in form.cleaned_data["scans"]]
        refused = all(answer["scan"] is None for answer in answers)
        context = self.get_context_data(form=form if refused else ScanForm(), answers=answers)
        return self.render_to_response(context, status=422 if refused else 200)

    def _attach(self, upload: UploadedFile, code: str) -> dict[str, Any]:
        answer: dict[str, Any] = {"name": upload.name, "scan": None, "refusal": "", "needs_code": False}
        try:
            answer["scan"] = scans.attach(
                upload=upload, by=self.request.user, now=timezone.now(), code=code, of=self.monthly_return
            )
        except DomainError as refusal:
            answer |= {"refusal": str(refusal), "needs_code": isinstance(refusal, scans.NoCode)}
        return answer


@requires(Permission.VIEW_RETURNS)
def scan_download(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download: a paper is never opened inside the page."""
    scan = get_object_or_404(SealedScan.objects.for_user(request.user).shown(), pk=pk)
    return FileResponse(scan.file.open("rb"), as_attachment=True, filename=scan.name)


class ScanRemove(LeadsBack):
    form_class = ReasonForm
    submit = "移除"
    done = "盖章件已移除。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        if not request.user.may(Permission.APPROVE_RETURNS):
            request.user.demand(Permission.FILL_RETURNS)
        related = [f"version__{part}" for part in selected.PARTS]
        visible = SealedScan.objects.for_user(request.user).shown().select_related(*related)
        self.scan = get_object_or_404(visible, pk=kwargs["pk"])
        self.title, self.note = f"移除盖章件：{self.scan}", str(self.scan.version)
        self.back = self.scan.version.monthly_return.get_absolute_url()
        told_where_she_was(lambda: policies.check_may_seal(request.user, self.scan.version.monthly_return))

    def save(self, form: ReasonForm) -> str:
        scans.remove(scan=self.scan, by=self.request.user, **form.cleaned_data)
        return self.back

"""Photographs: looked at and uploaded on one page, and served only to those who may see the compound."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import cache_control

from accounts.models import User
from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.forms.eligibility import ReasonForm
from communities.forms.photos import PhotosForm
from communities.models import Compound, Photo, Survey
from communities.selectors.compounds import listed
from communities.services import photos
from communities.views.compounds import about
from core.errors import DomainError
from core.views.forms import FormPage

SHOWN = {"thumbnail": "thumbnail", "public": "public_copy", "original": "original"}
WITH_PLACE = frozenset({"original"})  # its EXIF tells where it was taken
DAY = 24 * 60 * 60


def keep_all(
    uploads: Iterable[UploadedFile], *, compound: Compound, by: User, survey: Survey | None = None
) -> list[str]:
    """Keep each photo that can be kept, and tell what was wrong with the others."""
    refusals = []
    for upload in uploads:
        try:
            photos.add(compound=compound, upload=upload, by=by, survey=survey)
        except DomainError as refusal:
            refusals.append(f"{upload.name}：{refusal}")
    return refusals


class CompoundPhotos(FormPage):
    """All photos of a compound, and the form to add some."""

    permission = Permission.VIEW_COMPOUNDS
    template_name = "communities/compound_photos.html"
    form_class = PhotosForm
    submit = "上传"
    done = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.compound = get_object_or_404(listed(request.user), pk=kwargs["pk"])

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        shown = self.compound.photos.shown().select_related("uploaded_by")
        return super().get_context_data(**context) | about(self.request, self.compound) | {"photos": shown}

    def save(self, form: PhotosForm) -> str:
        self.request.user.demand(Permission.SURVEY)
        uploads = form.cleaned_data["photos"]
        refusals = keep_all(uploads, compound=self.compound, by=self.request.user)
        for refusal in refusals:
            messages.warning(self.request, refusal)
        if kept := len(uploads) - len(refusals):
            messages.success(self.request, f"已保存 {kept} 张照片。")
        return reverse("communities:compound_photos", args=[self.compound.pk])


class PhotoRemove(FormPage):
    permission = Permission.SURVEY
    form_class = ReasonForm
    title = "移除照片"
    submit = "移除"
    done = "照片已移除。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = Photo.objects.for_user(request.user).shown().select_related("compound")
        self.photo = get_object_or_404(visible, pk=kwargs["pk"])
        self.back = reverse("communities:compound_photos", args=[self.photo.compound_id])

    def save(self, form: Form) -> str:
        photos.remove(photo=self.photo, by=self.request.user, **form.cleaned_data)
        return self.back


@requires(Permission.VIEW_COMPOUNDS)
@cache_control(private=True, max_age=DAY)
def photo_file(request: HttpRequest, pk: int, size: str) -> FileResponse | HttpResponse:
    """One size of a photo. The original goes only to those who survey; for others it does not exist."""
    if size not in SHOWN or (size in WITH_PLACE and not request.user.may(Permission.SURVEY)):
        raise Http404
    photo = get_object_or_404(Photo.objects.for_user(request.user).shown(), pk=pk)
    return FileResponse(getattr(photo, SHOWN[size]).open("rb"))

"""Uploading several photographs at once, as phones offer it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

MOST_AT_ONCE = 20


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """A list of uploads. HEIC is left out of `accept`, so that a phone sends JPEG."""

    widget = SeveralFiles(attrs={"accept": "image/jpeg,image/png"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        single = super().clean
        uploads = [single(each, initial) for each in data] if data else [single(None, initial)]
        if len(uploads) > MOST_AT_ONCE:
            raise forms.ValidationError(f"一次最多上传 {MOST_AT_ONCE} 张，请分几次上传。")
        return list(filter(None, uploads))


class PhotosForm(forms.Form):
    photos = PhotosField(label="选择照片", help_text=f"JPEG 或 PNG，每张不超过 20 MB，一次最多 {MOST_AT_ONCE} 张")

"""Papers as they are handed over: what is taken, told by the content and held against the name."""

import hashlib
import struct
import warnings
import zipfile
from pathlib import PurePath
from typing import IO, Any

import filetype
from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from core.errors import DomainError
from core.workbooks.errors import Unreadable
from core.workbooks.ole import OleFile

KINDS = {
    "pdf": "PDF",
    "jpg": "JPEG 图片",
    "png": "PNG 图片",
    "docx": "Word 文档",
    "xlsx": "Excel 工作簿",
    "doc": "Word 97-2003 文档",
    "xls": "Excel 97-2003 工作簿",
    "dwg": "DWG 图纸",
    "zip": "ZIP 压缩包",
    "ofd": "OFD 版式文件",
}
ALSO = {"jpeg": "jpg"}
ACCEPT = ",".join(f".{extension}" for extension in (*KINDS, *ALSO))  # for <input type="file" accept=…>

HEAD, TAIL = 8_192, 4_096  # bytes by which a kind is told, and in which a whole PDF ends
OLE, ZIP, DWG = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"AC10"
MOST_PIXELS = 100_000_000
NAME_LENGTH = 200


def kept(upload: UploadedFile, *, by: Any) -> dict[str, Any]:
    """The fields of an Attachment for this upload. Refused, in words that name the file: empty, too large, of a kind
    that is not taken, not what its name says, damaged."""
    name = _short(upload.name or "")
    extension = _extension(name)
    most = settings.ATTACHMENT_MAX_BYTES
    if not upload.size:
        raise DomainError(f"“{name}”是空文件，请重新选择。")
    if upload.size > most:
        raise DomainError(f"“{name}”超过 {most // 1024 // 1024} MB，请压缩或拆分后再传。")
    found = _kind_of(upload.file, name)
    if found != extension:
        what = f"内容是{KINDS[found]}" if found else "内容无法识别"
        raise DomainError(f"“{name}”的扩展名是 .{extension}，{what}。请用原来的软件另存为需要的格式后再传。")
    return {
        "file": File(upload.file, name=f"{(digest := _digest(upload))}.{extension}"),
        "name": name,
        "size": upload.size,
        "sha256": digest,
        "uploaded_by": by,
    }


def _short(name: str) -> str:
    """The name as the person knows it, cut in the middle where it is too long for its column."""
    suffix = PurePath(name).suffix
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - len(suffix)] + suffix


def _extension(name: str) -> str:
    written = PurePath(name).suffix.lower().removeprefix(".")
    extension = ALSO.get(written, written)
    if extension not in KINDS:
        raise DomainError(
            f"“{name}”不是可以上传的类型。可以上传：{'、'.join(KINDS)}。WPS 文件请另存为 docx、xlsx 或 pdf。"
        )
    return extension


def _kind_of(file: IO[bytes], name: str) -> str:
    """A key of KINDS, or "" for what is none of them. A file that breaks off is refused here."""
    file.seek(0)
    head = file.read(HEAD)
    try:
        if head.startswith(OLE):
            return _inside_ole(file, name)
        if head.startswith(ZIP):
            return _inside_zip(file)
        if head.startswith(DWG):
            return "dwg"
        guessed = filetype.guess(head)
        extension = guessed.extension if guessed and guessed.extension in ("pdf", "jpg", "png") else ""
        _check_whole(file, extension)
        return extension
    except (OSError, SyntaxError, ValueError, IndexError, KeyError, struct.error, zipfile.BadZipFile, Unreadable):
        raise DomainError(f"“{name}”已损坏或没有传完整，请打开原文件检查后再传。") from None
    finally:
        file.seek(0)


def _inside_ole(file: IO[bytes], name: str) -> str:
    file.seek(0)
    streams = OleFile(file.read()).streams
    if "EncryptedPackage" in streams:
        raise DomainError(f"“{name}”设有打开密码，请去掉密码后再传。")
    if "WordDocument" in streams:
        return "doc"
    return "xls" if {"Workbook", "Book"} & streams.keys() else ""


def _inside_zip(file: IO[bytes]) -> str:
    """Office and OFD files are archives; the directory at their end is missing where the upload broke off."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    if "OFD.xml" in names:
        return "ofd"
    if "[Content_Types].xml" in names:
        return next((kind for kind, folder in (("docx", "word/"), ("xlsx", "xl/")) if _holds(names, folder)), "zip")
    return "zip"


def _holds(names: list[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _check_whole(file: IO[bytes], extension: str) -> None:
    """Raises ValueError or OSError for a PDF without its end and for a picture that cannot be drawn."""
    if extension == "pdf":
        file.seek(0, 2)
        file.seek(max(0, file.tell() - TAIL))
        if b"%%EOF" not in file.read():
            raise ValueError("no end")
    if extension in ("jpg", "png"):
        file.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file, formats=["JPEG", "PNG"])
        if image.width * image.height > MOST_PIXELS:
            raise DomainError(f"图片的像素太多（超过 {MOST_PIXELS // 100_000_000} 亿），请缩小后再传。")
        image.load()


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.file.seek(0)
    return digest.hexdigest()

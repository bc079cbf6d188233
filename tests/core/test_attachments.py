"""Papers handed over: taken for what they are, refused with a sentence that names the file."""

import hashlib
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from core import attachments
from core.errors import DomainError

XLS = (Path(__file__).parent / "files" / "ledger.xls").read_bytes()
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "示例")
    return out.getvalue()


def picture(form: str) -> bytes:
    out = BytesIO()
    Image.effect_noise((60, 40), 50).save(out, form)
    return out.getvalue()


def workbook() -> bytes:
    out = BytesIO()
    Workbook().save(out)
    return out.getvalue()


def ole(*streams: str) -> bytes:
    """The least of an OLE file: a header, one allocation sector, one directory sector."""
    header = bytearray(512)
    header[:8] = attachments.OLE
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2).ljust(64, b"\0")
        for name in ("Root Entry", *streams)
    )
    return bytes(header) + table + directory.ljust(512, b"\0")


def taken(name: str, content: bytes):
    return attachments.kept(SimpleUploadedFile(name, content), by=None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("方案批复.pdf", PDF),
        ("现场.JPG", picture("JPEG")),
        ("现场.jpeg", picture("JPEG")),
        ("示意.png", picture("PNG")),
        ("方案.docx", archive("[Content_Types].xml", "word/document.xml")),
        ("概算.xlsx", workbook()),
        ("台账.xls", XLS),
        ("方案.doc", ole("WordDocument")),
        ("总平面.dwg", b"AC1032" + bytes(100)),
        ("图纸.zip", archive("总平面.dwg")),
        ("批复.ofd", archive("OFD.xml", "Doc_0/Document.xml")),
    ],
)
def test_papers_of_an_office_are_taken_under_their_name(name, content):
    fields = taken(name, content)

    assert (fields["name"], fields["size"]) == (name, len(content))
    assert fields["sha256"] == hashlib.sha256(content).hexdigest()
    assert fields["file"].read() == content


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("方案.pdf", b"", "“方案.pdf”是空文件"),
        ("方案.pdf", picture("PNG"), r"扩展名是 \.pdf，内容是PNG 图片"),
        ("方案.docx", workbook(), r"扩展名是 \.docx，内容是Excel 工作簿"),
        ("方案.pdf", b"<html>", "内容无法识别"),
        ("方案.doc", ole("Contents"), "内容无法识别"),
        ("方案.exe", b"MZ", "不是可以上传的类型"),
        ("方案.wps", ole("WordDocument"), "另存为 docx"),
        ("方案", PDF, "不是可以上传的类型"),
        ("方案.docx", ole("EncryptedPackage"), "设有打开密码"),
        ("方案.pdf", PDF[:20], "已损坏或没有传完整"),
        ("现场.jpg", picture("JPEG")[:-200], "已损坏或没有传完整"),
        ("概算.xlsx", workbook()[:-100], "已损坏或没有传完整"),
        ("台账.xls", XLS[:600], "已损坏或没有传完整"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, content, said):
    with pytest.raises(DomainError, match=said):
        taken(name, content)


def test_a_file_that_is_too_large_is_refused_with_the_limit(settings):
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024

    with pytest.raises(DomainError, match="超过 1 MB"):
        taken("图纸.pdf", bytes(1024 * 1024 + 1))


def test_a_picture_of_absurd_size_is_refused(monkeypatch):
    monkeypatch.setattr(attachments, "MOST_PIXELS", 1_000)

    with pytest.raises(DomainError, match="像素太多"):
        taken("现场.png", picture("PNG"))


def test_a_long_name_keeps_its_kind():
    fields = taken(f"{'方' * 240}.pdf", PDF)

    assert (len(fields["name"]), fields["name"][-5:]) == (200, "方.pdf")

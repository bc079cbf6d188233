"""The sealed sheet, scanned crooked and grey or photographed, finds its own return by its code."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from core.errors import DomainError, NotAllowed
from progress import qr
from progress.choices import FoundBy, ReturnStatus
from progress.models import SealedScan
from progress.services import packages, scans
from tests.progress.stories import a_scan, accepted, approved, at, clerk_of, office_of, sealed, submitted

pytestmark = pytest.mark.django_db

NOW = at(date(2023, 5, 26), 11)
DOTS = 150 / 25.4  # pixels of a millimetre at 150 dots per inch
A4 = (round(297 * DOTS), round(210 * DOTS))


def sheet(*texts: str) -> Image.Image:
    """A page of A4 as a printer lays it out: lines of a table, and codes of 24 mm in the upper right."""
    page = Image.new("RGB", A4, "white")
    draw = ImageDraw.Draw(page)
    for row in range(40, 200, 4):
        draw.line([(10 * DOTS, row * DOTS), (287 * DOTS, row * DOTS)], fill="grey")
    for number, text in enumerate(texts):
        drawn = BytesIO()
        qr.drawn(text).save(drawn, kind="png", scale=10, border=2)
        code = Image.open(drawn).convert("RGB").resize((round(24 * DOTS),) * 2)
        page.paste(code, (round((263 - 40 * number) * DOTS), round(8 * DOTS)))
    return page


def scanned(page: Image.Image, name="扫描件.jpg", **options) -> SimpleUploadedFile:
    """As a scanner saves it: JPEG of a middling quality, or a PDF of the picture."""
    out = BytesIO()
    page.save(out, "PDF" if name.endswith(".pdf") else "JPEG", **{"quality": 60, "resolution": 150} | options)
    return SimpleUploadedFile(name, out.getvalue())


def attach(upload, by, **options) -> SealedScan:
    return scans.attach(upload=upload, by=by, now=NOW, **options)


def crooked(page):
    return page.convert("L").rotate(7, expand=True, fillcolor=235)


def sealed_over(page):
    """A red seal of 42 mm that lies over a corner of the code."""
    draw = ImageDraw.Draw(page)
    centre, radius = (263 * DOTS, 36 * DOTS), 21 * DOTS
    box = [centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius]
    draw.ellipse(box, outline=(200, 30, 30), width=round(1.2 * DOTS))
    return page


def upside_down(page):
    return page.rotate(180)


def in_bad_light(page):
    """Dark on one side, little contrast, and smaller than it was."""
    shade = Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda grey: 90 + grey // 3)
    return Image.composite(page.convert("L"), Image.new("L", page.size, 60), shade).resize((1_300, 920))


@pytest.mark.parametrize("look", [crooked, sealed_over, upside_down, in_bad_light])
def test_a_sheet_finds_its_return_however_it_looks(look, nanqiao, jiankang, clerk):
    approved(jiankang)
    version = approved(nanqiao)

    scan = attach(scanned(look(sheet(qr.text_of(version)))), clerk)

    version.refresh_from_db()
    assert (scan.version, scan.found_by, version.status) == (version, FoundBy.QR, ReturnStatus.SEALED)


def test_a_pdf_finds_its_return_by_its_second_page(nanqiao, clerk):
    version = approved(nanqiao)
    pages = [sheet(), crooked(sheet(qr.text_of(version))).convert("RGB")]

    scan = attach(scanned(pages[0], "盖章件.pdf", save_all=True, append_images=pages[1:]), clerk)

    assert scan.version == version


def test_a_sheet_of_the_street_next_door_tells_nothing(nanqiao, jiankang, clerk):
    other = approved(jiankang)

    with pytest.raises(DomainError, match="不属于您单位的月报") as refusal:
        attach(scanned(sheet(qr.text_of(other))), clerk)

    assert "健康路" not in str(refusal.value)


def test_the_office_seals_nothing_for_the_street(nanqiao, office):
    with pytest.raises(NotAllowed, match="您的单位不能代办"):
        attach(scanned(sheet(qr.text_of(approved(nanqiao)))), office)


def test_at_the_wrong_return_it_says_where_it_belongs(nanqiao, jiankang, clerk):
    version = approved(nanqiao)

    with pytest.raises(DomainError, match="另一个街道的盖章件：南桥街道2023年5月月报（第 1 版）"):
        attach(scanned(sheet(qr.text_of(version))), clerk, of=jiankang)


def test_one_sheet_seals_one_return(nanqiao, jiankang, clerk, neighbour):
    """The same picture with another check code typed to it: it was sealed once."""
    first, second = approved(nanqiao), approved(jiankang)
    picture = a_scan().read()
    attach(SimpleUploadedFile("盖章件.png", picture), clerk, code=first.code)

    with pytest.raises(DomainError, match="已作为另一个街道的盖章件上传，同一份文件不能再用于") as refusal:
        attach(SimpleUploadedFile("换个名字.png", picture), neighbour, code=second.code)

    assert "南桥" not in str(refusal.value)
    assert not second.scans.exists()


def test_the_old_sheet_does_not_seal_the_correction(nanqiao, clerk):
    picture = a_scan().read()
    first = approved(nanqiao)
    attach(SimpleUploadedFile("盖章件.png", picture), clerk, code=first.code)
    packages.recall(version=first, reason="漏填", by=clerk, now=NOW, today=date(2023, 5, 26))

    with pytest.raises(DomainError, match="已作为“南桥街道2023年5月月报（第 1 版）”的盖章件上传"):
        attach(SimpleUploadedFile("盖章件.png", picture), clerk, code=approved(nanqiao).code)


def test_an_outdated_sheet_names_the_newer_version(nanqiao, clerk):
    old = sealed(nanqiao)
    packages.recall(version=old, reason="漏填", by=clerk, now=NOW, today=date(2023, 5, 26))

    with pytest.raises(DomainError, match=r"已过期：之后又有第 2 版（街道收回，更正中）。请打印新版、盖章后再传"):
        attach(scanned(sheet(qr.text_of(old))), clerk)


def test_a_sheet_that_the_leader_has_not_approved_is_refused(nanqiao, clerk):
    version = submitted(nanqiao)

    with pytest.raises(DomainError, match="还没有经负责人审核通过"):
        attach(scanned(sheet(qr.text_of(version))), clerk)


def test_an_accepted_return_takes_no_more_sheets(nanqiao, clerk):
    version = accepted(nanqiao)

    with pytest.raises(DomainError, match="目前是“已审核通过”"):
        attach(scanned(sheet(qr.text_of(version))), clerk)


def test_a_forged_code_is_refused(nanqiao, clerk):
    version = approved(nanqiao)
    text = qr.text_of(version).replace("2023-05", "2023-04")

    with pytest.raises(DomainError, match="不属于您单位的月报"):
        attach(scanned(sheet(text)), clerk)


def test_two_returns_on_one_page_are_refused(nanqiao, clerk):
    version = approved(nanqiao)
    other = qr.text_of(version).replace(version.code, "AAAA2222")

    with pytest.raises(DomainError, match="同一页上有几份月报的二维码"):
        attach(scanned(sheet(qr.text_of(version), other)), clerk)


def test_without_a_code_it_asks_for_the_one_printed_beside_it(nanqiao, clerk):
    approved(nanqiao)

    with pytest.raises(scans.NoCode, match=r"没有识别出本系统的二维码.*输入打印件上二维码旁的 8 位校验码"):
        attach(scanned(sheet()), clerk)


def test_a_code_of_somebody_else_is_none_of_ours(nanqiao, clerk):
    approved(nanqiao)

    with pytest.raises(scans.NoCode):
        attach(scanned(sheet("WIFI:T:WPA;S:demo;;")), clerk)


def test_the_typed_code_finds_it_in_small_letters_and_with_blanks(nanqiao, clerk):
    version = approved(nanqiao)
    typed = f" {version.code[:4].lower()} {version.code[4:]}"

    assert attach(a_scan(), clerk, code=typed).found_by == FoundBy.CODE


def test_a_mistyped_code_is_asked_for_again(nanqiao, clerk):
    approved(nanqiao)

    with pytest.raises(scans.NoCode, match="没有校验码为 AAAA2222 的月报，或它不属于您单位"):
        attach(a_scan(), clerk, code="aaaa2222")


def test_a_typed_code_that_contradicts_the_printed_one_is_refused(nanqiao, clerk):
    version = approved(nanqiao)

    with pytest.raises(DomainError, match="不是同一份月报"):
        attach(scanned(sheet(qr.text_of(version))), clerk, code="AAAA2222")


@pytest.mark.parametrize(
    ("upload", "refusal"),
    [
        (SimpleUploadedFile("空.pdf", b""), "是空文件"),
        (SimpleUploadedFile("坏.pdf", b"%PDF-1.4\nnothing\n%%EOF\n"), "已损坏或没有传完整"),
        (SimpleUploadedFile("断.jpg", b"\xff\xd8\xff\xe0" + b"0" * 100), "已损坏或没有传完整"),
        (SimpleUploadedFile("图.dwg", b"AC1032" + b"0" * 100), "不是图片或 PDF"),
        (SimpleUploadedFile("说明.exe", b"MZ"), "不是可以上传的类型"),
    ],
    ids=["empty", "broken PDF", "broken picture", "drawing", "program"],
)
def test_what_is_no_scan_is_refused_by_name(upload, refusal, nanqiao, clerk):
    version = approved(nanqiao)

    with pytest.raises(DomainError, match=refusal):
        attach(upload, clerk, code=version.code)


def test_the_same_scan_is_kept_once(nanqiao, clerk):
    version = approved(nanqiao)
    page = sheet(qr.text_of(version))
    attach(scanned(page), clerk)

    with pytest.raises(DomainError, match=r"已经上传过，名为“扫描件\.jpg”"):
        attach(scanned(page, "再传.jpg"), clerk)


def test_a_better_scan_changes_no_moment(nanqiao, clerk):
    first = sealed(nanqiao)

    scans.attach(upload=a_scan(), by=clerk, now=at(date(2023, 6, 20), 9), code=first.code)

    first.refresh_from_db()
    assert (first.sealed_at, first.scans.count()) == (NOW, 2)


def test_after_the_lock_the_first_sheet_comes_too_late(nanqiao, clerk):
    version = approved(nanqiao)

    with pytest.raises(DomainError, match="数据已锁定"):
        scans.attach(upload=a_scan(), by=clerk, now=at(date(2023, 6, 6), 9), code=version.code)


def test_the_only_scan_of_a_version_stays(nanqiao, clerk):
    scan = SealedScan.objects.get(version=sealed(nanqiao))

    with pytest.raises(DomainError, match="唯一的盖章件"):
        scans.remove(scan=scan, reason="模糊", by=clerk)


def test_a_worse_scan_is_taken_off_with_a_reason(nanqiao, clerk):
    version = sealed(nanqiao)
    worse = SealedScan.objects.get(version=version)
    attach(a_scan(), clerk, code=version.code)

    scans.remove(scan=worse, reason="模糊", by=clerk)

    worse.refresh_from_db()
    assert (worse.removed_reason, version.scans.shown().count()) == ("模糊", 1)


def test_what_was_accepted_keeps_its_scans(nanqiao, clerk):
    version = sealed(nanqiao)
    attach(a_scan(), clerk_of(nanqiao), code=version.code)
    packages.accept(version=version, by=office_of(nanqiao), now=NOW)

    with pytest.raises(DomainError, match="随版本存档，不能移除"):
        scans.remove(scan=version.scans.first(), reason="模糊", by=clerk)


@pytest.mark.parametrize(
    "text", ["", "LXGZ", "LXGZ 410703008000 2023-13 V1 AB23CD45", "LXGZ 410703008000 2023-05 V1 AB23CD4O"]
)
def test_a_text_that_is_none_of_ours_is_not_read(text):
    assert qr.read(text) is None

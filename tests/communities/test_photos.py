"""Photographs from a phone: upright, small, without the place in what is shown; anything else is refused in words."""

import struct
import zlib
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from communities import photos
from communities.services import photos as keeping
from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from tests.communities.factories import a_compound, a_picture, an_upload

MOST = 20 * 1024 * 1024
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300
GPS = ((35.0, 18.0, 12.6), (113.0, 52.0, 30.0))


def read(content: bytes, size: int | None = None) -> photos.Picture:
    return photos.read(BytesIO(content), size=size or len(content), most_bytes=MOST)


def a_png_of(width: int, height: int) -> bytes:
    """A few bytes that claim to be an enormous picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def test_time_and_place_are_read_and_left_out_of_the_copies():
    picture = read(a_picture(gps=GPS, taken="2026:03:01 09:30:00"))

    assert picture.taken_at == datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001 - as the camera had it
    assert (picture.latitude, picture.longitude) == (Decimal("35.303500"), Decimal("113.875000"))
    for copy in (picture.public_copy, picture.thumbnail):
        assert not Image.open(BytesIO(copy)).getexif()
        assert b"Exif" not in copy


def test_copies_are_small():
    picture = read(a_picture(size=(4000, 3000)))

    assert Image.open(BytesIO(picture.public_copy)).size == (1600, 1200)
    assert Image.open(BytesIO(picture.thumbnail)).size == (320, 240)


def test_a_photo_taken_upright_stands_upright():
    picture = read(a_picture(size=(800, 600), orientation=6))

    assert Image.open(BytesIO(picture.thumbnail)).size == (240, 320)


def test_a_png_without_any_exif_is_a_photo_too():
    picture = read(a_picture(form="PNG"))

    assert (picture.extension, picture.taken_at, picture.latitude) == ("png", None, None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HEIC, "HEIC 格式"),
        (b"%PDF-1.7 \n" + b"0" * 400, "只能上传 JPEG 或 PNG"),
        (b"", "只能上传 JPEG 或 PNG"),
        (b"<svg onload='x'/>", "只能上传 JPEG 或 PNG"),
        (a_picture()[:2000], "已损坏或没有传完整"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 400, "已损坏或没有传完整"),
        (a_png_of(60_000, 60_000), "像素太多"),
        (a_png_of(9_000, 9_000), "像素太多"),
    ],
)
def test_what_is_no_usable_photo_is_refused_with_what_to_do(content, sentence):
    with pytest.raises(photos.NotAPhoto, match=sentence):
        read(content)


def test_a_photo_over_the_limit_is_refused_before_it_is_read():
    with pytest.raises(photos.NotAPhoto, match="照片超过 20 MB"):
        read(a_picture(), size=MOST + 1)


@pytest.fixture
def compound(clerk):
    return a_compound(clerk)


@pytest.mark.django_db
def test_a_photo_is_kept_with_time_and_place_in_its_row(compound, clerk):
    photo = keeping.add(compound=compound, upload=an_upload(a_picture(gps=GPS, taken="2026:03:01 09:30:00")), by=clerk)

    assert photo.taken_at == datetime(2026, 3, 1, 1, 30, tzinfo=UTC)
    assert photo.latitude == Decimal("35.303500")
    with photo.original.open() as original:
        assert original.read(2) == b"\xff\xd8"
    assert AuditEntry.objects.get(action="上传照片").details["照片"] == photo.pk


@pytest.mark.django_db
def test_the_same_picture_is_not_kept_twice(compound, clerk):
    keeping.add(compound=compound, upload=an_upload(), by=clerk)

    with pytest.raises(keeping.SamePhoto, match="上传过，没有重复保存"):
        keeping.add(compound=compound, upload=an_upload(name="副本.jpg"), by=clerk)


@pytest.mark.django_db
def test_a_removed_photo_is_shown_nowhere_and_comes_back_when_uploaded_again(compound, clerk):
    photo = keeping.add(compound=compound, upload=an_upload(), by=clerk)
    keeping.remove(photo=photo, by=clerk, reason="拍错小区")
    assert not compound.photos.shown().exists()

    keeping.add(compound=compound, upload=an_upload(), by=clerk)

    assert [each.pk for each in compound.photos.shown()] == [photo.pk]


@pytest.mark.django_db
def test_nobody_uploads_next_door(compound, neighbour):
    with pytest.raises(NotAllowed):
        keeping.add(compound=compound, upload=an_upload(), by=neighbour)


@pytest.mark.django_db
def test_a_refused_photo_leaves_nothing_behind(compound, clerk):
    with pytest.raises(DomainError):
        keeping.add(compound=compound, upload=an_upload(HEIC), by=clerk)

    assert not compound.photos.exists()

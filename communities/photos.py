"""Photographs as they come from a phone: what is taken, and the copies made of it. No database, no request."""

import hashlib
import warnings
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import IO, Any

import filetype
from PIL import ExifTags, Image, ImageOps

from core.errors import DomainError

TAKEN = {"jpg": "JPEG", "png": "PNG"}
MOST_PIXELS = 50_000_000
PUBLIC_SIDE = 1600
THUMBNAIL_SIDE = 320
HEAD = 262  # bytes by which a kind of file is told


class NotAPhoto(DomainError):
    """The file is refused; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One photograph: copies without any EXIF, and the time and place that stood in it (place in degrees)."""

    extension: str
    sha256: str
    public_copy: bytes
    thumbnail: bytes
    taken_at: datetime | None  # local time, as the camera had it
    latitude: Decimal | None
    longitude: Decimal | None


def read(file: IO[bytes], *, size: int, most_bytes: int) -> Picture:
    """Check an upload and make its copies. The name of the file is not looked at, only what it is."""
    if size > most_bytes:
        raise NotAPhoto(f"照片超过 {most_bytes // 1024 // 1024} MB，请在手机上缩小后再传。")
    extension = _extension(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(file, formats=[TAKEN[extension]])
        if image.width * image.height > MOST_PIXELS:
            raise Image.DecompressionBombError
        exif = image.getexif()
        image.draft("RGB", (PUBLIC_SIDE, PUBLIC_SIDE))  # a large JPEG is decoded at a fraction of its size
        upright = _plain(ImageOps.exif_transpose(image))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPhoto(f"照片的像素太多（超过 {MOST_PIXELS // 10_000} 万），请缩小后再传。") from None
    except (OSError, SyntaxError, ValueError):
        raise NotAPhoto("照片已损坏或没有传完整，请重新拍摄或重新上传。") from None
    latitude, longitude = _place(exif)
    return Picture(
        extension=extension,
        sha256=_digest(file),
        public_copy=_jpeg(upright, PUBLIC_SIDE),
        thumbnail=_jpeg(upright, THUMBNAIL_SIDE),
        taken_at=_time(exif),
        latitude=latitude,
        longitude=longitude,
    )


def _extension(file: IO[bytes]) -> str:
    file.seek(0)
    kind = filetype.guess(file.read(HEAD))
    file.seek(0)
    if kind and kind.extension in ("heic", "heif", "avif"):
        raise NotAPhoto("这是 HEIC 格式的照片。请在手机“设置-相机-格式”中选“兼容性最佳”，或另存为 JPEG 后再传。")
    if not kind or kind.extension not in TAKEN:
        raise NotAPhoto("只能上传 JPEG 或 PNG 格式的照片。")
    return kind.extension


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return digest


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone on white paper: nothing that stood beside them in the file comes along."""
    image.thumbnail((PUBLIC_SIDE, PUBLIC_SIDE))
    paper = Image.new("RGB", image.size, "white")
    solid = image.convert("RGBA") if image.mode in ("RGBA", "LA", "P", "PA") else image.convert("RGB")
    paper.paste(solid, mask=solid if solid.mode == "RGBA" else None)
    return paper


def _jpeg(image: Image.Image, side: int) -> bytes:
    copy, out = image.copy(), BytesIO()
    copy.thumbnail((side, side))
    copy.save(out, "JPEG", quality=85)
    return out.getvalue()


def _time(exif: Image.Exif) -> datetime | None:
    text = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    try:
        return datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - local time of the camera
    except ValueError:
        return None


def _place(exif: Image.Exif) -> tuple[Decimal | None, Decimal | None]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), negative=gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), negative=gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    inside = latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if inside else (None, None)


def _degrees(parts: Any, *, negative: bool) -> Decimal | None:
    try:
        degrees, minutes, seconds = (Decimal(part.numerator) / Decimal(part.denominator) for part in parts)
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return None
    angle = (degrees + minutes / 60 + seconds / 3600).quantize(Decimal("0.000001"))
    return -angle if negative else angle

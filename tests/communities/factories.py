"""Compounds of 南桥街道 and what hangs on them, for the stories of this room."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from communities.services import buildings, compounds

TODAY = date(2026, 3, 20)
NANQIAO, JIANKANG, EXAMPLE_COMMUNITY = "410703008000", "410703004000", "410703008001"

FACTS = {
    "address": "新运路23号",
    "built_year": 1988,
    "buildings_count": 3,
    "units_count": 9,
    "households": 120,
    "population": 300,
    "floor_area": Decimal(9_000),
}


def a_compound(by, name="新运23号院", street=NANQIAO, **facts):
    return compounds.create(facts={"division_id": street, "name": name, **FACTS, **facts}, by=by)


def a_building(compound, by, name="1号楼", **facts):
    return buildings.add(compound=compound, facts={"name": name, "households": 40, **facts}, by=by)


def a_unit(building, by, name="1单元"):
    return buildings.add_unit(building=building, facts={"name": name, "households": 12}, by=by)


def a_picture(*, form="JPEG", size=(800, 600), colour="grey", gps=None, taken="", orientation=1) -> bytes:
    """A picture as a phone writes it, with time and place in its EXIF."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if gps:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", gps[0]
        place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", gps[1]
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form, exif=exif)
    return out.getvalue()


def an_upload(content: bytes | None = None, name="IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_picture() if content is None else content)

"""Sealed sheets of the demo: the code of the version and a red ring, drawn as a scanner would see them."""

from datetime import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from accounts.models import User
from progress import qr
from progress.models import ReturnVersion
from progress.services import scans

PAGE = (1240, 877)  # A4 landscape at 106 dots an inch
PAPER, SEAL = (248, 247, 243), (190, 30, 40)
RING = (930, 610, 1130, 810)


def hand_in(version: ReturnVersion, *, by: User, now: datetime) -> None:
    name = f"{version.division}{version.month:%Y-%m}盖章件（示例）.jpg"
    scans.attach(upload=SimpleUploadedFile(name, _drawn(version)), by=by, now=now)


def _drawn(version: ReturnVersion) -> bytes:
    page, code = Image.new("RGB", PAGE, PAPER), BytesIO()
    qr.picture(version).save(code, kind="png", scale=5, border=4)
    page.paste(Image.open(code).convert("RGB"), (60, 60))
    pen = ImageDraw.Draw(page)
    pen.text((60, 300), qr.text_of(version), fill=(40, 40, 40))
    for row in range(12):
        pen.line((60, 360 + row * 20, 1180, 360 + row * 20), fill=(120, 120, 120))
    pen.ellipse(RING, outline=SEAL, width=6)
    made = BytesIO()
    page.save(made, "JPEG", quality=80)
    return made.getvalue()

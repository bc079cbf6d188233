"""Drawn pictures in place of photographs: a house and its yard, worn, scaffolded, renewed."""

from datetime import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, ImageDraw

from projects.choices import SpotStage

SIZE = (480, 360)
LOOKS = {  # sky, wall, window, ground
    SpotStage.BEFORE: ("#b9c0c4", "#9a8f80", "#4c4a47", "#6f675c"),
    SpotStage.DURING: ("#c9d6df", "#a89d8c", "#4c4a47", "#857a69"),
    SpotStage.AFTER: ("#cfe4f3", "#e3c9a2", "#5d7f99", "#8f9a94"),
}


def picture(stage: SpotStage, *, seed: int, taken: datetime) -> SimpleUploadedFile:
    """One picture of a stage, as a phone sends it; each seed is another house."""
    sky, wall, window, ground = LOOKS[stage]
    image = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(image)
    left, right, roof = 60 + 8 * seed, 400 - 5 * seed, 70 + 6 * seed
    draw.rectangle((0, 270, *SIZE), fill=ground)
    draw.rectangle((left, roof, right, 270), fill=wall, outline="#555555")
    for row in range(roof + 15, 250, 45):
        for column in range(left + 20, right - 30, 50):
            draw.rectangle((column, row, column + 26, row + 28), fill=window, outline="#333333")
    {SpotStage.BEFORE: _worn, SpotStage.DURING: _scaffold, SpotStage.AFTER: _green}[stage](draw, left, right, roof)
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    out = BytesIO()
    image.save(out, "JPEG", quality=80, exif=exif)
    return SimpleUploadedFile(f"{stage}-{seed}.jpg", out.getvalue())


def _worn(draw: ImageDraw.ImageDraw, left: int, right: int, roof: int) -> None:
    for number in range(6):
        x = left + 25 + number * 50
        draw.line((x, roof + 5, x + 12, roof + 60, x - 4, roof + 110), fill="#5e564b", width=2)
        draw.ellipse((x - 30, 285 + number % 3 * 18, x + 5, 300 + number % 3 * 18), fill="#4d463d")


def _scaffold(draw: ImageDraw.ImageDraw, left: int, right: int, roof: int) -> None:
    for x in range(left - 10, right + 20, 40):
        draw.line((x, roof - 15, x, 275), fill="#2f6f4f", width=3)
    for y in range(roof, 275, 40):
        draw.line((left - 10, y, right + 15, y), fill="#2f6f4f", width=3)


def _green(draw: ImageDraw.ImageDraw, left: int, right: int, roof: int) -> None:
    draw.rectangle((left, roof - 8, right, roof), fill="#9c4a3c")
    for x in range(15, SIZE[0], 75):
        draw.rectangle((x + 14, 285, x + 19, 320), fill="#6b4a2f")
        draw.ellipse((x, 245, x + 34, 295), fill="#4f8a4b")
    draw.rectangle((0, 325, *SIZE), fill="#70787d")

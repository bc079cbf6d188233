"""The texts of the QR codes on a scan or photograph: greyed, tilted, small on the page, or inside a PDF."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pypdfium2 as pdfium
import zxingcpp
from PIL import Image, ImageEnhance, ImageOps

PAGES = 30  # of a PDF are looked at
QR_CODE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
LONG_SIDE = 3_500  # pixels of a page as it is drawn and read: A3 at 210 dots per inch
MOST_DOTS = 200 / 72  # pixels per point of a PDF


class Broken(Exception):
    """The file cannot be opened as a picture or a PDF."""


def codes_in(data: bytes, *, wanted: Callable[[str], bool]) -> list[str]:
    """The codes of the first page with a wanted one; else all that were found on any page."""
    others: list[str] = []
    for page in _pages(data):
        found = _codes_on(page, wanted)
        if any(wanted(text) for text in found):
            return found
        others += found
    return others


def _pages(data: bytes) -> Iterator[Image.Image]:
    try:
        yield from _pdf_pages(data) if data.startswith(b"%PDF") else [_picture(data)]
    except (OSError, SyntaxError, ValueError, pdfium.PdfiumError, Image.DecompressionBombError) as error:
        raise Broken from error


def _picture(data: bytes) -> Image.Image:
    opened = Image.open(BytesIO(data), formats=["JPEG", "PNG"])
    opened.draft("L", (LONG_SIDE, LONG_SIDE))  # a JPEG is drawn smaller at once
    image: Image.Image = opened
    if image.mode in ("RGBA", "LA", "P"):
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
    grey = ImageOps.exif_transpose(image).convert("L")
    grey.thumbnail((LONG_SIDE, LONG_SIDE))
    return grey


def _pdf_pages(data: bytes) -> Iterator[Image.Image]:
    document = pdfium.PdfDocument(data)
    try:
        for number in range(min(len(document), PAGES)):
            page = document[number]
            scale = min(MOST_DOTS, LONG_SIDE / max(*page.get_size(), 1))
            yield page.render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


def _codes_on(page: Image.Image, wanted: Callable[[str], bool]) -> list[str]:
    """Tried as it is, then with more contrast, smaller, larger: whichever shows a wanted code first."""
    found: list[str] = []
    for attempt in _attempts(page):
        texts = [code.text for code in zxingcpp.read_barcodes(attempt, formats=QR_CODE)]
        found += [text for text in texts if text not in found]
        if any(wanted(text) for text in texts):
            break
    return found


def _attempts(page: Image.Image) -> Iterator[Image.Image]:
    yield page
    yield ImageOps.autocontrast(page, cutoff=2)
    yield page.resize((max(1, page.width // 2), max(1, page.height // 2)), Image.Resampling.BOX)
    yield ImageEnhance.Contrast(page).enhance(2.5).point(lambda grey: 255 if grey > 140 else 0)
    if max(page.size) * 2 <= LONG_SIDE * 2:
        yield page.resize((page.width * 2, page.height * 2), Image.Resampling.BICUBIC)
    yield page.rotate(20, expand=True, fillcolor=255)

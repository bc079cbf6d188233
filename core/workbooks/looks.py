"""How official workbooks look (domain.md 4.4): one set of fonts, alignments and lines, and how they go on paper."""

from collections.abc import Iterable
from math import ceil

from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

TITLE = Font(name="方正小标宋简体", size=18)
HEAD = Font(name="黑体", size=11)
BODY = Font(name="仿宋_GB2312", size=11)
BOLD = Font(name="仿宋_GB2312", size=11, bold=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
A3, A4 = 8, 9
MOST_ON_A4 = 12  # columns
LINE, LEAST = 15, 30  # points: of a line of text, of a row of heads
MM, MARGIN = 1.95, 0.4  # of a character of column width at 11 pt; of the page, in inches
SHORT = {A4: 190, A3: 277}  # mm that can be printed upright
LONG = {A4: 277, A3: 400}  # and across
SMALLEST = 8 / 11  # 8 pt


def height(cells: Iterable[tuple[str, float]], least: float = LEAST) -> float:
    """Of a row in points, so that each text has the lines that it takes in its width (in characters)."""
    lines = [ceil(sum(1 if sign.isascii() else 2 for sign in text) / max(1, width - 1)) for text, width in cells]
    return max(least, LINE * max(lines, default=1) + 2)


def on_paper(page: Worksheet, *, across: bool, named: int) -> None:
    """One page wide; A3 above 12 columns. What would be smaller than 8 pt goes on in further pages with its names."""
    widths = [page.column_dimensions[get_column_letter(column)].width for column in range(1, page.max_column + 1)]
    size = A3 if len(widths) > MOST_ON_A4 else A4
    room = (LONG if across else SHORT)[size]
    page.page_setup.paperSize, page.page_setup.orientation = size, "landscape" if across else "portrait"
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = ceil(sum(widths) * MM * SMALLEST / room), 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(left=MARGIN, right=MARGIN)
    if page.page_setup.fitToWidth > 1:
        page.print_title_cols = f"A:{get_column_letter(named)}"
    page.print_options.horizontalCentered = True
    page.oddFooter.center.text = "第 &P 页，共 &N 页"

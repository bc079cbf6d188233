"""How official workbooks look (domain.md 4.4): one set of fonts, alignments and lines."""

from openpyxl.styles import Alignment, Border, Font, Side

TITLE = Font(name="方正小标宋简体", size=18)
HEAD = Font(name="黑体", size=11)
BODY = Font(name="仿宋_GB2312", size=11)
BOLD = Font(name="仿宋_GB2312", size=11, bold=True)
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
RIGHT = Alignment(horizontal="right", vertical="center")
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
A4 = 9

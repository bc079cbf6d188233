"""The report as PDF by WeasyPrint, which needs Pango and a Chinese font on the machine: without them it is refused."""

import logging
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from PIL import ImageFile

from core.errors import DomainError
from reports.documents.contents import MOST_ROWS, contents_of
from reports.models import MonthlyReport

STYLE = Path(__file__).with_name("official.css")
OTHERS = "Word 和 Excel 文件不受影响，可以下载。"
NO_PANGO = (
    f"服务器缺少排版组件 libpango，不能生成 PDF。请系统管理员安装 libpango-1.0-0、libpangoft2-1.0-0 后重试。{OTHERS}"
)
NO_FONT = (
    f"服务器没有中文字体，生成的 PDF 会是空白方框。请系统管理员安装中文字体（例如 fonts-noto-cjk）后重试。{OTHERS}"
)


def pdf(report: MonthlyReport) -> bytes:
    """A4 as official documents are laid out, attachments across. Takes seconds: pages let a job do it."""
    check_available()
    html = render_to_string("reports/print/report.html", {"contents": contents_of(report), "most": MOST_ROWS})
    return written(html)


def written(html: str) -> bytes:
    """The page as PDF. It fetches nothing: what is printed is all in it."""
    library = _library()
    page = library.HTML(string=html, url_fetcher=_refuse)
    return page.write_pdf(stylesheets=[library.CSS(filename=str(STYLE))], presentational_hints=True)


def pdf_available() -> bool:
    try:
        check_available()
    except DomainError:
        return False
    return True


def check_available() -> None:
    """Says what the machine lacks, in a sentence for the person and the administrator."""
    _library()
    if not chinese_fonts():
        raise DomainError(NO_FONT)


@cache
def chinese_fonts() -> str:
    """What fontconfig finds for Chinese; where it cannot be asked, we trust that there is one."""
    asked = shutil.which("fc-list")
    if asked is None:
        return "unknown"
    return subprocess.run([asked, ":lang=zh", "family"], capture_output=True, text=True, check=False).stdout.strip()


def _library() -> Any:
    """WeasyPrint is heavy and needs system libraries, so it is loaded when a PDF is asked for."""
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)  # it tells every step
    try:
        import weasyprint
    except OSError as error:
        raise DomainError(NO_PANGO) from error
    # It lets Pillow take pictures that break off, for the whole process; uploads must go on being refused for that.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _refuse(url: str, *args: Any, **options: Any) -> dict[str, Any]:
    raise ValueError(f"a report fetches nothing: {url}")

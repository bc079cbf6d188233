"""The report as Word, PDF and Excel: official layout (GB/T 9704-2012), the office's text, the facts' figures."""

import builtins
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl import load_workbook
from PIL import ImageFile
from pypdfium2 import PdfDocument

from core.errors import DomainError
from divisions.models import Division
from reports import facts
from reports.choices import ReportStatus
from reports.documents import excel, pdf, pdf_available, word
from reports.documents.contents import contents_of
from reports.facts import Overdue
from reports.models import MonthlyReport, ReportRule
from reports.report_tables import PLAN_ONLY
from tests.reports.test_facts import some_facts

TITLE = "关于2023年5月卫滨区老旧小区改造工作进展情况的通报"
TOTAL = {
    "planned_compounds": 27,
    "started": 5,
    "start_rate": Decimal("18.52"),
    "planned_households": 3279,
    "planned_investment": Decimal("85296200.00"),
    "plan_invested": Decimal("4320412.34"),
    "investment_rate": Decimal("5.07"),
}


def a_report(*, draft: bool = False, **changes) -> MonthlyReport:
    """May's report of 卫滨区, issued as No. 12 of 2023 unless a draft is asked for."""
    issued = {
        "status": ReportStatus.ISSUED,
        "document": "卫旧改办〔2023〕12号",
        "number": 12,
        "issued_on": date(2023, 6, 3),
    }
    return MonthlyReport(
        division_id="410703000000",
        month=date(2023, 5, 1),
        title=TITLE,
        as_at=date(2023, 5, 25),
        made_at=datetime(2023, 6, 2, tzinfo=UTC),
        figures=facts.dump(some_facts(total=TOTAL, last_total={**TOTAL, "started": 3}, **changes)),
        opening="截至2023年5月25日，累计开工小区5个。",
        money="（一）到位情况\n资金按月拨付。\n（二）拨付情况\n拨付50万元。",
        **({} if draft else issued),
    )


def opened(report: MonthlyReport):
    return Document(BytesIO(word(report)))


def paragraph(document, text: str):
    return next(each for each in document.paragraphs if each.text == text)


def face(each) -> str:
    return each.runs[0].element.rPr.rFonts.get(qn("w:eastAsia"))


def many_overdue(count: int) -> tuple[Overdue, ...]:
    one = Overdue(
        street="南桥街道", compound="中州小区", project="示例", what="未开工", planned=date(2023, 5, 1), days=24
    )
    return (one,) * count


def test_a_page_is_a4_with_the_margins_of_the_standard():
    section = opened(a_report()).sections[0]

    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(each.mm) for each in (section.page_width, section.page_height)] == [210, 297]
    assert [round(each.mm) for each in margins] == [37, 28, 26, 35]


def test_the_title_is_centred_in_its_own_face_and_size():
    title = paragraph(opened(a_report()), TITLE)

    assert (face(title), title.runs[0].font.size, title.alignment) == ("方正小标宋简体", Pt(22), 1)


def test_each_level_has_its_face():
    document = opened(a_report())

    faces = {text: face(paragraph(document, text)) for text in ("二、资金情况", "（一）到位情况", "资金按月拨付。")}
    assert faces == {"二、资金情况": "黑体", "（一）到位情况": "楷体_GB2312", "资金按月拨付。": "仿宋_GB2312"}


def test_the_line_is_fixed_so_that_22_stand_on_a_page():
    spacing = opened(a_report()).styles["Normal"].paragraph_format.line_spacing

    assert 22 <= Mm(225) / spacing < 23


def test_sections_without_text_are_left_out_and_the_others_numbered():
    headings = [each.text for each in opened(a_report()).paragraphs if "、" in each.text[:2]]

    assert headings == ["一、总体情况", "二、资金情况"]


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages():
    document = opened(a_report())
    section = document.sections[0]

    assert document.settings.odd_and_even_pages_header_footer
    assert [each.paragraphs[0].alignment for each in (section.footer, section.even_page_footer)] == [2, 0]
    assert "PAGE" in section.footer._element.xml


def test_an_issued_report_bears_number_issuer_and_day():
    lines = [each.text for each in opened(a_report()).paragraphs]

    assert lines[0] == "卫旧改办〔2023〕12号"
    assert lines.index("2023年6月3日") == lines.index("卫滨区老旧小区改造工作领导小组办公室") + 1


def test_the_fonts_that_are_not_shipped_have_a_fallback():
    document = opened(a_report())
    table = next(rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/fontTable"))

    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in table.blob.decode()


def test_attachments_lie_across_with_a_head_on_every_page():
    document = opened(a_report())

    assert document.sections[1].orientation == WD_ORIENT.LANDSCAPE
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in document.tables)


def test_the_ranking_shows_the_figures_of_the_facts():
    ranking = opened(a_report()).tables[0]
    total = [cell.text for cell in ranking.rows[-1].cells]

    assert total[1:5] == ["合计", "27", "5", "18.52"]
    assert total[7:10] == ["3,279", "8,529.62", "432.04"]


def test_the_ranking_says_what_its_page_says():
    carded = replace(some_facts().rows[0], why="投资完成率15.84%，落后67.16个百分点", running=2, since=date(2023, 4, 1))
    planless = replace(carded, name="解放路街道", place=None, why="", running=0, since=None)
    document = opened(a_report(rows=(carded, planless)))
    ranking = document.tables[0]

    assert [row.cells[-1].text for row in ranking.rows] == [
        "备注",
        "投资完成率15.84%，落后67.16个百分点；自2023年4月起连续2个月",
        "没有本年计划，不排名",
        "",
    ]
    assert "本年计划小区本年完成投资（万元）" in [cell.text for cell in ranking.rows[0].cells]
    assert f"注：{PLAN_ONLY}" in [each.text for each in document.paragraphs]


def test_what_streets_say_of_their_problems_is_the_third_attachment():
    lines = [each.text for each in opened(a_report()).paragraphs]

    assert lines[lines.index("附件3") + 1] == "各单位填报的存在问题"


def test_the_ranking_goes_on_a3_with_rows_as_high_as_their_words():
    carded = replace(some_facts().rows[0], why="投资完成率15.84%，序时进度83.00%，落后67.16个百分点，超过红牌标准")
    sheet = load_workbook(BytesIO(excel(a_report(rows=(carded,)))))["街道排名"]

    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (8, "landscape")
    assert sheet.row_dimensions[4].height >= 3 * 15


def test_a_long_list_is_begun_on_paper_and_whole_in_the_workbook():
    report = a_report(overdue=many_overdue(301))
    document = opened(report)

    assert len(document.tables[1].rows) == 1 + 300
    assert "其余 1 条见 Excel 文件“逾期清单”。" in [each.text for each in document.paragraphs]
    assert load_workbook(BytesIO(excel(report)))["逾期清单"].max_row == 3 + 301


@pytest.mark.django_db
def test_a_draft_says_so_and_leaves_room_for_its_number():
    division = Division.objects.create(code="410703000000", name="卫滨区", level=6)
    ReportRule.objects.create(
        division=division,
        since=date(2023, 1, 1),
        document="系统初始值",
        report_day=5,
        issuer="卫滨区老旧小区改造工作领导小组办公室",
        number_prefix="卫旧改办",
        yellow_from=10,
        red_from=30,
    )

    document = opened(a_report(draft=True))

    assert document.paragraphs[0].text == "卫旧改办〔2023〕　　号"
    assert document.sections[0].header.paragraphs[0].text == "草稿，未印发"


def test_the_workbook_has_a_sheet_for_each_table():
    workbook = load_workbook(BytesIO(excel(a_report())))

    assert workbook.sheetnames == ["总体情况", "街道排名", "逾期清单", "存在问题", "未报名单", "下月计划"]


def test_the_workbook_sets_this_month_against_the_last():
    sheet = load_workbook(BytesIO(excel(a_report())))["总体情况"]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=4, values_only=True)}

    assert rows["累计开工小区数"] == ("个", 5, 3, 2)
    assert rows["计划投资"] == ("万元", 8529.62, 8529.62, 0)


def test_text_that_looks_like_a_formula_stays_text():
    said = some_facts().problems[0]
    report = a_report(problems=(type(said)(street="南桥街道", compound="中州小区", text="=1+1"),))

    cell = load_workbook(BytesIO(excel(report)))["存在问题"]["C4"]

    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.fixture
def printer():
    """What a PDF needs of the machine; a bare one goes without, and its other tests with it."""
    if not pdf_available():
        pytest.skip("no PDF without libpango and a Chinese font: install libpango-1.0-0 and fonts-noto-cjk")


def test_the_pdf_says_the_same_on_paper(printer):
    document = PdfDocument(pdf(a_report()))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)

    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]
    assert [round(side / 72 * 25.4) for side in document[1].get_size()] == [297, 210]
    for words in ("卫旧改办〔2023〕12号", "截至2023年5月25日，累计开工小区5个。", "8,529.62", "2023年6月3日", "— 1 —"):
        assert words in text


def test_without_pango_the_sentence_says_what_is_missing(monkeypatch):
    real = builtins.__import__

    def broken(name, *args, **options):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", broken)

    with pytest.raises(DomainError, match=r"缺少排版组件 libpango.*Word 和 Excel 文件不受影响"):
        pdf(a_report())
    assert not pdf_available()


def test_without_a_chinese_font_it_is_refused_instead_of_boxes(monkeypatch):
    monkeypatch.setattr("reports.documents.in_pdf.chinese_fonts", lambda: "")

    with pytest.raises(DomainError, match="没有中文字体"):
        pdf(a_report())


def test_word_text_and_pdf_text_come_from_one_source():
    contents = contents_of(a_report())

    assert [each.text for each in contents.body] == [
        "一、总体情况",
        "截至2023年5月25日，累计开工小区5个。",
        "二、资金情况",
        "（一）到位情况",
        "资金按月拨付。",
        "（二）拨付情况",
        "拨付50万元。",
    ]


def test_making_a_pdf_does_not_let_broken_pictures_in(printer):

    assert ImageFile.LOAD_TRUNCATED_IMAGES is False

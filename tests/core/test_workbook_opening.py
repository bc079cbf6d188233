"""Any file may be uploaded: a workbook opens, all else is told what to do, and nothing brings the server down."""

import io
import os
import tracemalloc
from contextlib import suppress
from random import Random

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from core.workbooks.errors import Unreadable
from core.workbooks.opening import open_workbook
from tests import workbooks

LEDGER = [["小区名称", "户数"], ["示例一号院", 76], ["示例二号院", 98]]


def rows(data, sheet=0):
    return list(open_workbook(data).sheets[sheet].rows())


def refusal(data):
    with pytest.raises(Unreadable) as refused:
        open_workbook(data)
    return str(refused.value)


def locked():
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(workbooks.xlsx(LEDGER))).encrypt("示例密码", target)
    return target.getvalue()


def test_xlsx_rows_keep_their_excel_numbers():
    assert rows(workbooks.xlsx([[None], [], *LEDGER])) == [
        (3, ["小区名称", "户数"]),
        (4, ["示例一号院", 76]),
        (5, ["示例二号院", 98]),
    ]


def test_xls_opens_with_its_merged_cells_and_hidden_rows():
    sheet, *others = open_workbook((workbooks.FILES / "ledger.xls").read_bytes()).sheets

    assert others == []
    assert (sheet.facts.hidden_rows, sheet.merge_at(4, 2).top) == ({4}, 3)
    assert dict(sheet.rows())[5] == [3, "", "示例三号院", 98, 820.6]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_opens_in_every_encoding_that_offices_use(encoding):
    assert rows("小区名称,户数\r\n示例一号院,76\r\n".encode(encoding)) == [
        (1, ["小区名称", "户数"]),
        (2, ["示例一号院", "76"]),
    ]


def test_csv_may_be_cut_by_tabs():
    assert rows("小区名称\t户数\n示例一号院\t76\n".encode("gb18030"))[1] == (2, ["示例一号院", "76"])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 ...", "PDF"),
        (workbooks.archive(word__document_xml=b"<w/>").replace(b"document_xml", b"document.xml"), "Word"),
        (workbooks.archive(plan=b"x"), "压缩包"),
        ("<html><table><tr><td>小区名称</td></tr></table></html>".encode(), "网页"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\x00\x01\x02\x03" * 100, ".xlsx"),
        (b"a\xff\xfe\x81b,\n", "编码"),
        ('"小区名称,户数\n示例'.encode(), "引号"),
    ],
)
def test_a_renamed_file_is_called_by_its_name(data, words):
    assert words in refusal(data)


def test_a_password_is_said_to_be_taken_off():
    assert "取消密码" in refusal(locked())


def test_a_locked_xls_is_said_to_be_unlocked():
    code_page, file_pass = b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00"

    assert "取消密码" in refusal((workbooks.FILES / "ledger.xls").read_bytes().replace(code_page, file_pass, 1))


def test_the_locked_file_is_a_good_workbook_otherwise():
    opened = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(locked()))
    file.load_key(password="示例密码")
    file.decrypt(opened)

    assert rows(opened.getvalue())[1] == (2, ["示例一号院", 76])


@pytest.mark.parametrize("kept", [100, 2000, -200, -30])
def test_half_a_file_is_damaged(kept):
    assert "不完整或已损坏" in refusal(workbooks.xlsx(LEDGER)[:kept])


def test_half_an_xls_is_damaged():
    assert "不完整或已损坏" in refusal((workbooks.FILES / "ledger.xls").read_bytes()[:3000])


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_damaged_is_refused_or_read_and_nothing_else(seed):
    chance = Random(seed)
    originals = [workbooks.xlsx(LEDGER * 9), (workbooks.FILES / "ledger.xls").read_bytes()]
    for _ in range(60):
        data = bytearray(chance.choice(originals))
        for _ in range(chance.choice([1, 3, 20])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(Unreadable):
            for sheet in open_workbook(bytes(data)).sheets:
                list(sheet.rows())


def test_sixty_megabytes_are_too_many():
    assert "60.0 MB，超过 20 MB" in refusal(workbooks.xlsx(LEDGER) + os.urandom(60 * 1024 * 1024))


def test_a_workbook_that_says_it_unpacks_to_gigabytes_is_not_opened():
    bomb = workbooks.with_part(workbooks.xlsx(LEDGER), lambda xml: xml.replace(b"</worksheet>", b" " * 700_000_000))

    assert len(bomb) < 2_000_000
    assert "解压后过大" in refusal(bomb)


def test_a_workbook_that_lies_about_its_size_is_stopped_on_the_way():
    bomb = workbooks.with_part(workbooks.xlsx(LEDGER), lambda xml: xml + b" " * 50_000_000)

    tracemalloc.start()
    assert "解压后过大" in refusal(workbooks.admitting_less(bomb))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 5_000_000


@pytest.mark.parametrize("blank", [b'<row r="%d" s="1" customFormat="1"/>', b'<row r="%d"><c r="B%d" s="1"/></row>'])
def test_a_million_formatted_blank_rows_are_no_matter(blank):
    blanks = b"".join(blank % ((number,) * blank.count(b"%d")) for number in range(4, 1_048_577))

    assert rows(workbooks.with_rows(workbooks.xlsx(LEDGER), blanks)) == list(enumerate(LEDGER, start=1))


def test_a_stray_value_in_the_last_cell_is_refused_before_it_takes_memory():
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'

    assert "很远的行或列" in refusal(workbooks.with_rows(workbooks.xlsx(LEDGER), stray))


def test_a_sheet_merged_to_pieces_is_refused():
    merges = b'<mergeCells><mergeCell ref="A1:XFD1"/>' + b'<mergeCell ref="A1:XFD1"/>' * 300_000 + b"</mergeCells>"
    data = workbooks.with_part(
        workbooks.xlsx(LEDGER), lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + merges)
    )

    assert "解压后过大" in refusal(data)


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="9"><c x="/>" r="XFD1048576"><v>1</v></c></row>',
        b"<row r=\"9\"><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="9"><c\tr="XFD1048576"><v>1</v></c></row>',
        b'<row r="9"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c></row>',
        b'<row r="9"><c r="A9" r="XFD1048576"><v>1</v></c></row>',
        b'<row r="9"><c r="A9" r = \'XFD1048576\'><v>1</v></c></row>',
    ],
)
def test_no_way_of_writing_a_cell_slips_past_the_scan(cell):
    assert "另存为 .xlsx" in refusal(workbooks.with_rows(workbooks.xlsx(LEDGER), cell))


def test_rich_text_among_the_cells_is_no_matter():
    rich = '<is><r><rPr><color rgb="FFFF0000"/><charset val="134"/></rPr><t>示例三号院</t></r></is>'.encode()
    row = b'<row r="9"><c r="A9" t="inlineStr">' + rich + b"</c></row>"

    assert rows(workbooks.with_rows(workbooks.xlsx(LEDGER), row))[-1] == (9, ["示例三号院", ""])


def test_elements_may_carry_a_prefix():
    def prefixed(xml):
        xml = xml.replace(b"<worksheet xmlns=", b"<worksheet xmlns:x=")
        return xml.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:").replace(b"<x:?", b"<?")

    assert rows(workbooks.with_part(workbooks.xlsx(LEDGER), prefixed)) == list(enumerate(LEDGER, start=1))


def test_error_cells_and_formulas_without_a_result_are_noted():
    data = workbooks.xlsx([*LEDGER, ["合计", "=SUM(B2:B3)"]])
    data = workbooks.with_cell(data, "B2", "<f>A9</f><v>#REF!</v>", ' t="e"')

    assert open_workbook(data).sheets[0].facts.broken == {(2, 2): "#REF!", (4, 2): "公式没有计算结果"}


def test_a_formula_with_its_result_is_a_value():
    data = workbooks.with_cell(workbooks.xlsx(LEDGER), "B2", "<f>38*2</f><v>76</v>")

    assert (rows(data)[1], open_workbook(data).sheets[0].facts.broken) == ((2, ["示例一号院", 76]), {})


def test_hidden_sheets_are_named_and_not_read():
    book = open_workbook(workbooks.xlsx(LEDGER, LEDGER, hidden_sheets=["台账二"]))

    assert ([sheet.name for sheet in book.sheets], book.hidden) == (["台账"], ["台账二"])


def test_hidden_rows_and_columns_are_known():
    data = workbooks.with_part(
        workbooks.xlsx(LEDGER, hidden_rows=[3]),
        lambda xml: xml.replace(b"<sheetData>", b'<cols><col min="2" max="3" width="9" hidden="1"/></cols><sheetData>'),
    )
    facts = open_workbook(data).sheets[0].facts

    assert (facts.hidden_rows, facts.hidden_columns) == ({3}, {2, 3})


def test_a_merged_cell_is_found_from_any_of_its_rows():
    sheet = open_workbook(workbooks.xlsx(LEDGER, merges=["A2:A3"])).sheets[0]

    assert [sheet.merge_at(row, 1) is not None for row in (1, 2, 3, 4)] == [False, True, True, False]

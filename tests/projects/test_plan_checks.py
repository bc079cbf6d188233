"""What a ledger 年度改造计划 is refused or warned for; on plain rows, without a workbook."""

from datetime import date
from decimal import Decimal

import pytest

from communities.services import compounds
from core.imports.layout import Context, LedgerRow, Severity
from projects.imports.checks import all_checks
from projects.services import batches, entries, programmes


@pytest.fixture
def check(programme, office):
    """Check rows given by their values: check({"name": …}, {"name": …}) → [(cell's column, severity, text)]."""

    def run(*rows: dict) -> list[tuple[Severity, str]]:
        ledger = [
            LedgerRow(sheet="计划表", number=4 + n, values={"street": "南桥街道", "name": "中州小区"} | row)
            for n, row in enumerate(rows)
        ]
        context = Context(by=office, today=date(2023, 3, 1), options={"programme": programme.pk})
        return [(problem.severity, problem.text) for problem in all_checks(ledger, context)]

    return run


@pytest.fixture
def on_file(divisions, office):
    """Enter a compound as an office does, with its keys."""

    def make(name: str, street: str = "南桥街道", **facts):
        return compounds.create(facts={"division_id": divisions[street].pk, "name": name} | facts, by=office)

    return make


def test_a_row_of_the_plan_is_fine(check):
    assert check({"households": 76, "floor_area": Decimal(6156), "investment": Decimal(1_887_700)}) == []


@pytest.mark.parametrize("street", ["南桥", "南桥办事处", "卫滨区南桥街道办事处"])
def test_streets_are_known_by_the_names_that_ledgers_use(check, street):
    assert check({"street": street}) == []


def test_a_street_of_another_district_is_refused(check):
    ((severity, text),) = check({"street": "马庄街道"})

    assert severity == Severity.ERROR
    assert text.startswith("卫滨区没有这个街道")


def test_the_same_compound_twice_is_refused_and_both_rows_named(check):
    ((severity, text),) = check({"name": "新运10号院"}, {"name": "新运十号院"})

    assert severity == Severity.ERROR
    assert text == "与计划表第4行“新运10号院”是同一小区，请删去一行，或把两行合并。"


def test_two_numbers_are_two_compounds(check):
    assert check({"name": "新运23号院"}, {"name": "新运十号院"}) == []


def test_the_same_name_in_another_street_is_another_compound(check):
    assert check({"name": "示例小区"}, {"name": "示例小区", "street": "健康路街道"}) == []


def test_a_compound_of_last_year_is_refused(check, on_file, office, divisions):
    last_year = programmes.create(division=divisions["卫滨区"], year=2022, title="2022年计划", by=office)
    entries.add(programme=last_year, compound=on_file("中州小区"), by=office)

    ((severity, text),) = check({"name": "中州小区"})

    assert severity == Severity.ERROR
    assert "2022年《2022年计划》" in text


def test_a_reason_in_the_file_lets_it_pass(check, on_file, office, divisions):
    last_year = programmes.create(division=divisions["卫滨区"], year=2022, title="2022年计划", by=office)
    entries.add(programme=last_year, compound=on_file("中州小区"), by=office)

    assert check({"name": "中州小区", "justification": "上年资金不足"}) == []


def test_another_spelling_of_a_compound_on_file_is_warned_of(check, on_file):
    on_file("轻工局家属院")

    ((severity, text),) = check({"name": "轻工局家属楼"})

    assert severity == Severity.WARNING
    assert text.startswith("疑似与已有小区“轻工局家属院”是同一小区")


def test_an_unknown_category_is_refused(check):
    ((severity, text),) = check({"categories": "基础类、豪华类"})

    assert severity == Severity.ERROR
    assert "豪华类" in text


def test_an_unknown_batch_is_refused(check, programme, office):
    batches.add(programme=programme, number=1, name="第一期", windows=[], by=office)

    assert check({"batch": "第一期"}) == check({"batch": "1"}) == []
    assert "没有批次“第二期”" in check({"batch": "第二期"})[0][1]


def test_yuan_taken_for_wan_yuan_is_warned_of(check):
    ((severity, text),) = check({"floor_area": Decimal(6156), "investment": Decimal("188.77")})

    assert severity == Severity.WARNING
    assert "每平方米投资 0.03 元" in text


def test_square_metres_taken_for_ten_thousands_are_warned_of(check):
    ((severity, text),) = check({"floor_area": Decimal("0.62"), "households": 76})

    assert severity == Severity.WARNING
    assert "户均建筑面积 0.01 ㎡" in text


def test_a_year_that_differs_from_the_register_is_warned_of(check, on_file):
    on_file("中州小区", built_year=1995)

    ((severity, text),) = check({"built_year": 1998})

    assert severity == Severity.WARNING
    assert "小区台账中建成年份为“1995”" in text


def test_checks_ask_no_more_for_forty_rows_than_for_two(check, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        check(*({"name": f"示例{n}号院"} for n in range(40)))

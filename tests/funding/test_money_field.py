"""Amounts as people type and paste them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core.forms import YearField
from funding.forms.amounts import AmountForm, doubt
from funding.forms.money import MoneyField


def filled(amount: str, unit: str = "yuan", **options) -> AmountForm:
    return AmountForm({"amount": amount, "unit": unit}, **options)


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("1500000", "1500000"),
        ("1,500,000.50", "1500000.50"),
        ("１，５００，０００．５０", "1500000.50"),
        ("1 500 000", "1500000"),
        (" 1500000　", "1500000"),
        ("1500000元", "1500000"),
        ("1,500,000.00 元", "1500000"),
        ("¥1500000", "1500000"),
        ("￥1500000", "1500000"),
        ("1500000。5", "1500000.5"),
        (".5", "0.5"),
    ],
)
def test_an_amount_is_read_as_it_is_pasted(typed, yuan):
    form = filled(typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(yuan)


@pytest.mark.parametrize("typed", ["150万元", "150 万", "１５０万元"])
def test_the_unit_behind_the_figure_may_be_the_one_chosen(typed):
    form = filled(typed, "wan")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(1_500_000)


@pytest.mark.parametrize(
    ("typed", "unit", "words"),
    [("150万元", "yuan", "而单位选的是元"), ("1500000元", "wan", "而单位选的是万元")],
)
def test_the_unit_behind_the_figure_is_asked_about_where_another_is_chosen(typed, unit, words):
    assert words in str(filled(typed, unit).errors["amount"])


@pytest.mark.parametrize(
    "typed", ["一百", "NaN", "1e5", "1_000", "1,5", "12 34", "1,0000", "1.5.2", "--5", "元", ".", "1亿元", "9" * 41]
)
def test_what_is_no_one_figure_is_refused_with_how_to_write_it(typed):
    assert "例如 1500000 或 1,500,000.00" in str(filled(typed).errors["amount"])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9" * 23, "数字过长"),
        ("9" * 20, "金额过大"),
        ("-5", "金额必须大于 0。"),
        ("－5", "金额必须大于 0。"),
        ("0", "金额必须大于 0。"),
        ("0.005", "最多到分"),
    ],
)
def test_what_cannot_be_an_amount_is_refused_in_words(typed, words):
    assert words in str(filled(typed, "yuan").errors["amount"])


def test_an_empty_amount_is_nothing_where_none_is_asked_for():
    assert MoneyField(required=False).clean(" ") is None


@pytest.mark.parametrize(
    ("yuan", "asked"),
    [(1_000_000, False), (1_000_001, True), (100_000, False), (101, False), (100, True)],
)
def test_ten_times_as_much_or_a_thousand_times_less_is_asked_about(yuan, asked):
    assert bool(doubt(Decimal(yuan), Decimal(100_000), "合同价款")) is asked


def test_the_question_names_both_figures_in_both_units():
    question = doubt(Decimal(20_000_000_000), Decimal(85_290_000), "2023 年计划投资")

    assert "20,000,000,000.00 元（2,000,000 万元）" in question
    assert "2023 年计划投资 85,290,000.00 元（8,529 万元）的 10 倍以上" in question


@pytest.mark.parametrize("typed", ["2023", "2023年", "２０２３", " 2023 年 "])
def test_a_year_is_read_with_or_without_its_word(typed):
    assert YearField().clean(typed) == 2023


@pytest.mark.parametrize("typed", ["23", "二〇二三", "2023-01"])
def test_what_is_no_year_is_refused_in_words(typed):
    field = YearField()
    with pytest.raises(ValidationError, match="请填四位年份"):
        field.clean(typed)

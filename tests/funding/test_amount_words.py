"""Amounts in capitals as vouchers state them."""

from decimal import Decimal

import pytest

from core.errors import DomainError
from funding.amount_words import in_capitals


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("100.05", "壹佰元零伍分"),
        ("101.5", "壹佰零壹元伍角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000", "壹拾万元整"),
        ("1000000", "壹佰万元整"),
        ("1234567.89", "壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
        ("9463300.00", "玖佰肆拾陆万叁仟叁佰元整"),
        ("129238700", "壹亿贰仟玖佰贰拾叁万捌仟柒佰元整"),
        ("100000005", "壹亿零伍元整"),
        ("100050000", "壹亿零伍万元整"),
        ("1000500", "壹佰万零伍佰元整"),
        ("300000000000", "叁仟亿元整"),
        ("-1.20", "负壹元贰角整"),
    ],
)
def test_an_amount_in_capitals(amount, words):
    assert in_capitals(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["0.001", "1000000000000"])
def test_what_a_voucher_cannot_state_is_refused(amount):
    with pytest.raises(DomainError, match="不能写成大写"):
        in_capitals(Decimal(amount))

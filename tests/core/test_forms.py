"""What a form says of a figure or a text that is too long or too short."""

from decimal import Decimal

import pytest
from django import forms

from core.forms import UnitField
from core.units import WAN_YUAN


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (forms.CharField(min_length=4), "不同意", "请写不少于 4 个字，现在是 3 个字。"),
        (forms.CharField(max_length=2), "不同意", "请写不超过 2 个字，现在是 3 个字。"),
        (forms.DecimalField(decimal_places=2), "1.234", "小数不能超过 2 位。"),
        (forms.DecimalField(max_digits=3), "1234", "数字过长，总共不能超过 3 位。"),
        (UnitField(unit=WAN_YUAN, max_digits=5), "1234.5", "数字过大，整数部分不能超过 3 位。"),
    ],
)
def test_a_limit_is_told_in_whole_sentences(field, typed, told):
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(typed)

    assert refusal.value.messages == [told]


def test_what_keeps_the_limit_passes():
    assert UnitField(unit=WAN_YUAN).clean("1.5") == Decimal(15000)

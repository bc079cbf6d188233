"""统一社会信用代码 (GB 32100-2015)."""

import pytest
from django.core.exceptions import ValidationError

from funding.credit_codes import check_sign, normal, validate_credit_code

GIVEN = "91350100M000100Y43"  # the example that the standard prints


def test_the_standards_own_example_is_right():
    validate_credit_code(GIVEN)
    assert check_sign(GIVEN[:-1]) == GIVEN[-1]


@pytest.mark.parametrize("code", ["91512081MA62K0260E", "11500111MB1689620E"])
def test_codes_in_use_are_right(code):
    validate_credit_code(code)


def test_blanks_and_small_letters_are_tidied():
    assert normal(" 9135 0100 m000100y43\u3000") == GIVEN


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (GIVEN[:-1], "现在是 17 位"),
        (f"{GIVEN}3", "现在是 19 位"),
        ("", "现在是 0 位"),
        ("9135O100M000100Y43", "不会有“O”"),
        ("9135I100M000100Y43", "不会有“I”"),
        ("91350100M000100Y44", "校验位不对"),
        ("91350100M000100Y4Z", "不会有“Z”"),
        ("91350100M000010Y43", "校验位不对"),
        ("91350100m000100Y43", "不会有“m”"),
    ],
    ids=["short", "long", "none", "letter O", "letter I", "check sign", "letter Z", "digits swapped", "small letter"],
)
def test_what_is_no_code_is_refused_with_the_reason(code, words):
    with pytest.raises(ValidationError) as refusal:
        validate_credit_code(code)

    assert words in refusal.value.messages[0]


@pytest.mark.parametrize("place", range(18))
def test_one_sign_wrong_is_always_noticed(place):
    wrong = "2" if GIVEN[place] != "2" else "3"

    with pytest.raises(ValidationError):
        validate_credit_code(GIVEN[:place] + wrong + GIVEN[place + 1 :])

"""Unified social credit codes 统一社会信用代码 (GB 32100-2015): eighteen signs, the last checks the others."""

from django.core.exceptions import ValidationError

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z
LENGTH = 18


def normal(text: str) -> str:
    """As it is kept: capitals, without the blanks that are typed or pasted along."""
    return "".join(text.split()).upper()


def check_sign(body: str) -> str:
    """The eighteenth sign for the first seventeen: weights 3^i modulo 31."""
    total = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return SIGNS[-total % 31]


def validate_credit_code(text: str) -> None:
    """Refuses a wrong length, a sign that no code has, and a check sign that does not fit, and says which it is."""
    if len(text) != LENGTH:
        raise ValidationError(f"统一社会信用代码是 18 位，现在是 {len(text)} 位，请核对。")
    wrong = [sign for sign in text if sign not in SIGNS]
    if wrong:
        raise ValidationError(f"统一社会信用代码里不会有“{wrong[0]}”，请核对（数字 0、1、2 常被写成 O、I、Z）。")
    if check_sign(text[:-1]) != text[-1]:
        raise ValidationError("统一社会信用代码的校验位不对，可能抄错了一位，请对照营业执照核对。")

"""文号 in one spelling, however it was typed, so that one paper is found again."""

import re

WIDE = {ord(wide): wide_code - 0xFEE0 for wide_code in range(0xFF10, 0xFF5B) if (wide := chr(wide_code)).isalnum()}
YEAR = re.compile(r"[\[［【(（〔{｛]((?:19|20)\d{2})[\]］】)）〕}｝]")


def tidied(number: str) -> str:
    """〔2023〕 for every sort of brackets round a year, half-width figures and letters, no blanks:
    "新财预 [２０２３] 45号" → "新财预〔2023〕45号"."""
    plain = "".join(number.split()).translate(WIDE)
    return YEAR.sub(r"〔\1〕", plain)

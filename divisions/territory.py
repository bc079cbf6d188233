"""Arithmetic on 12-digit division codes (统计用区划代码): 2 province, 2 prefecture, 2 county, 3 street, 3 community.

A territory is the significant prefix of a code. The code 000000000000 stands for the whole country.
"""

from collections.abc import Container

from core.errors import DomainError

LENGTHS = (12, 9, 6, 4, 2)  # community, street, county, prefecture, province
CODE_LENGTH = 12


def prefix_of(code: str) -> str:
    """The significant prefix: 410703000000 → 410703. Zeros at the end of a level mean that level is not named."""
    for length, upper in zip(LENGTHS, (*LENGTHS[1:], 0), strict=True):
        if code[upper:length].strip("0"):
            return code[:length]
    return ""


def code_of(prefix: str) -> str:
    """The 12-digit code of a prefix: 410703 → 410703000000."""
    return prefix.ljust(CODE_LENGTH, "0")


def bounds(prefix: str) -> tuple[str, str]:
    """First and last code inside a territory, both included: one range on an ordinary index."""
    return prefix.ljust(CODE_LENGTH, "0"), prefix.ljust(CODE_LENGTH, "9")


def contains(prefix: str | None, code: str) -> bool:
    """Whether a division lies inside a territory; no territory contains nothing."""
    return prefix is not None and code.startswith(prefix)


def ancestors(code: str) -> list[str]:
    """The division itself and all above it, nearest first."""
    prefix = prefix_of(code)
    return [code_of(prefix[:length]) for length in LENGTHS if length <= len(prefix)] + [code_of("")]


def next_free(upper: str, suffix: str, taken: Container[str]) -> str:
    """The code with this suffix under a prefix, or with the next number that is not taken yet."""
    start, end = int(suffix), 10 ** len(suffix)
    codes = (code_of(f"{upper}{number:0{len(suffix)}}") for number in (*range(start, end), *range(1, start)))
    code = next((code for code in codes if code not in taken), None)
    if code is None:
        raise DomainError(f"{code_of(upper)} 以下的区划代码已经用完，请先整理下级区划。")
    return code

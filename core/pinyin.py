"""Pinyin initials, by which people search when they type in Latin letters: 南桥街道 → nqjd."""

from pypinyin import Style, lazy_pinyin


def initials(text: str) -> str:
    """The first letter of each syllable in lower case; digits and Latin letters stay as they are."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()

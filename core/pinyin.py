"""Pinyin, by which people search when they type in Latin letters."""

from pypinyin import lazy_pinyin


def sounds(text: str) -> tuple[str, str]:
    """The whole pinyin and its initials, in lower case: 南桥街道 → nanqiaojiedao, nqjd. Digits and Latin letters stay."""
    syllables = lazy_pinyin(text, errors=lambda other: [other.upper()])  # upper case marks what is no syllable
    return "".join(syllables).lower(), "".join(s[0] if s.islower() else s for s in syllables).lower()


def initials(text: str) -> str:
    """The first letter of each syllable: 南桥街道 → nqjd."""
    return sounds(text)[1]

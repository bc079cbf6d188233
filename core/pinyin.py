"""Pinyin, by which people search when they type in Latin letters."""

import re
from functools import lru_cache

from pypinyin import lazy_pinyin

CHINESE = r"[\u3400-\u9fff]"
RUN = re.compile(rf"{CHINESE}+|[^\u3400-\u9fff]+")


def sounds(text: str) -> tuple[str, str]:
    """The whole pinyin and its initials, lower case: 南桥街道 → nanqiaojiedao, nqjd. Digits and letters stay."""
    runs = [_spoken(run) for run in RUN.findall(text)]
    return "".join(whole for whole, _ in runs), "".join(first for _, first in runs)


def initials(text: str) -> str:
    """The first letter of each syllable: 南桥街道 → nqjd."""
    return sounds(text)[1]


@lru_cache(maxsize=16_384)  # 路, 号院, 家属院 come again and again in an import
def _spoken(run: str) -> tuple[str, str]:
    if not re.match(CHINESE, run):
        return run.lower(), run.lower()
    syllables = lazy_pinyin(run)
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)

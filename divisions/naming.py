"""Division names as ledgers write them: 南桥, 南桥办事处, 卫滨区南桥街道办事处 all mean 南桥街道."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from core.pinyin import initials

# The office that a name ends with says which sort of division is meant; the longest ending is tried first.
SORTS = {
    "街道": ("街道办事处", "街道办", "街道", "办事处", "街办", "办"),
    "镇": ("镇人民政府", "镇政府", "镇"),
    "乡": ("乡人民政府", "乡政府", "乡"),
    "社区": ("社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区"),
    "村": ("村民委员会", "村委会", "村"),
    "县": ("县人民政府", "县"),
    "区": ("区人民政府", "区"),
    "市": ("市人民政府", "市"),
}
ENDINGS = sorted(((ending, sort) for sort, endings in SORTS.items() for ending in endings), key=lambda e: -len(e[0]))
# 焉耆回族自治县 is 焉耆县 to everybody there.
NATIONS = (
    "回|藏|蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|东乡|撒拉|保安|裕固|土|满|朝鲜|达斡尔|鄂伦春|鄂温克|苗|侗|瑶|壮|"
    "仫佬|毛南|水|布依|土家|仡佬|彝|白|傣|哈尼|傈僳|拉祜|佤|纳西|独龙|怒|普米|景颇|布朗|羌|黎|畲|各"
)
NAMED_SHORT = "蒙古|维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯"  # 巴音郭楞蒙古自治州 leaves out 族
AUTONOMOUS = re.compile(rf"(?:(?:{NATIONS})族|{NAMED_SHORT})*自治(?=[县州旗])")
ROAD = re.compile(r"[路街]$")


class Stem(NamedTuple):
    """A name without its ending, and the sort of division that the ending named ("" where it named none)."""

    text: str
    sort: str


def cleaned(text: str) -> str:
    """Half-width, without any space or brackets around a remark."""
    return re.sub(r"\s+|[（(].*?[)）]", "", unicodedata.normalize("NFKC", text))


def stem(text: str) -> Stem:
    """南桥街道办事处 → 南桥, 街道. An ending is only taken off what leaves at least one character."""
    text = AUTONOMOUS.sub("", cleaned(text))
    for ending, sort in ENDINGS:
        if text.endswith(ending) and len(text) > len(ending):
            return Stem(text.removesuffix(ending), sort)
    return Stem(text, "")


def without_road(text: str) -> str:
    """健康路 → 健康: plans shorten a street named after a road."""
    return ROAD.sub("", text) or text


def words_to_find_by(names: Iterable[str], absorbed: Iterable[str]) -> str:
    """What a division is found by, its present name first: initials, former names, the words of what it absorbed."""
    present, *former = names
    words = [initials(present), *(word for name in former for word in (name, initials(name)))]
    return " ".join(dict.fromkeys(" ".join([*words, *absorbed]).split()))

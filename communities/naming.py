"""How names and addresses of compounds are compared. Pure functions; the services keep their answers on the compound.

Two strengths: an equal `name_key` inside one street is the same compound in another spelling and is matched without
asking; an equal `name_stem` or `address_key` only makes a pair worth showing to a person (F14, B八(三)).
"""

import re
from functools import lru_cache
from unicodedata import normalize

from core.pinyin import sounds

BETWEEN_FIGURES = re.compile(r"(?<=\d)[\W_]+(?=\d)")
NOISE = re.compile(r"[^\w-]|_|(?<!\d)-|-(?!\d)")
LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")

# A numeral counts something only before one of these words: 十号院 is 10号院, 五一路 stays a name.
NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百]+(?=号|院|栋|幢|座|楼|期|区|组|队|村)")
WRITTEN = re.compile(
    r"(?:(?P<hundreds>[一二两三四五六七八九])百(?:零(?=.)|(?=.?十)|$))?"
    r"(?:(?P<tens>[一二三四五六七八九]?)(?P<ten>十))?(?P<units>[一二三四五六七八九])?"
)
ONE_BY_ONE = re.compile(r"[零〇一二三四五六七八九]{3,}")  # 一〇一; two such figures may be a range or a holiday
FIGURES = {character: str(number) for number, character in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2"}

SAME_ENDINGS = (
    (re.compile(r"(?<=..)家属(?:小区|区|院)$"), "家属院"),
    (re.compile(r"(?<=..)(?:(?:住宅|居民|生活)小?区|小区)$"), ""),
    (re.compile(r"(?<=\d)(?:号院|院|号)$"), "号"),
)
# Kinds of place that ledgers mix up for one and the same; 医院, 学院, 大楼 are parts of a name and stay.
KIND_OF_PLACE = re.compile(
    r"(?<=..)(?:(?:职工|住宅)?(?:家属院|家属楼|家属|宿舍楼|宿舍|住宅楼)|大院)$|(?<=.\d)(?:号楼|栋|楼|号)$"
)

# Province, prefecture, county and street before the road; a road or a number in it means that it is none of them.
ABOVE_ROAD = re.compile(
    r"^(?:[^路街巷\d]{2,6}?(?:省|自治区))?(?:[^路街巷\d]{2,8}?(?:市|自治州|州)){0,2}"
    r"(?:[^路街巷\d]{1,5}(?<![小社园厂东南西北])[区县])?(?:[^街巷\d]{1,6}?(?:街道办事处|街道|办事处))?"
)
NO_PLACE = re.compile(r"(?:路|街|巷|道|段|村|社区|街道|办事处)$")  # a whole road is nobody's address


def spelling(text: str) -> str:
    """One way of writing: half width, lower case, no spaces or brackets, figures for numerals that count."""
    plain = BETWEEN_FIGURES.sub("-", normalize("NFKC", text).lower().replace("#", "号").replace("幢", "栋"))
    return LEADING_ZEROS.sub("", NUMERAL.sub(_figures, NOISE.sub("", plain)))


@lru_cache(maxsize=65_536)  # an import compares every row with the register several times
def name_key(name: str) -> str:
    """Equal for two spellings of one name: 新运十号院 = 新运１０号, 中州小区 = 中州 住宅小区; 新运23号院 is another."""
    key = spelling(name)
    for ending, kept in SAME_ENDINGS:
        key = ending.sub(kept, key)
    return key


@lru_cache(maxsize=65_536)
def name_stem(name: str) -> str:
    """The name without its kind of place: 轻工局家属院, 轻工局家属楼 and 轻工局小区; 新运23号院 and 新运23号楼."""
    return KIND_OF_PLACE.sub("", name_key(name))


def address_key(address: str) -> str:
    """The road and number that two spellings of an address share; empty where the address names no single place."""
    key = ABOVE_ROAD.sub("", spelling(address))
    return "" if NO_PLACE.search(key) else re.sub(r"(?<=\d)号院$", "号", key)


def split_names(former_names: str) -> list[str]:
    """The former names, typed one after the other."""
    return [name for name in re.split(r"[、,，;；/\s]+", former_names) if name]


def plain(text: str) -> str:
    """What is typed and what is searched meet here: half width, lower case."""
    return normalize("NFKC", text).lower().strip()


def search_text_of(*, name: str, former_names: str = "", address: str = "") -> str:
    """Everything a compound is found by: names as written and as spelled out, address, pinyin and its initials."""
    names = [name, *split_names(former_names)]
    written = dict.fromkeys(form for each in names for form in (plain(each), spelling(each)))
    spoken = [sound for form in written for sound in sounds(form)]
    return " ".join(filter(None, [*written, plain(address), *spoken]))


def _figures(numeral: re.Match[str]) -> str:
    """十 → 10, 二十三 → 23, 一百零五 → 105, 一〇一 → 101; what is not surely a number stays as it is."""
    text = numeral[0]
    if ONE_BY_ONE.fullmatch(text):
        return "".join(FIGURES[character] for character in text)
    if not (parts := WRITTEN.fullmatch(text)):
        return text
    hundreds, ten, units = (FIGURES.get(parts[name] or "", "0") for name in ("hundreds", "tens", "units"))
    ten = "1" if parts["ten"] and not parts["tens"] else ten
    return str(int(hundreds + ten + units))

"""改造类别 of a compound: one or more of the three, kept as "basic,improvement" and written 基础类、完善类."""

import re
from collections.abc import Iterable

from core.errors import DomainError
from projects.choices import Category

SEPARATORS = re.compile(r"[、,，;；/+＋和及\s]+")


def read(text: str) -> str:
    """What a ledger says, as it is kept. Refused: a word that is none of the three categories."""
    words = [word for word in SEPARATORS.split(text) if word]
    by_label = {category.label.removesuffix("类"): category for category in Category}
    unknown = [word for word in words if word.removesuffix("类") not in by_label]
    if unknown:
        raise DomainError(f"改造类别“{'、'.join(unknown)}”无法识别，请填：{shown(join(Category))}。")
    return join(by_label[word.removesuffix("类")] for word in words)


def join(categories: Iterable[str]) -> str:
    """In the order of the plans, each once."""
    chosen = set(categories)
    return ",".join(category for category in Category if category in chosen)


def split(kept: str) -> list[str]:
    return [value for value in kept.split(",") if value]


def shown(kept: str) -> str:
    return "、".join(Category(value).label for value in split(kept))

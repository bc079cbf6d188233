"""Which division a ledger means: one query, then any number of names in memory."""

from collections import defaultdict

from django.db.models import Q

from core.errors import DomainError
from divisions import territory
from divisions.models import Division, Level
from divisions.naming import Stem, cleaned, stem, without_road


class AmbiguousName(DomainError):
    """The name fits several divisions, which the text lists."""


class DivisionMatcher:
    """Finds divisions of one level inside a territory by the names and codes that ledgers use.

    A whole name goes before one without its 路; among these a present name before a former one or a merged division's.
    """

    def __init__(self, prefix: str, level: Level = Level.STREET) -> None:
        self._level = level
        self._names: dict[str, str] = {}  # of divisions in force
        self._successors: dict[str, str | None] = {}  # of all others
        self._uppers: list[tuple[str, str]] = []  # name and prefix of what stands before a name, highest first
        # (without 路?, present?) → stem → (sort, code), in the order in which they are tried
        self._index: dict[tuple[bool, bool], dict[str, set[tuple[str, str]]]] = {
            (short, present): defaultdict(set) for short in (False, True) for present in (True, False)
        }
        self._read(prefix)

    def match(self, text: str, within: str = "") -> str | None:
        """The code of the division in force that is meant, None when there is none; refused when it is not clear.

        `within`: only inside this prefix, for a community whose street the ledger also names.
        """
        text = cleaned(text)
        if text.isdigit() and len(text) in territory.LENGTHS:
            code = self._in_force(territory.code_of(text))
            return code if code and code.startswith(within) else None
        return self._by_name(text, within) or self._by_name(*self._without_uppers(text, within))

    def _read(self, prefix: str) -> None:
        inside = Q(code__range=territory.bounds(prefix), level__lte=self._level)
        above = Q(code__in=territory.ancestors(territory.code_of(prefix)))
        rows = Division.objects.filter(inside | above).values_list(
            "code", "name", "level", "until", "successor_id", "former_names__name"
        )
        spellings: list[tuple[str, str, bool]] = []
        for code, name, level, until, successor, former in rows:
            present = until is None
            if level != self._level:
                self._uppers += [(name, territory.prefix_of(code))] if present else []
                continue
            if present:
                self._names[code] = name
            else:
                self._successors[code] = successor
            spellings += [(name, code, present), *([(former, code, False)] if former else [])]
        self._uppers.sort(key=lambda upper: len(upper[1]))
        for name, code, present in spellings:
            self._note(stem(name), self._in_force(code), present)

    def _note(self, name: Stem, code: str | None, present: bool) -> None:
        if code:
            self._index[False, present][name.text].add((name.sort, code))
            self._index[True, present][without_road(name.text)].add((name.sort, code))

    def _in_force(self, code: str | None) -> str | None:
        while code in self._successors:
            code = self._successors[code]
        return code if code in self._names else None

    def _by_name(self, text: str, within: str) -> str | None:
        wanted = stem(text)
        for (short, _), names in self._index.items():
            key = without_road(wanted.text) if short else wanted.text
            fitting = {
                code for sort, code in names.get(key, ()) if wanted.sort in ("", sort) and code.startswith(within)
            }
            if fitting:
                return self._only(fitting, text)
        return None

    def _only(self, codes: set[str], text: str) -> str:
        if len(codes) > 1:
            names = "、".join(f"{self._names[code]}（{code}）" for code in sorted(codes)[:5])
            raise AmbiguousName(f"“{text}”可能是{names}，请写全名或 12 位区划代码。")
        return codes.pop()

    def _without_uppers(self, text: str, within: str) -> tuple[str, str]:
        """新乡市卫滨区南桥街道 → 南桥街道, and only inside 卫滨区."""
        for name, prefix in self._uppers:
            if text.startswith(name) and len(text) > len(name):
                text, within = text.removeprefix(name), max(within, prefix, key=len)
        return text, within

"""Finding compounds by name, former name, address, pinyin and initials, at 100,000 as fast as at 1,000.

A trigram index cannot serve the two characters of a Chinese word. So the services keep every piece of one or two
characters (two or three letters) of the search text, and PostgreSQL indexes them as an array (migration
`compound_search`). The pieces only narrow; `contains` decides, on every database.
"""

import re
from typing import Any

from django.db.models import Lookup, QuerySet, TextField

from communities.naming import plain

RUN = re.compile(r"[!-~]+|[^\s!-~]+")
LONGEST_QUERY = 60


def grams_of(text: str) -> str:
    """All pieces by which `text` can be found, once each, separated by spaces."""
    runs = ((run, size) for run in RUN.findall(text) for size in _sizes(run))
    return " ".join(dict.fromkeys(run[start : start + size] for run, size in runs for start in _starts(run, size)))


def grams_for(term: str) -> str:
    """The pieces that every text containing `term` holds; none for a single letter or digit."""
    longest = ((run, min(len(run), max(_sizes(run)))) for run in RUN.findall(term))
    pieces = dict.fromkeys(run[start : start + size] for run, size in longest for start in _starts(run, size))
    return " ".join(piece for piece in pieces if len(piece) >= min(_sizes(piece)))


def search(rows: QuerySet, query: str) -> QuerySet:
    """The compounds that contain every word of the query, in any order."""
    for term in plain(query[:LONGEST_QUERY]).split():
        rows = rows.filter(search_text__contains=term)
        if grams := grams_for(term):
            rows = rows.filter(search_grams__holds=grams)
    return rows


def _sizes(run: str) -> tuple[int, int]:
    return (2, 3) if run[0].isascii() else (1, 2)


def _starts(run: str, size: int) -> range:
    return range(len(run) - size + 1)


@TextField.register_lookup
class Holds(Lookup):
    """Every word of the right side is a word of the left: one array index on PostgreSQL, no narrowing elsewhere."""

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return "1 = 1", ()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        column, column_params = self.process_lhs(compiler, connection)
        words, word_params = self.process_rhs(compiler, connection)
        return f"string_to_array({column}, ' ') @> string_to_array({words}, ' ')", (*column_params, *word_params)

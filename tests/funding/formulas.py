"""A small reckoner of the formulas that fund workbooks hold, so that they are checked where no LibreOffice is.

It knows SUM, SUBTOTAL(9), IF, N, MIN, ROUND, + - * /, comparison with =, and nothing else: an unknown word is an error.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

TOKEN = re.compile(r'\s*("[^"]*"|[A-Z]+\d+:[A-Z]+\d+|[A-Z]+\d+|[A-Z]+(?=\()|\d+(?:\.\d+)?|[-+*/=(),])')


class Reckoner:
    """The worksheet of a workbook's bytes; `value` is what a cell shows once it is recalculated."""

    def __init__(self, content: bytes) -> None:
        self.sheet: Worksheet = load_workbook(BytesIO(content)).worksheets[0]

    def value(self, place: str):
        held = self.sheet[place].value
        if isinstance(held, str) and held.startswith("=") and self.sheet[place].data_type == "f":
            return _Formula(self, held[1:]).result()
        return Decimal(repr(held)) if isinstance(held, int | float) else "" if held is None else held

    def rows(self) -> list[list]:
        return [[self.value(cell.coordinate) for cell in row] for row in self.sheet.iter_rows()]

    def formulas(self) -> list[str]:
        return [cell.value for row in self.sheet.iter_rows() for cell in row if cell.data_type == "f"]

    def line(self, label: str) -> list:
        """The first row that names this."""
        return next(row for row in self.rows() if label in row)


class _Formula:
    """Read from left to right; what IF does not choose is read and not reckoned."""

    def __init__(self, book: Reckoner, text: str) -> None:
        self.book, self.tokens, self.at = book, TOKEN.findall(text), 0
        assert "".join(self.tokens) == text.replace(" ", ""), text

    def result(self):
        found = self.comparison()()
        assert self.at == len(self.tokens)
        return found

    def next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def comparison(self):
        left = self.sum()
        if self.peek() != "=":
            return left
        self.next()
        right = self.sum()
        return lambda: left() == right()

    def sum(self):
        left = self.product()
        while self.peek() in {"+", "-"}:
            left = _joined(left, self.next(), self.product())
        return left

    def product(self):
        left = self.atom()
        while self.peek() in {"*", "/"}:
            left = _joined(left, self.next(), self.atom())
        return left

    def atom(self):
        token = self.next()
        if token == "(":
            inner = self.comparison()
            assert self.next() == ")"
            return inner
        if token.startswith('"'):
            return lambda: token[1:-1]
        if token[0].isdigit():
            return lambda: Decimal(token)
        if self.peek() == "(":
            return self.call(token)
        if ":" in token:
            return lambda: self.area(token)
        return lambda: self.book.value(token)

    def area(self, token: str) -> list[str]:
        return [cell.coordinate for row in self.book.sheet[token] for cell in row]

    def call(self, name: str):
        assert self.next() == "("
        given = [self.comparison()]
        while self.peek() == ",":
            self.next()
            given.append(self.comparison())
        assert self.next() == ")"
        return {
            "SUM": lambda: self.added(given[0]()),
            "SUBTOTAL": lambda: self.added([each for each in given[1]() if not self.is_subtotal(each)]),
            "IF": lambda: given[1]() if given[0]() else given[2](),
            "N": lambda: found if isinstance(found := given[0](), Decimal) else Decimal(0),
            "MIN": lambda: min(each() for each in given),
            "ROUND": lambda: given[0]().quantize(Decimal(1).scaleb(-int(given[1]())), ROUND_HALF_UP),
        }[name]

    def added(self, places: list[str]) -> Decimal:
        found = [self.book.value(place) for place in places]
        return sum((each for each in found if isinstance(each, Decimal)), Decimal(0))

    def is_subtotal(self, place: str) -> bool:
        return "SUBTOTAL(" in str(self.book.sheet[place].value)


def _joined(left, sign: str, right):
    def number(value) -> Decimal:
        return Decimal(0) if value == "" else value

    return {
        "+": lambda: number(left()) + number(right()),
        "-": lambda: number(left()) - number(right()),
        "*": lambda: number(left()) * number(right()),
        "/": lambda: number(left()) / number(right()),
    }[sign]

"""Formulas that a file keeps without their values: the plain ones are reckoned (=B3+C3, =SUM(B3:D3)).

What holds anything else (IF, text, another sheet) stays uncomputed, and so does what leads to it.
"""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from openpyxl.utils.cell import column_index_from_string

Place = tuple[int, int]
"""A cell: its row from 1, its column from 0."""
_TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?)(%?)|\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?|(SUM)(?=\()|([-+*/(),]))",
    re.IGNORECASE,
)
_MOST_CELLS = 10_000
_DEEPEST = 50


class _No(Exception):
    """A formula that is not a plain one."""


def reckoned(
    formulas: Mapping[Place, str], value_at: Callable[[int, int], object]
) -> dict[Place, int | float]:
    """The values of the formulas that can be reckoned; ``value_at`` is what stands in any other cell."""
    known: dict[Place, Fraction | None] = {}

    def number_at(place: Place, depth: int) -> Fraction:
        if place in formulas:
            if place not in known:
                known[place] = None  # what leads back to itself has no value
                try:
                    known[place] = _Reading(formulas[place], number_at, depth + 1).whole()
                except (_No, ZeroDivisionError):
                    known[place] = None
            if (found := known[place]) is None:
                raise _No
            return found
        value = value_at(*place)
        if value is None or value == "":
            return Fraction(0)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _No
        return Fraction(str(value))

    found: dict[Place, int | float] = {}
    for place in formulas:
        try:
            number = number_at(place, 0)
        except _No:
            continue
        found[place] = int(number) if number.denominator == 1 else float(number)
    return found


class _Reading:
    """One formula, read from left to right."""

    def __init__(self, text: str, number_at: Callable[[Place, int], Fraction], depth: int) -> None:
        if depth > _DEEPEST:
            raise _No
        self._number_at, self._depth = number_at, depth
        self._tokens: list[re.Match[str]] = []
        text, at = text.strip().removeprefix("="), 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                raise _No
            self._tokens.append(token)
            at = token.end()
        self._at = 0

    def whole(self) -> Fraction:
        value = self._sum()
        if self._at != len(self._tokens):
            raise _No
        return value

    def _next(self) -> str:
        return self._tokens[self._at][8] or "" if self._at < len(self._tokens) else ""

    def _take(self, mark: str) -> None:
        if self._next() != mark:
            raise _No
        self._at += 1

    def _sum(self) -> Fraction:
        value = self._product()
        while (mark := self._next()) in ("+", "-") and mark:
            self._at += 1
            other = self._product()
            value = value + other if mark == "+" else value - other
        return value

    def _product(self) -> Fraction:
        value = self._one()
        while (mark := self._next()) in ("*", "/") and mark:
            self._at += 1
            other = self._one()
            value = value * other if mark == "*" else value / other
        return value

    def _one(self) -> Fraction:
        if self._at >= len(self._tokens):
            raise _No
        token = self._tokens[self._at]
        self._at += 1
        if token[1]:
            return Fraction(token[1]) / (100 if token[2] else 1)
        if token[3]:
            if token[5]:
                raise _No  # a range stands only within SUM
            return self._number_at(_place(token[3], token[4]), self._depth)
        if token[7]:
            return self._sum_of()
        if token[8] == "-":
            return -self._one()
        if token[8] == "(":
            value = self._sum()
            self._take(")")
            return value
        raise _No

    def _sum_of(self) -> Fraction:
        self._take("(")
        value = Fraction(0)
        while True:
            token = self._tokens[self._at] if self._at < len(self._tokens) else None
            if token is not None and token[5]:
                self._at += 1
                value += self._range(_place(token[3], token[4]), _place(token[5], token[6]))
            else:
                value += self._sum()
            if self._next() != ",":
                self._take(")")
                return value
            self._at += 1

    def _range(self, first: Place, last: Place) -> Fraction:
        top, bottom = sorted((first[0], last[0]))
        left, right = sorted((first[1], last[1]))
        if (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise _No
        places = ((row, at) for row in range(top, bottom + 1) for at in range(left, right + 1))
        return sum((self._number_at(place, self._depth) for place in places), Fraction(0))


def _place(letters: str, row: str) -> Place:
    return int(row), column_index_from_string(letters.upper()) - 1

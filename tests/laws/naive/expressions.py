"""Expressions of the second edition, read into plain tuples.

    read("a + 2 >= pass and kind in (fat, food)")

An expression is ("number", 2), ("text", "fat"), ("name", "a"), ("tuple", [...]), ("minus", x), ("not", x),
("and", [...]), ("or", [...]), ("sum", sign, x, y), ("compare", [signs], [operands]) or ("call", name, [...])."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

from .numbers import THAI, exact

Expression = tuple[Any, ...]

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<text>'[^']*'|"[^"]*")
    | (?P<name>[^\W\d][\w\u0E00-\u0E7F]*(?:\.[^\W\d]\w*)*)
    | (?P<sign><=|>=|==|!=|[-+*/<>(),])
    )""",
    re.VERBOSE,
)
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")


def read(written: Any) -> Expression:
    """The expression that a rule set writes: a number, or a text."""
    if isinstance(written, bool):
        return ("name", str(written).lower())
    if isinstance(written, int | float):
        return ("number", exact(written))
    return _read(str(written))


@functools.cache
def _read(text: str) -> Expression:
    reader = _Reader(_tokens(text.translate(THAI).strip()))
    found = reader.disjunction()
    if reader.kind != "end":
        raise ValueError(f"{text!r}: {reader.word!r} is too much")
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"{text!r} cannot be read at {text[at:]!r}")
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return [*found, ("end", "")]


class _Reader:
    """Reads tokens from the left; each method reads what binds more tightly than that of the one above."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at = tokens, 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def word(self) -> str:
        return self.tokens[self.at][1]

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def next_is(self, *words: str) -> bool:
        return self.kind in ("name", "sign") and self.word in words

    def expect(self, word: str) -> None:
        if not self.next_is(word):
            raise ValueError(f"{word!r} is expected, not {self.word!r}")
        self.take()

    def disjunction(self) -> Expression:
        parts = [self.conjunction()]
        while self.next_is("or"):
            self.take()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else ("or", parts)

    def conjunction(self) -> Expression:
        parts = [self.negation()]
        while self.next_is("and"):
            self.take()
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else ("and", parts)

    def negation(self) -> Expression:
        if self.next_is("not"):
            self.take()
            return ("not", self.negation())
        return self.comparison()

    def comparison(self) -> Expression:
        operands = [self.addition()]
        signs = []
        while True:
            if self.next_is(*_COMPARISONS, "in"):
                signs.append(self.take())
            elif self.next_is("not") and self.tokens[self.at + 1] == ("name", "in"):
                self.take()
                self.take()
                signs.append("not in")
            else:
                break
            operands.append(self.options() if signs[-1].endswith("in") else self.addition())
        return ("compare", signs, operands) if signs else operands[0]

    def options(self) -> Expression:
        """What stands to the right of `in`: a list between brackets, of one if need be."""
        self.expect("(")
        return ("tuple", self.arguments())

    def arguments(self) -> list[Expression]:
        """What stands before the closing bracket, one after the other."""
        found: list[Expression] = []
        while not self.next_is(")"):
            if found:
                self.expect(",")
            found.append(self.disjunction())
        self.take()
        return found

    def addition(self) -> Expression:
        left = self.multiplication()
        while self.next_is("+", "-"):
            left = ("sum", self.take(), left, self.multiplication())
        return left

    def multiplication(self) -> Expression:
        left = self.signed()
        while self.next_is("*", "/"):
            left = ("sum", self.take(), left, self.signed())
        return left

    def signed(self) -> Expression:
        if self.next_is("-"):
            self.take()
            return ("minus", self.signed())
        if self.next_is("+"):
            self.take()
            return self.signed()
        return self.single()

    def single(self) -> Expression:
        if self.kind == "number":
            return ("number", exact(self.take()))
        if self.kind == "text":
            return ("text", self.take()[1:-1])
        if self.kind == "name":
            name = unicodedata.normalize("NFC", self.take())
            if self.next_is("("):
                self.take()
                return ("call", name, self.arguments())
            return ("name", name)
        self.expect("(")
        inner = self.disjunction()
        self.expect(")")
        return inner


def names(expression: Expression) -> set[str]:
    """All names in an expression that may stand for something: those to the right of `==`, `!=` and `in`,
    too."""
    if expression[0] == "name":
        return {expression[1]}
    found: set[str] = set()
    for part in expression[1:]:
        for each in part if isinstance(part, list) else [part]:
            if isinstance(each, tuple):
                found |= names(each)
    return found

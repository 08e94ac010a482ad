"""The slip of YAML that cuts a text in two without a word: a comma inside { } or [ ] that is not between
quotes."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from ..words.diagnostics import Diagnostic, Position, say
from .document import Document, Excerpt, Place, Plain, excerpt_of

_FAR = 80  # so many characters around a value are looked at
_LONGEST, _MOST = 1000, 20  # a text that is cut has no more characters, and no more items of a list
_OF_YAML = tuple("\"'“”&*!|>[{")  # with these a value begins that is no plain text
_HAS_COLON = re.compile("[A-Za-z_]+[:：]")


def mend_commas(document: Document) -> list[Diagnostic]:
    """Joins what unquoted commas have cut, so that all else can be looked at; each is told, with the line as
    it is to be written."""
    commas = _Commas(document)
    commas.look(document.data, ())
    return commas.faults


class _Commas:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines = document.lines.get(document.file, ())
        self.faults: list[Diagnostic] = []

    def look(self, data: Plain, place: Place) -> None:
        """Looks at a value and all that is in it."""
        if isinstance(data, dict):
            self._mapping(data, place)
            for key, value in data.items():
                self.look(value, (*place, key))
        elif isinstance(data, list):
            self._list(data, place)
            for number, item in enumerate(data):
                self.look(item, (*place, number))

    def _mapping(self, data: dict[str, Plain], place: Place) -> None:
        """Keys without a colon, which are the rest of the text before them."""
        whole, cut = None, dict[str, Position]()
        for key, value in list(data.items()):
            at = self.document.keys.get((*place, key))
            if whole is None or value is not None or at is None or not self._is_rest(key, at):
                whole = key if isinstance(value, str) else None
            elif self._are_one(self.document.values.get((*place, whole)), at):
                cut[whole] = at
                del data[key]
        for key, at in cut.items():
            text = self._between(self.document.values[(*place, key)], at)
            data[key] = text
            self._tell((*place, key), text, "{ }", f"{key}: {_quoted(text)}")

    def _list(self, data: list[Plain], place: Place) -> None:
        """Items with a bracket that one of the next closes."""
        if not any(_is_open(item) for item in data):
            return
        at = [self.document.values.get((*place, number)) for number in range(len(data))]
        excerpts, cut = list[Excerpt](), list[tuple[int, str]]()
        number = 0
        while number < len(data):
            excerpt = excerpt_of(data[number], (*place, number), self.document)
            end, text = number, str(data[number])
            while (
                _is_open(text)
                and end + 1 < min(len(data), number + _MOST)
                and self._are_one(at[number], at[end + 1])
            ):
                end += 1
                text = self._between(at[number], at[end])
            if end > number and not _is_open(text):
                cut.append((len(excerpts), text))
                excerpt, number = replace(excerpt, value=text), end
            excerpts.append(excerpt)
            number += 1
        if not cut:
            return
        for number, item in enumerate(data):
            self.document.forget(item, (*place, number))
        data[:] = [excerpt.value for excerpt in excerpts]
        for number, excerpt in enumerate(excerpts):
            self.document.put(excerpt, (*place, number))
        for number, text in cut:
            self._tell((*place, number), text, "[ ]", _quoted(text))

    def _tell(self, place: Place, text: str, brackets: str, line: str) -> None:
        at = replace(self.document.value_at(place), length=len(text))
        message = say(
            "the comma cuts “{text}” in two, because it stands inside {brackets} without quotes",
            text=text,
            brackets=brackets,
        )
        hint = say("put quotes around it: {line}", line=line)
        self.faults.append(Diagnostic("unquoted-comma", message, at, hint))

    def _is_rest(self, key: str, at: Position) -> bool:
        """Whether a key stands behind a comma, and has no colon in it or behind it."""
        if _HAS_COLON.match(key):
            return False
        line, end = self._line(at), at.column - 1 + at.length
        before, after = line[max(0, at.column - 1 - _FAR) : at.column - 1], line[end : end + _FAR]
        return before.rstrip().endswith(",") and not after.lstrip().startswith((":", "："))

    def _are_one(self, begun: Position | None, end: Position | None) -> bool:
        """Whether two values can be parts of one text: in one line, not too long, and without quotes."""
        return (
            begun is not None
            and end is not None
            and (begun.file, begun.line) == (end.file, end.line)
            and end.column + end.length - begun.column <= _LONGEST
            and self._line(begun)[begun.column - 1 : begun.column] not in _OF_YAML
        )

    def _between(self, begun: Position | None, end: Position | None) -> str:
        """The text of a line from where one value begins to where another ends."""
        if begun is None or end is None:
            return ""
        return self._line(end)[begun.column - 1 : end.column - 1 + end.length]

    def _line(self, at: Position) -> str:
        return self.lines[at.line - 1] if 1 <= at.line <= len(self.lines) else ""


def _is_open(value: Plain) -> bool:
    """Whether a text has more brackets that open than such that close."""
    return isinstance(value, str) and value.count("(") > value.count(")")


def _quoted(text: str) -> str:
    """A text between quotes, as YAML reads it."""
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


__all__ = ["mend_commas"]

"""Signs in YAML that look like others or like nothing: curly quotation marks, full-width digits and colons,
blanks that are none, characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ..words.alike import character_name, compared, first_difference, foreign_characters, is_unseen, look
from ..words.diagnostics import Diagnostic, Position, Text, say
from ..words.numerals import read_number, read_percent
from .document import Document, Place, Plain

NAMES = ("rating", "unit")
"""Keys whose values are names that nobody may write in two ways."""

_EXPECTED = ("ratings", "judgements")

_CURLY = re.compile("[“”„‟‘’‚‛](.*)[“”„‟‘’‚‛]", re.DOTALL)
_OPENED = re.compile(r"[:\[{,-] ?([“”„‟‘’‚‛])")
_SIGNS = "：，｛｝［］－＃＂＇"
"""Full-width signs that mean something in YAML where they are not."""


@dataclass(frozen=True)
class Odd:
    """What is wrong with a text: the finding, whose place is not known here, at which of its characters (from
    0), and what was likely meant."""

    finding: Diagnostic
    at: int
    meant: str


def is_rating(place: Place) -> bool:
    """Whether the name of a rating or a result stands at a place: of a band, a judgement, a golden test."""
    if len(place) >= 4 and place[0] == "cases" and place[2] == "expect":
        return place[3] in _EXPECTED or place[3:] == ("rating",)
    return len(place) >= 3 and place[-1] in ("rating", "result") and isinstance(place[-2], int)


def _odd(message: Text, hint: Text, at: int, meant: str) -> Odd:
    return Odd(Diagnostic("odd-characters", message, Position(""), hint), at, meant)


def odd_key(text: str) -> Odd | None:
    """What nobody sees in a key or a name; None where all is plain."""
    for at, character in enumerate(text) if not text.isascii() else ():
        arguments = {"text": text, "place": at + 1, "character": character_name(character)}
        if is_unseen(character):
            message = say("character {place} of “{text}” is {character}, which nobody sees", **arguments)
            return _odd(message, say("delete it, or type the word anew"), at, compared(text))
        if character.isspace() and character != " ":
            message = say("character {place} of “{text}” is {character}, and no plain blank", **arguments)
            return _odd(message, say("put a plain blank in its place, or delete it"), at, compared(text))
    return None


def odd_hint(name: object) -> Text | None:
    """What mends a name with a character that nobody sees, or that looks like a Latin letter; None for
    others."""
    if not isinstance(name, str):
        return None
    if odd := odd_key(name):
        return say("{message}: {hint}", message=odd.finding.message, hint=odd.finding.hint)
    if not look(name).isascii() or not (foreign := foreign_characters(name)):
        return None
    place, latin, character = foreign[0]
    return say(
        "character {place} is {character}, which looks like “{latin}”: type “{name}” anew",
        place=place,
        character=character,
        latin=latin,
        name=look(name),
    )


def odd_value(text: str) -> Odd | None:
    """What is odd in a text without quotation marks; None where all is plain."""
    if text.isascii():
        return None
    if quoted := _CURLY.fullmatch(text):
        message = say(
            "{text} stands between curly quotation marks ({character}), which are part of the text in YAML",
            text=text,
            character=character_name(text[0]),
        )
        hint = say("use straight quotation marks, or none: {meant}", meant=quoted[1])
        return _odd(message, hint, 0, quoted[1])
    plain = unicodedata.normalize("NFKC", text)
    is_number = read_number(text) is None and read_number(plain) is not None
    if is_number or (read_percent(text) is None and read_percent(plain) is not None):
        at = next(at for at, own in enumerate(text) if unicodedata.normalize("NFKC", own) != own)
        message = say(
            "“{text}” is no number: character {place} is {character}",
            text=text,
            place=at + 1,
            character=character_name(text[at]),
        )
        return _odd(message, say("write {meant}, in plain digits", meant=plain), at, plain)
    return None


def odd_sign(line: str, file: str, number: int) -> Diagnostic | None:
    """What is odd in a line that YAML stumbles over: the first full-width sign, or the first blank that is
    none."""
    for at, character in enumerate(line) if not line.isascii() else ():
        meant = unicodedata.normalize("NFKC", character)
        if character in _SIGNS or (character.isspace() and character != " "):
            message = say(
                "{character} stands here, which means nothing in YAML", character=character_name(character)
            )
            hint = (
                say("put a plain blank in its place, or delete it")
                if meant == " "
                else say("write “{meant}” in its place", meant=": " if meant == ":" else meant)
            )
            return Diagnostic("odd-characters", message, Position(file, number, at + 1), hint)
    if quoted := _OPENED.search(line):
        message = say(
            "{character} stands here, which means nothing in YAML", character=character_name(quoted[1])
        )
        hint = say('use straight quotation marks around the whole text, "…", in place of the curly ones')
        return Diagnostic("odd-characters", message, Position(file, number, quoted.start(1) + 1), hint)
    return None


def written_twice(document: Document) -> Iterator[Diagnostic]:
    """Ratings that are compared as one and written in two ways."""
    for place, names in _ratings(document.data, ()):
        yield from _otherwise(document, place, names)


def _ratings(data: Plain, place: Place) -> Iterator[tuple[Place, list[tuple[int, str]]]]:
    """The lists of mappings with ratings: where each stands, and its ratings with their numbers."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _ratings(value, (*place, key))
    elif isinstance(data, list):
        entries = [(number, entry) for number, entry in enumerate(data) if isinstance(entry, dict)]
        names = [(number, name) for number, entry in entries if isinstance(name := entry.get("rating"), str)]
        if names:
            yield place, names
        for number, entry in entries:
            yield from _ratings(entry, (*place, number))


def _otherwise(document: Document, place: Place, names: list[tuple[int, str]]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for number, name in names:
        earlier = first.setdefault(compared(name), name)
        if earlier != name:
            at, character = first_difference(name, earlier)
            message = say(
                "the rating “{name}” is written in two ways: character {place} is {character} here",
                name=name,
                place=at,
                character=character,
            )
            position = document.value_at((*place, number, "rating"))
            yield Diagnostic("odd-characters", message, position, say("write it in one way"))


__all__ = ["NAMES", "Odd", "is_rating", "odd_hint", "odd_key", "odd_sign", "odd_value", "written_twice"]

"""Rule sets of the second edition with a mistake that people make, and what is to be found in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import kenrules

Write = Callable[[str, str], Path]

HEAD = "ruleset: wrong/one\ntitle: {en: Wrong}\nunit: agency\nsource: made up\n"
SCALE = "scale: {min: 0, max: 100, decimals: 0, rounding: half_up}\n"
POINTS = "scale: {decimals: 0, rounding: half_up}\n"
STAFF = POINTS + "inputs: {n: {range: 0..10, decimals: 0}}\n"
KIND = POINTS + "inputs: {kind: {one_of: [food, fat, water]}}\n"
PAIR = SCALE + "parts: {p: {}, r: {}}\n"
BANDS = "bands: [{rating: A, from: 50}, {rating: F}]\n"
HERE = "‹"
"""Stands in a text before the place of the finding."""


@dataclass(frozen=True)
class Wrong:
    """A text that follows the head, the code of its finding, and parts of the message and the hint."""

    name: str
    text: str
    code: str
    said: str
    hint: str = ""


def question(text: str) -> str:
    """A rule set of one question with some keys."""
    return POINTS + f"combine: sum\nquestions:\n  q: {{{text}}}\n"


def found_in(write: Write, text: str, name: str = "one.yaml") -> Sequence[kenrules.Diagnostic]:
    """What `ken check` finds in a text without its mark."""
    path = write(name, (HEAD + text).replace(HERE, ""))
    return kenrules.check(path)


def assert_found(write: Write, wrong: Wrong) -> None:
    """The finding is there, at the mark, with what it says; and nothing else is an error."""
    found = found_in(write, wrong.text)
    own = [each for each in found if each.code == wrong.code and wrong.said in str(each.message)]
    assert own, [(each.code, str(each.message)) for each in found]
    before = (HEAD + wrong.text).partition(HERE)[0]
    assert HERE in wrong.text, (own[0].position.line, own[0].position.column)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    assert (own[0].position.line, own[0].position.column) == (line, column)
    assert wrong.hint in str(own[0].hint)
    others = {each.code for each in found if each.severity == "error"} - {wrong.code}
    assert not others, [(each.code, str(each.message)) for each in found]


__all__ = [
    "BANDS",
    "HEAD",
    "HERE",
    "KIND",
    "PAIR",
    "POINTS",
    "SCALE",
    "STAFF",
    "Wrong",
    "assert_found",
    "found_in",
    "question",
]

"""Slips in the names of expressions: words that are none, or of what has none, and lists that are not
there."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Protocol

from ..words.diagnostics import Text, say
from ..words.hints import nearest_or
from ..words.numerals import read_number
from .expressions import dotted, words_of
from .model import LEVELS, TOTAL
from .scope import Scope, Unclear

if TYPE_CHECKING:
    from .word_options import Options

Slip = tuple[Text, Text]
"""What is wrong, and what to do."""

RATING = "rating"
"""What claims call the rating of the whole."""


class Names(Protocol):
    """What a name stands for, and its words."""

    def kind(self, name: str) -> str | None:
        """None for nothing."""
        ...

    def options(self, name: str) -> Options | None:
        """None where it has no words."""
        ...


def word_slip(named: Names, name: str, words: Sequence[str]) -> Slip | None:
    """What is wrong where a name is compared with words that are nothing else: they are none of its own, or
    it has none because respondents answer it. None where neither is so."""
    if not words or any(read_number(word) is not None or _is_known(named, word) for word in words):
        return None
    if name == RATING and (slip := _whole_slip(named, words)) is not None:
        return slip
    options = named.options(name)
    if options is not None:
        word = next((word for word in words if not options.knows(word)), None)
        if word is None:
            return None
        listed = say("its words are {words}", words=list(options.words))
        return (
            say("“{word}” is no word of “{name}”", word=word, name=name),
            nearest_or(word, options.words, listed),
        )
    scope = getattr(named, "scope", None)
    if isinstance(scope, Scope) and (word := _of_respondents(scope, name, words)) is not None:
        return (
            say(
                "“{word}” is one answer of many to “{name}”, whose score is their mean", word=word, name=name
            ),
            say("compare the score with a number, or write answered_by: unit where each unit answers once"),
        )
    return None


def _whole_slip(named: Names, words: Sequence[str]) -> Slip | None:
    """What is wrong with `rating`, which only claims have, where the rating of the whole is meant."""
    options = named.options(TOTAL)
    if options is None or not all(map(options.knows, words)) or _is_known(named, RATING):
        return None
    return (
        say("nothing is called “{name}”", name=RATING),
        say(
            "the rating that the bands give is asked of {total}: write {total} in place of {rating}; the "
            "bands themselves cannot ask for it",
            total=TOTAL,
            rating=RATING,
        ),
    )


def _is_known(named: Names, word: str) -> bool:
    try:
        return named.kind(word) is not None
    except Unclear:
        return True


def _of_respondents(scope: Scope, name: str, words: Sequence[str]) -> str | None:
    """A word that is an answer of respondents to a question."""
    try:
        found = scope.find(name)
    except Unclear:
        return None
    for path in found.paths if found is not None else ():
        node = scope.rules.entries[path]
        scale = scope.rules.answers.get(node.answers or "")
        if scale is not None and not node.children:
            return next((word for word in words if word in scale.options), None)
    return None


def list_slip(name: str, known: Collection[str]) -> Slip | None:
    """What is wrong with a list of which there is nothing; None for other names."""
    if name not in LEVELS:
        return None
    lists = [own for own in LEVELS if own in known]
    message = say("there are no {list} below where this stands", list=name)
    if not lists:
        return message, say("name nodes, such as mean(a, b)")
    return message, say("lists that can be used here: {lists}", lists=lists)


def depths_slip(name: str, paths: Sequence[str]) -> Slip | None:
    """What is wrong with a list that stands at several depths; None for other names."""
    if name not in LEVELS:
        return None
    shown = paths if len(paths) <= 4 else [*paths[:4], "…"]
    return (
        say("{list} stand at several depths here: {paths}", list=name, paths=list(shown)),
        say("write out which are meant, such as mean({first}, {last})", first=paths[0], last=paths[-1]),
    )


def words_in_full(named: Names, joined: ast.BoolOp) -> tuple[str, list[str]] | None:
    """Words joined by or after a comparison with a word, with the comparison in full and these words:
    `kind == food or fat`. None where it is not that."""
    first = joined.values[0]
    name = dotted(first.left) if isinstance(first, ast.Compare) else None
    options = named.options(name) if name is not None else None
    if (
        name is None
        or options is None
        or not isinstance(joined.op, ast.Or)
        or not isinstance(first, ast.Compare)
    ):
        return None
    rest = [word for part in joined.values[1:] for word in words_of(part)]
    words = [*words_of(first.comparators[0]), *rest]
    if len(rest) != len(joined.values) - 1 or not all(options.knows(word) for word in words):
        return None
    quoted = [word if word.isidentifier() else f"'{word}'" for word in words]
    return f"{name} in ({', '.join(quoted)})", rest


__all__ = ["RATING", "depths_slip", "list_slip", "word_slip", "words_in_full"]

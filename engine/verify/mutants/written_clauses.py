"""The clauses of a rule set as they are written: every value of its document that its results may hang on,
with the keys of the language that it stands under."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from ...book.document import Document, Place, Plain
from ...meaning.model import LEVELS
from ...words.diagnostics import Position
from ...words.numerals import read_number

_BY_NAME = {*LEVELS, "inputs", "thresholds", "answers", "options", "change", "judgements", "no_better_than"}
"""Keys under which names stand that authors give."""

_TABLE = ("above", "from", "else", "replace")
_ROWS = ("points", *_TABLE)

_LABELS = frozenset(
    {"ruleset", "extends", "title", "note", "source", "because", "field", "unit", "effective", "was", "new"}
    | {"like", "in", "rating", "result", "checks", "corresponds", "targets", "claims", "aliases", "tables"}
    | {"one_of", "range", "fixed", "step", "answered_by", "min_respondents", "better", "hit_policy"}
)
"""What says nothing of the result of a case, or what its inputs may be."""


@dataclass(frozen=True)
class WrittenClause:
    """A value at a place of a document; `keys` are those of the language on the way to it, without the names
    that authors give."""

    document: Document
    place: Place
    value: Plain
    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key of the language that it stands under."""
        return self.keys[-1]

    @property
    def position(self) -> Position:
        """Where its value stands."""
        return self.document.value_at(self.place)

    @property
    def is_named(self) -> bool:
        """Whether it stands under a name, and not under a key of its own."""
        return self.place[-1] != self.key

    def within(self, *keys: str) -> bool:
        """Whether it stands somewhere below one of some keys."""
        return not set(keys).isdisjoint(self.keys)

    @property
    def above(self) -> Plain:
        """The mapping or list that it stands in."""
        return at_place(self.document.data, self.place[:-1])

    @property
    def scale(self) -> Mapping[str, Any]:
        """What the rule set says of its scale."""
        scale = cast("dict[str, Any]", self.document.data).get("scale")
        return scale if isinstance(scale, dict) else {}


def at_place(data: Plain, place: Place) -> Plain:
    """What stands at a place of plain data."""
    for step in place:
        data = cast("Any", data)[step]
    return data


def clauses_of(document: Document) -> list[WrittenClause]:
    """Every clause, mappings and lists too, in the order in which they are written."""
    return list(_below(document, document.data, (), ()))


def _below(document: Document, value: Plain, place: Place, keys: tuple[str, ...]) -> Iterator[WrittenClause]:
    if keys and value is not None:
        yield WrittenClause(document, place, value, keys)
    if isinstance(value, dict):
        for name, inner in value.items():
            is_name = _are_names(place, keys, value) and not (keys[-1] in _ROWS and name in _TABLE)
            if is_name:
                yield from _below(document, inner, (*place, name), keys)
            elif name not in _LABELS:
                yield from _below(document, inner, (*place, name), (*keys, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _below(document, inner, (*place, number), keys)


def _are_names(place: Place, keys: tuple[str, ...], value: Mapping[str, Plain]) -> bool:
    """Whether the keys of a mapping are names that authors give."""
    if not keys or "options" in value:
        return False
    key, depth = keys[-1], len(place) - 1 - _last(place, keys[-1])
    if key == "variants":
        return depth < 2  # an input, then its words
    if key == "replace":
        return _are_names(place[:-1], keys[:-1], value)
    if key == "bands":
        return depth == 0
    if key == "answers":  # scales by name stand at the top, each with its words
        return depth == 0 or len(keys) == 1
    if key in _BY_NAME or key in _ROWS:
        return depth == 0
    return False


def _last(place: Sequence[object], key: str) -> int:
    """Where a key stands last in a place."""
    return max(number for number, step in enumerate(place) if step == key)


def decimals_of(*numbers: Fraction) -> int:
    """The decimals that numbers have, at most; 0 for one without end."""
    places = 0
    for number in numbers:
        while places < _MOST_DECIMALS and (number * 10**places).denominator != 1:
            places += 1
    return places if places < _MOST_DECIMALS else 0


_MOST_DECIMALS = 10


def grid_of(clause: WrittenClause, numbers: Sequence[Fraction]) -> Fraction:
    """The step of the values that a table looks up: as its raw value or the input that it looks up says, else
    the last decimal that one of some numbers has."""
    places = decimals_of(*numbers)
    at = clause.place[: _last(clause.place, "points")]
    node, data = at_place(clause.document.data, at), cast("dict[str, Any]", clause.document.data)
    node = node if isinstance(node, dict) else {}
    inputs = data.get("inputs") or {}
    for entry in (node.get("value"), inputs.get(str(node.get("of")))):
        if isinstance(entry, dict) and isinstance(entry.get("decimals"), Fraction):
            places = max(places, int(cast("Fraction", entry["decimals"])))
    return Fraction(1, 10**places)


def numbers_in(values: Iterator[object] | Sequence[object]) -> list[Fraction]:
    """The numbers among some values, and those that are written as texts."""
    read = (read_number(value) if isinstance(value, str) else value for value in values)
    return [value for value in read if isinstance(value, Fraction)]


__all__ = ["WrittenClause", "at_place", "clauses_of", "decimals_of", "grid_of", "numbers_in"]

"""Plain data with the place of every key and value: what a YAML file is read to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from ..meaning.lineage import Lineage
from ..words.diagnostics import Diagnostic, Position, Text, say

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | Fraction | bool | None"
Place: TypeAlias = "tuple[str | int, ...]"
"""The keys and the numbers of list items, from the root, that lead to a value."""


@dataclass
class Document:
    """A YAML document: plain data, and where each of its keys and values stands, by path from the root."""

    file: str
    data: Plain
    values: dict[Place, Position] = field(default_factory=dict)
    keys: dict[Place, Position] = field(default_factory=dict)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by file: merged documents have several
    # by id, where an overlay takes a node away
    gone: dict[str, Position] = field(default_factory=dict)
    # of a rule set: the layers that it comes from
    lineage: Lineage | None = None
    # by place, where an overlay takes a value away by its key
    removed: dict[Place, Position] = field(default_factory=dict)
    # those that leave something to go on with, such as a key twice
    faults: list[Diagnostic] = field(default_factory=list)

    def value_at(self, place: Place) -> Position:
        """Where the value at `place` stands; for one that is not there, where the nearest thing around it
        does."""
        while place and place not in self.values:
            place = place[:-1]
        return self.values.get(place, Position(self.file, 1, 1))

    def key_at(self, place: Place) -> Position:
        """Where the key at `place` stands (a list item has none: its value)."""
        return self.keys.get(place) or self.value_at(place)

    def standing(self, place: Place) -> str:
        """The file and the line in which what is at `place` stands."""
        at = self.key_at(place)
        return f"{at.file}:{at.line}"

    def forget(self, value: Plain, place: Place) -> None:
        """Where a value and all that is in it stood is known no longer."""
        for below, _ in walk(value, place):
            self.values.pop(below, None)
            self.keys.pop(below, None)

    def put(self, excerpt: Excerpt, place: Place) -> None:
        """What was taken from some place has `place` from now on, and stands where it stood."""
        for known, new in ((self.values, excerpt.values), (self.keys, excerpt.keys)):
            known.update({(*place, *below): at for below, at in new.items()})


@dataclass(frozen=True)
class Excerpt:
    """A value of a document, and where it and all that is in it stands, by path from the value."""

    value: Plain
    values: dict[Place, Position]
    keys: dict[Place, Position]


def excerpt_of(value: Plain, place: Place, *documents: Document) -> Excerpt:
    """A value at a place with its positions, of the first of the documents that knows each."""
    values: dict[Place, Position] = {}
    keys: dict[Place, Position] = {}
    for below, _ in walk(value, place):
        for document in documents:
            if below in document.values:
                values.setdefault(below[len(place) :], document.values[below])
            if below in document.keys:
                keys.setdefault(below[len(place) :], document.keys[below])
    return Excerpt(value, values, keys)


def walk(value: Plain, place: Place) -> Iterator[tuple[Place, Plain]]:
    """A value and all that is in it, each with its place."""
    yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from walk(inner, (*place, index))


def own_copy(data: Plain) -> Plain:
    """The same data in mappings and lists of their own."""
    if isinstance(data, dict):
        return {key: own_copy(value) for key, value in data.items()}
    return [own_copy(item) for item in data] if isinstance(data, list) else data


def place_text(place: Iterable[str | int]) -> Text | str:
    """A place as people name it: parts › a › weight, or band 2 › from."""
    words: list[str] = []
    for step in place:
        if isinstance(step, int):
            words[-1] += f" {step + 1}"
        else:
            words.append(step)
    return " › ".join(words) if words else say("the rule set")


__all__ = ["Document", "Excerpt", "Place", "Plain", "excerpt_of", "own_copy", "place_text", "walk"]

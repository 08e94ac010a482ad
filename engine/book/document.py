"""Plain data with the place of every key and value: what a YAML file is read to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

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
    # those that leave something to go on with, such as a key twice
    faults: list[Diagnostic] = field(default_factory=list)
    # by key: where a document that was laid over another took it away
    removed: dict[str, Position] = field(default_factory=dict)

    def value_at(self, place: Place) -> Position:
        """Where the value at `place` stands; for one that is not there, where the nearest thing around it
        does."""
        while place and place not in self.values:
            place = place[:-1]
        return self.values.get(place, Position(self.file, 1, 1))

    def key_at(self, place: Place) -> Position:
        """Where the key at `place` stands (a list item has none: its value)."""
        return self.keys.get(place) or self.value_at(place)


def place_text(place: Iterable[str | int]) -> Text | str:
    """A place as people name it: parts › a › weight, or band 2 › from."""
    words: list[str] = []
    for step in place:
        if isinstance(step, int):
            words[-1] += f" {step + 1}"
        else:
            words.append(step)
    return " › ".join(words) if words else say("the rule set")


__all__ = ["Document", "Place", "Plain", "place_text"]

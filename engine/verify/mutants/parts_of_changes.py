"""The changes of a rule set in parts, each looked at in a process of its own; what comes of them hangs on how
many changes there are, and not on how many processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TypeVar

from ...words.diagnostics import say
from ..at_once import made_at_once

MANY = 40
"""Up to so many changes are looked at together: a process takes seconds to begin."""

PARTS = 2
"""Into so many parts more are taken: each tries inputs of its own, so that more parts take more work."""

One = TypeVar("One")
Made = TypeVar("Made")


@dataclass(frozen=True)
class PartOfChanges:
    """Every so many-th of some things, from the one with a number on."""

    number: int = 0
    of: int = 1

    def among(self, things: Sequence[One]) -> Sequence[One]:
        """Those things."""
        return things[self.number :: self.of]


ALL = PartOfChanges()


def in_parts(
    here: Callable[[PartOfChanges], Made], elsewhere: Callable[[PartOfChanges], Made], count: int, name: str
) -> list[Made]:
    """What is made of each part of so many changes of a rule set, by the name of its file: `here`, where all
    are one part, else by a function that other processes can be sent. Raises KenError where a process ends
    before its time."""
    if count <= MANY:
        return [here(ALL)]
    parts = [PartOfChanges(number, PARTS) for number in range(PARTS)]
    broken = say("a process that tries changes of rules has ended before its time")
    return made_at_once(elsewhere, parts, [name] * len(parts), broken, alone=0)


def together(parts: Sequence[Sequence[One | None]]) -> list[One]:
    """What was made of the changes of each part, None of some, in the order of the changes."""
    return [one for one in chain.from_iterable(zip_longest(*parts)) if one is not None]


__all__ = ["ALL", "PartOfChanges", "in_parts", "together"]

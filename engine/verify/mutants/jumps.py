"""Where what people see jumps as one input moves: found by halving, whatever formula stands between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor, log10
from typing import TypeAlias

from ...meaning.model import Possible

Unit: TypeAlias = Mapping[str, Fraction]

Seen: TypeAlias = Callable[[Sequence[Unit]], Sequence[Sequence[object]]]
"""What is seen of units: of each thing that is looked at the values, unit by unit."""

SAMPLES, PARTS, MOST_SPANS = 65, 8, 200
"""So many values of an input are looked at first; what lies between two of them is cut into so many parts
where something jumps there; and so many jumps are followed."""

_FINEST, _DIGITS = Fraction(1, 100), 4


@dataclass(frozen=True)
class _Span:
    """An input from one value to another, in whole steps from its least, and the things that move there."""

    path: str
    low: int
    high: int
    things: frozenset[int]

    def places(self, parts: int) -> list[int]:
        """Its ends, and values between them."""
        whole = self.high - self.low
        return sorted({self.low + whole * part // parts for part in range(parts + 1)})


@dataclass(frozen=True)
class Jumps:
    """The jumps beside one unit, of inputs that can be many numbers."""

    unit: Unit
    possible: Mapping[str, Possible]
    seen: Seen

    def units(self) -> Iterator[Unit]:
        """The units on both sides of each jump. What moves with most values has no jumps."""
        spans = self._first()
        while spans:
            wide = []
            for span in spans[:MOST_SPANS]:
                if span.high - span.low > 1:
                    wide.append(span)
                else:
                    yield from (self._with(span.path, end) for end in (span.low, span.high))
            spans = [part for parts in self._moving(wide, PARTS) for part in parts]

    def _first(self) -> list[_Span]:
        """Parts of each input, with the things that move in few of them."""
        every = [
            _Span(path, 0, floor((own.high - own.low) / self._step(path)), frozenset())
            for path, own in self.possible.items()
            if path in self.unit
        ]
        found = []
        for moving in self._moving(every, SAMPLES - 1):
            counts = Counter(thing for span in moving for thing in span.things)
            few = frozenset(thing for thing, count in counts.items() if 2 * count < SAMPLES)
            found += [
                _Span(span.path, span.low, span.high, things)
                for span in moving
                if (things := span.things & few)
            ]
        return found

    def _moving(self, spans: Sequence[_Span], parts: int) -> list[list[_Span]]:
        """Of each span the parts in which one of its things moves; where it names none, anything."""
        places = [span.places(parts) for span in spans]
        units = [self._with(span.path, at) for span, own in zip(spans, places, strict=True) for at in own]
        columns, first, found = self.seen(units) if units else (), 0, []
        for span, own in zip(spans, places, strict=True):
            moving = []
            for number, (low, high) in enumerate(pairwise(own), first):
                moved = {
                    thing for thing, column in enumerate(columns) if column[number] != column[number + 1]
                }
                if things := (span.things & moved if span.things else frozenset(moved)):
                    moving.append(_Span(span.path, low, high, things))
            found.append(moving)
            first += len(own)
        return found

    def _step(self, path: str) -> Fraction:
        """The step of what an input can be; where it can be any number, one of few digits."""
        own = self.possible[path]
        if own.step is not None:
            return own.step
        digits = floor(log10(own.high - own.low)) + 1 if own.high > own.low else 0
        return min(_FINEST, Fraction(10) ** (digits - _DIGITS))

    def _with(self, path: str, place: int) -> Unit:
        return {**self.unit, path: self.possible[path].low + place * self._step(path)}


__all__ = ["Jumps"]

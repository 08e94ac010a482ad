"""What a way of scoring makes of parts that can have several scores: every span of scores, and which spans of
the parts make each.

Where there are too many of these to keep apart nothing is said of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from typing import Protocol

from .arithmetic.exact import Exact, ExactArithmetic
from .model import Scale, Span
from .ways import Way

MOST = 2_000
"""So many spans of one node's scores are kept apart,"""

MOST_PLACES = 20_000
"""and of sums so many, where they are all the places of a grid,"""

MOST_BITS = 400_000_000
"""as long as the sums of its parts take no more bits than these."""

ARITHMETIC = ExactArithmetic(Scale(Fraction(0), Fraction(0), 0, "half_up"))
"""Nothing is rounded here."""

MOST_DIVISOR = 10**9
"""A root that cannot be told from a number with no greater divisor is that number, as everywhere in exact
arithmetic."""

Part = tuple[Fraction, Fraction, Fraction]
"""The least and the greatest of a score, and its weight."""


@dataclass
class _SoFar:
    """The first of some parts: `parts` stand for them, of which `count` are there; `last` is the span of the
    last of them (None where it is left out), and `before` stands for the others."""

    parts: tuple[Part, ...]
    count: int = 0
    last: Span | None = None
    before: _SoFar | None = None


def image(way: Way, parts: Sequence[Part]) -> Span:
    """What a way makes of parts that take every value between two."""
    low, high = (_score(way, [(part[end], part[2]) for part in parts]) for end in (0, 1))
    return low, high


def _score(way: Way, parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    pairs: list[tuple[Exact, Fraction]] = list(parts)
    score = way.combined(ARITHMETIC, pairs)
    if score is None:
        return Fraction(0)
    plain = Fraction(score).limit_denominator(MOST_DIVISOR) if isinstance(score, Decimal) else score
    return plain if ARITHMETIC.compare("==", score, plain) else Fraction(score)


def highest(way: Way, parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The highest score that a way makes of some of the parts (scores and weights), one at least: of the
    highest of them, as many as raise it."""
    return _furthest(way, sorted(parts, reverse=True), max)


def lowest(way: Way, parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The lowest score that a way makes of some of the parts."""
    return _furthest(way, sorted(parts), min)


def _furthest(
    way: Way, parts: Sequence[tuple[Fraction, Fraction]], end: Callable[[Fraction, Fraction], Fraction]
) -> Fraction:
    """What is furthest towards an end (max or min) of what a way makes of some of the parts, which come with
    those nearest to that end first."""
    first, *rest = ((score, score, weight) for score, weight in parts)
    best: tuple[Part, ...] = (first,)
    furthest = image(way, best)[0]
    for part in rest:
        with_part = _with(way, best, part)
        score = image(way, with_part)[0]
        if score != furthest and end(score, furthest) == furthest:
            break
        best, furthest = with_part, score
    of_all = image(way, [(score, score, weight) for score, weight in parts])[0]
    return end(furthest, of_all)


def combinations(
    way: Way, spans: Sequence[Sequence[Span]], weights: Sequence[Fraction], needed: int | None = None
) -> Combinations | None:
    """The spans of scores that a way can make of parts, of which each has one of its `spans` and its weight;
    None where there are too many. With `needed` parts may be left out, but for so many."""
    shares = way.shares(weights)
    if needed is None and shares is not None and all(low == high for part in spans for low, high in part):
        numbers = [[share * low for low, _ in part] for part, share in zip(spans, shares, strict=True)]
        sums = _Sums.of(numbers, spans)
        if sums is not None:
            return sums
    states: dict[Hashable, _SoFar] = {(0, ()): _SoFar(())}
    for of_part, weight in zip(spans, weights, strict=True):
        following: dict[Hashable, _SoFar] = {}
        for state in states.values():
            if needed is not None:
                without = _SoFar(state.parts, state.count, None, state)
                following.setdefault((state.count, state.parts), without)
            for span in of_part:
                parts = _with(way, state.parts, (*span, weight))
                count = 0 if needed is None else min(state.count + 1, needed)
                following.setdefault((count, parts), _SoFar(parts, count, span, state))
            if len(following) > MOST:
                return None
        states = following
    made: dict[Span, _SoFar] = {}
    for state in states.values():
        if state.parts and (needed is None or state.count >= needed):
            made.setdefault(image(way, state.parts), state)
    return _Listed(made)


class Combinations(Protocol):
    """Every span of scores that some parts make, and how."""

    @property
    def spans(self) -> Collection[Span]:
        """Every span that some parts make, each once."""
        ...

    def parts(self, span: Span) -> Sequence[Span | None] | None:
        """Spans of the parts that make one, None for a part that is left out; None where none do."""
        ...


@dataclass(frozen=True)
class _Listed:
    """One state for each span."""

    made: Mapping[Span, _SoFar]

    @property
    def spans(self) -> Collection[Span]:
        return self.made

    def parts(self, span: Span) -> Sequence[Span | None] | None:
        state, parts = self.made.get(span), list[Span | None]()
        if state is None:
            return None
        while state.before is not None:
            parts.append(state.last)
            state = state.before
        return parts[::-1]


@dataclass(frozen=True)
class _Sums:
    """Sums of one number of each part, as places on a grid: bit n of the last of `sums` says whether `low` +
    n × `step` is one, and the others say it of the first parts alone. `rises` are the places that the numbers
    of each part add."""

    low: Fraction
    step: Fraction
    sums: Sequence[int]
    rises: Sequence[Sequence[int]]
    parts_spans: Sequence[Sequence[Span]]

    @classmethod
    def of(cls, numbers: Sequence[Sequence[Fraction]], spans: Sequence[Sequence[Span]]) -> _Sums | None:
        """The sums of one of the `numbers` of each part, lowest first; `spans` are what these numbers come
        of. None where the sums are too many."""
        above_least = [number - of_part[0] for of_part in numbers for number in of_part]
        divisor = math.lcm(*(number.denominator for number in above_least))
        step = Fraction(math.gcd(*(int(number * divisor) for number in above_least)) or 1, divisor)
        rises = [[int((number - of_part[0]) / step) for number in of_part] for of_part in numbers]
        width = sum(of_part[-1] for of_part in rises)
        if width > MOST_PLACES or width * len(rises) > MOST_BITS:
            return None
        sums = [1]
        for of_part in rises:
            sums.append(reduce(int.__or__, (sums[-1] << places for places in of_part)))
        is_full = sums[-1].bit_count() == width + 1
        if not is_full and sums[-1].bit_count() > MOST:
            return None
        return cls(sum((of_part[0] for of_part in numbers), Fraction(0)), step, sums, rises, spans)

    @cached_property
    def spans(self) -> Collection[Span]:
        last = self.sums[-1]
        values = [self.low + place * self.step for place in range(last.bit_length()) if last >> place & 1]
        return [(value, value) for value in values]

    def parts(self, span: Span) -> Sequence[Span] | None:
        place = (span[0] - self.low) / self.step
        if place.denominator != 1 or place < 0 or not self.sums[-1] >> int(place) & 1:
            return None
        left, parts = int(place), list[Span]()
        for before, rises, spans in zip(
            self.sums[-2::-1], self.rises[::-1], self.parts_spans[::-1], strict=True
        ):
            number = next(
                number for number, rise in enumerate(rises) if rise <= left and before >> (left - rise) & 1
            )
            left -= rises[number]
            parts.append(spans[number])
        return parts[::-1]


def _with(way: Way, parts: tuple[Part, ...], part: Part) -> tuple[Part, ...]:
    """Parts with one more: in any order, and one for all where the way folds."""
    if way.folds and parts:
        return ((*image(way, [*parts, part]), parts[0][2] + part[2]),)
    return tuple(sorted((*parts, part)))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch as one."""
    apart: list[Span] = []
    for low, high in sorted(spans):
        if apart and low <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], high))
        else:
            apart.append((low, high))
    return tuple(apart)


__all__ = ["Combinations", "combinations", "highest", "image", "lowest", "merged"]

"""Numbers of which it is known in which stretches they may lie: what rules can make of units of which some
values are known within ends, and others may not be there at all.

What comes out holds everything that there can be, and perhaps more: so what is not in it cannot be. A truth
is the set of what it may be, with None where it may be that it cannot be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TypeAlias

from ..model import Scale
from ..possible import Span
from .intervals import Enclosure, Intervals

MOST_STRETCHES = 16
"""So many stretches of a number are kept apart."""

MOST_COMBINED = 256
"""So many combinations of stretches of several numbers are looked at one by one."""

May: TypeAlias = frozenset[bool | None]
"""What a truth may be."""

_HOLDS: May = frozenset({True})
_FAILS: May = frozenset({False})
_OPEN: May = frozenset({None})
_EITHER: May = frozenset({True, False})


@dataclass(frozen=True)
class Stretches:
    """Every number within one of the `spans`, lowest first; units may lack it where it `may_lack`."""

    spans: tuple[Span, ...]
    may_lack: bool = False

    @property
    def low(self) -> Fraction:
        """The least number."""
        return self.spans[0][0]

    @property
    def high(self) -> Fraction:
        """The greatest number."""
        return self.spans[-1][1]

    @property
    def wholes(self) -> tuple[int, ...]:
        """The whole numbers among them."""
        return tuple(
            number for low, high in self.spans for number in range(-int(-low // 1), int(high // 1) + 1)
        )


def stretches(spans: Iterable[Span], *, may_lack: bool = False) -> Stretches | None:
    """The numbers of some spans: those that touch are joined, and where there are many the nearest ones.
    None where there is no span."""
    joined: list[Span] = []
    for low, high in sorted(set(spans)):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    while len(joined) > MOST_STRETCHES:
        at = min(range(len(joined) - 1), key=lambda place: joined[place + 1][0] - joined[place][1])
        joined[at : at + 2] = [(joined[at][0], joined[at + 1][1])]
    return Stretches(tuple(joined), may_lack) if joined else None


class StretchArithmetic:
    """The arithmetic of stretches. A number that no unit has is None. `pinned` are numbers that are known, by
    the names under which they are kept."""

    def __init__(self, scale: Scale, pinned: Mapping[str, Fraction] | None = None) -> None:
        self.intervals, self.pinned = Intervals(scale), pinned or {}

    # numbers

    def number(self, value: Fraction) -> Stretches | None:
        """The number itself."""
        return Stretches(((value, value),))

    def add(self, left: Stretches | None, right: Stretches | None) -> Stretches | None:
        """Every sum."""
        return self._strictly([left, right], lambda both: self.intervals.add(*both))

    def subtract(self, left: Stretches | None, right: Stretches | None) -> Stretches | None:
        """Every difference."""
        return self._strictly([left, right], lambda both: self.intervals.subtract(*both))

    def multiply(self, left: Stretches | None, right: Stretches | None) -> Stretches | None:
        """Every product."""
        return self._strictly([left, right], lambda both: self.intervals.multiply(*both))

    def divide(self, left: Stretches | None, right: Stretches | None) -> Stretches | None:
        """Every quotient."""
        return self._strictly([left, right], lambda both: self.intervals.divide(*both))

    def negate(self, value: Stretches | None) -> Stretches | None:
        """Every number with the other sign."""
        return self._strictly([value], lambda own: self.intervals.negate(*own))

    def absolute(self, value: Stretches | None) -> Stretches | None:
        """Every magnitude."""
        return self._strictly([value], lambda own: self.intervals.absolute(*own))

    def logarithm(self, value: Stretches | None, base: int | None = None) -> Stretches | None:
        """Every logarithm."""
        return self._strictly([value], lambda own: self.intervals.logarithm(own[0], base))

    def exponential(self, value: Stretches | None) -> Stretches | None:
        """Every power of e."""
        return self._strictly([value], lambda own: self.intervals.exponential(*own))

    def power(self, base: Stretches | None, exponent: Stretches | None) -> Stretches | None:
        """Every power."""
        return self._strictly([base, exponent], lambda both: self.intervals.power(*both))

    def rounded(
        self, value: Stretches | None, decimals: int | None = None, rounding: str | None = None
    ) -> Stretches | None:
        """Every rounded number."""
        return self._strictly([value], lambda own: self.intervals.rounded(own[0], decimals, rounding))

    def to_step(
        self, value: Stretches | None, step: Fraction, rounding: str | None = None
    ) -> Stretches | None:
        """Every number rounded to a step."""
        return self._strictly([value], lambda own: self.intervals.to_step(own[0], step, rounding))

    def minimum(self, values: Sequence[Stretches | None]) -> Stretches | None:
        """The least of those that are there."""
        return self._combined(values, self.intervals.minimum)

    def maximum(self, values: Sequence[Stretches | None]) -> Stretches | None:
        """The greatest of those that are there."""
        return self._combined(values, self.intervals.maximum)

    def total(
        self, values: Sequence[Stretches | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Stretches | None:
        """Every weighted sum; when `partial` 0 where no number is there, as in columns."""
        made = self._weighed(values, weights, self.intervals.total, partial=partial)
        if not partial or (made is not None and not made.may_lack):
            return made
        zero = self.number(Fraction(0))
        return zero if made is None else self.first_known([made, zero])

    def mean(
        self, values: Sequence[Stretches | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Stretches | None:
        """Every weighted mean."""
        return self._weighed(values, weights, self.intervals.mean, partial=partial)

    def geometric_mean(
        self, values: Sequence[Stretches | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Stretches | None:
        """Every weighted geometric mean."""
        return self._weighed(values, weights, self.intervals.geometric_mean, partial=partial)

    def harmonic_mean(
        self, values: Sequence[Stretches | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Stretches | None:
        """Every weighted harmonic mean."""
        return self._weighed(values, weights, self.intervals.harmonic_mean, partial=partial)

    # truths

    def compare(self, sign: str, left: Stretches | None, right: Stretches | None) -> May:
        """Whether two numbers may stand in a relation, and may not."""
        if left is None or right is None:
            return _OPEN
        may: set[bool | None] = {None} if left.may_lack or right.may_lack else set()
        for one, other in product(left.spans, right.spans):
            told = self.intervals.compare(sign, Enclosure(*one), Enclosure(*other))
            may |= _EITHER if told is None else {told}
        return frozenset(may)

    def both(self, truths: Sequence[May]) -> May:
        """Whether all may hold."""
        may: set[bool | None] = {False} if any(False in truth for truth in truths) else set()
        if all(True in truth for truth in truths):
            may.add(True)
        if any(None in truth for truth in truths) and all(truth != _FAILS for truth in truths):
            may.add(None)
        return frozenset(may)

    def either(self, truths: Sequence[May]) -> May:
        """Whether one may hold."""
        return self.opposite(self.both([self.opposite(truth) for truth in truths]))

    def opposite(self, truth: May) -> May:
        """Whether it may not hold."""
        return frozenset(None if each is None else not each for each in truth)

    def choose(self, truth: May, yes: Stretches | None, no: Stretches | None) -> Stretches | None:
        """One of two numbers, either, or none."""
        chosen = [*([yes] if True in truth else []), *([no] if False in truth else [])]
        there = [value for value in chosen if value is not None]
        lacks = None in truth or len(there) < len(chosen) or any(value.may_lack for value in there)
        return stretches((span for value in there for span in value.spans), may_lack=lacks)

    def known(self, values: Sequence[Stretches | None], at_least: int) -> May:
        """Whether so many may be there."""
        sure = sum(value is not None and not value.may_lack for value in values)
        perhaps = sum(value is not None for value in values)
        return _HOLDS if sure >= at_least else _FAILS if perhaps < at_least else _EITHER

    def first_known(self, values: Sequence[Stretches | None]) -> Stretches | None:
        """The first that is there, or those after it."""
        spans: list[Span] = []
        for value in values:
            if value is not None:
                spans += value.spans
                if not value.may_lack:
                    return stretches(spans)
        return stretches(spans, may_lack=True)

    def only_if(self, truth: May, value: Stretches | None) -> Stretches | None:
        """The number, which may be lacking where the truth may not hold."""
        return self.choose(truth, value, None)

    def nothing(self) -> Stretches | None:
        """None."""
        return None

    def sure(self, value: Stretches | None) -> Stretches | None:
        """The number, which is there."""
        return None if value is None else Stretches(value.spans)

    def within(self, value: Stretches | None, low: Fraction, high: Fraction) -> Stretches | None:
        """As much of it as lies between two numbers; nothing else is asked of it."""
        if value is None:
            return None
        inside = [(max(least, low), min(most, high)) for least, most in value.spans]
        spans = [(least, most) for least, most in inside if least <= most] or [(low, low)]
        return stretches(spans, may_lack=value.may_lack)

    def never(self, truth: May) -> bool:
        """Whether it cannot hold."""
        return True not in truth

    def called(
        self,
        function: str,  # noqa: ARG002
        values: Sequence[Stretches | None],  # noqa: ARG002
        value: Stretches | None,
    ) -> Stretches | None:
        """The same number."""
        return value

    def named_truth(self, name: str, truth: May) -> May:  # noqa: ARG002
        """The same truth."""
        return truth

    def named(self, name: str, value: Stretches | None) -> Stretches | None:
        """The same number, or the one that is known under this name."""
        if value is None or name not in self.pinned:
            return value
        return Stretches(((self.pinned[name], self.pinned[name]),), value.may_lack)

    # how it is done

    def _strictly(
        self,
        values: Sequence[Stretches | None],
        operation: Callable[[Sequence[Enclosure | None]], Enclosure | None],
    ) -> Stretches | None:
        """An operation that has no value where one of the numbers is lacking."""
        there = [value for value in values if value is not None]
        if len(there) < len(values):
            return None
        made = self._combined([Stretches(value.spans) for value in there], operation)
        lacks = made is not None and any(value.may_lack for value in there)
        return Stretches(made.spans, may_lack=True) if made is not None and lacks else made

    def _weighed(
        self,
        values: Sequence[Stretches | None],
        weights: Sequence[Fraction],
        operation: Callable[..., Enclosure | None],
        *,
        partial: bool,
    ) -> Stretches | None:
        def weighed(parts: Sequence[Enclosure | None]) -> Enclosure | None:
            return operation(parts, weights, partial=partial)

        return self._combined(values, weighed) if partial else self._strictly(values, weighed)

    def _combined(
        self,
        values: Sequence[Stretches | None],
        operation: Callable[[Sequence[Enclosure | None]], Enclosure | None],
    ) -> Stretches | None:
        """What an operation makes of every combination of stretches, each number lacking too where it may:
        nothing of nothing. Of too many combinations it is made of all stretches together."""
        parts: list[list[Enclosure | None]] = [
            [None]
            if value is None
            else [*(Enclosure(*span) for span in value.spans), *([None] if value.may_lack else [])]
            for value in values
        ]
        if prod(map(len, parts)) > MOST_COMBINED:
            parts = [
                [None if value is None else Enclosure(value.low, value.high, value.may_lack)]
                for value in values
            ]
        spans, lacks = [], False
        for chosen in product(*parts):
            made = operation(chosen) if any(part is not None for part in chosen) else None
            all_may_lack = all(part is None or part.may_lack for part in chosen)
            lacks = lacks or made is None or made.may_lack or all_may_lack
            spans += [] if made is None else [(made.low, made.high)]
        return stretches(spans, may_lack=lacks)


__all__ = ["May", "StretchArithmetic", "Stretches", "stretches"]

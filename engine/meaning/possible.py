"""What values something can have."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TypeAlias

from .arithmetic.rounding_exactly import round_exactly

Span: TypeAlias = tuple[Fraction, Fraction]
"""Every number between two, both included."""

End: TypeAlias = tuple[Fraction, bool]
"""A number, and whether it is one of those that it ends."""


@dataclass(frozen=True)
class Possible:
    """The values that something can have: those of `spans`, lowest first; with a `step`, only those that are
    whole steps from `base`. Where it is not `exact`, no others, and perhaps not all of these. What data give
    may be `rounded` first, to so many decimals and in such a way."""

    spans: tuple[Span, ...]
    exact: bool = True
    step: Fraction | None = None
    base: Fraction = Fraction(0)
    rounded: tuple[int, str] | None = None

    @property
    def low(self) -> Fraction:
        """The least value; what it can have is never empty."""
        return self.spans[0][0]

    @property
    def high(self) -> Fraction:
        """The greatest value."""
        return self.spans[-1][1]

    @cached_property
    def only(self) -> tuple[Fraction, ...]:
        """Where these are single values: these, lowest first."""
        return tuple(low for low, _ in self.spans) if all(low == high for low, high in self.spans) else ()

    def all_of(self, most: int) -> Sequence[Fraction]:
        """The values as they are read, lowest first, where there are no more than so many; else none."""
        step = self.as_read.step
        if self.only or step is None:
            return self.only if len(self.only) <= most else ()
        ends = [(-((self.base - low) // step), (high - self.base) // step) for low, high in self.spans]
        if sum(last - first + 1 for first, last in ends) > most:
            return ()
        steps = dict.fromkeys(number for first, last in ends for number in range(first, last + 1))
        return tuple(self.base + step * number for number in steps)

    def read(self, value: Fraction) -> Fraction:
        """A value that data give, as it is read."""
        return value if self.rounded is None else round_exactly(value, *self.rounded)

    def takes(self, value: Fraction) -> bool:
        """Whether a value, as it is read, lies within one of the spans, and on a step."""
        value = self.read(value)
        is_on_step = self.step is None or ((value - self.base) / self.step).denominator == 1
        lows, reached = self._ends
        place = bisect_right(lows, value) - 1
        return is_on_step and place >= 0 and value <= reached[place]

    def around(self, value: Fraction) -> tuple[Fraction, Fraction]:
        """The ends of the spans next to a value that lies between two of them."""
        lows, reached = self._ends
        place = bisect_right(lows, value)
        return reached[place - 1], lows[place]

    @cached_property
    def _ends(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """Of each span where it begins, and how far it and those before it reach."""
        return tuple(low for low, _ in self.spans), tuple(accumulate((high for _, high in self.spans), max))

    @property
    def as_read(self) -> Possible:
        """The values that it can have once they are read."""
        if self.rounded is None:
            return self
        return replace(self, step=Fraction(1, 10 ** self.rounded[0]), rounded=None)

    @cached_property
    def given_ends(self) -> tuple[End, End]:
        """Between which values data may give it, as far as one span goes: all that are read as no less than
        the least, and as no more than the greatest."""
        step = self.as_read.step
        if self.rounded is None or step is None:
            return (self.low, True), (self.high, True)
        least, most = -(-self.low // step) * step, self.high // step * step
        return self._furthest(least, -step), self._furthest(most, step)

    def _furthest(self, read: Fraction, step: Fraction) -> End:
        """The last value in the direction of a step that is read as a number, or before which all are."""
        ends = read, read + step / 2, read + step
        reaches = [self.read((one + other) / 2) == read for one, other in pairwise(ends)]
        end = ends[reaches.index(False) if False in reaches else 2]
        return end, self.read(end) == read

    @cached_property
    def decimals(self) -> int | None:
        """How many decimals its steps have, where they are all numbers with so many; None for other steps."""
        if self.step is None or self.step.numerator != 1 or self.base.denominator != 1:
            return None
        places = len(str(self.step.denominator)) - 1
        return places if self.step.denominator == 10**places else None

    def up_to(self, share: Fraction) -> Fraction:
        """The greatest value that is not beyond a share (0 to 1) of the way from the lowest to the
        highest."""
        wanted = self.low + (self.high - self.low) * share
        value = max(min(high, wanted) for low, high in self.spans if low <= wanted)
        if self.step is None:
            return value
        return self.base + self.step * ((value - self.base) // self.step)


__all__ = ["End", "Possible", "Span"]

"""What values something can have."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

Span: TypeAlias = tuple[Fraction, Fraction]
"""Every number between two, both included."""


@dataclass(frozen=True)
class Possible:
    """The values that something can have: those of `spans`, lowest first; with a `step`, only those that are
    whole steps from `base`. Where it is not `exact`, no others, and perhaps not all of these."""

    spans: tuple[Span, ...]
    exact: bool = True
    step: Fraction | None = None
    base: Fraction = Fraction(0)

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

    def takes(self, value: Fraction) -> bool:
        """Whether a value lies within one of the spans, and on a step."""
        is_on_step = self.step is None or ((value - self.base) / self.step).denominator == 1
        return is_on_step and any(low <= value <= high for low, high in self.spans)

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


__all__ = ["Possible", "Span"]

"""Exact numbers of many units at once: a list with a number of each unit. Rules are then gone through once,
not once for each unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeAlias, TypeVar

from ..model import Scale
from .exact import Exact, ExactArithmetic
from .signs import SIGNS

Numbers: TypeAlias = "Sequence[Exact]"
Truths: TypeAlias = "Sequence[bool | None]"

Made = TypeVar("Made")


class _Same(list[Exact]):
    """The same number in every row."""


class RowsArithmetic:
    """The exact arithmetic, row by row: what it says of one number, this says of each of `count`."""

    def __init__(self, scale: Scale, count: int) -> None:
        self.scale = scale
        self.count = count
        self.exact = ExactArithmetic(scale)

    def number(self, value: Fraction) -> Numbers:
        """The number in every row."""
        return _Same([value] * self.count)

    def add(self, left: Numbers, right: Numbers) -> Numbers:
        """The sum."""
        return list(map(self.exact.add, left, right))

    def subtract(self, left: Numbers, right: Numbers) -> Numbers:
        """The difference."""
        return list(map(self.exact.subtract, left, right))

    def multiply(self, left: Numbers, right: Numbers) -> Numbers:
        """The product."""
        return list(map(self.exact.multiply, left, right))

    def divide(self, left: Numbers, right: Numbers) -> Numbers:
        """The quotient."""
        return list(map(self.exact.divide, left, right))

    def negate(self, value: Numbers) -> Numbers:
        """The number with the other sign."""
        return list(map(self.exact.negate, value))

    def absolute(self, value: Numbers) -> Numbers:
        """The magnitude."""
        return list(map(self.exact.absolute, value))

    def power(self, base: Numbers, exponent: Numbers) -> Numbers:
        """The power."""
        return list(map(self.exact.power, base, exponent))

    def exponential(self, value: Numbers) -> Numbers:
        """e to the power of the number."""
        return list(map(self.exact.exponential, value))

    def logarithm(self, value: Numbers, base: int | None = None) -> Numbers:
        """The logarithm."""
        return [self.exact.logarithm(number, base) for number in value]

    def minimum(self, values: Sequence[Numbers]) -> Numbers:
        """The least of those that are there."""
        return [self.exact.minimum(row) for row in self._rows(values)]

    def maximum(self, values: Sequence[Numbers]) -> Numbers:
        """The greatest of those that are there."""
        return [self.exact.maximum(row) for row in self._rows(values)]

    def total(
        self, values: Sequence[Numbers], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Numbers:
        """The weighted sum; when `partial` 0 where no number is there, as in columns."""
        totals = self._mean(self.exact.total, values, weights, partial)
        if not partial:
            return totals
        none = [all(number is None for number in row) for row in self._rows(values)]
        return [Fraction(0) if is_none else total for is_none, total in zip(none, totals, strict=True)]

    def mean(
        self, values: Sequence[Numbers], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Numbers:
        """The weighted arithmetic mean."""
        return self._mean(self.exact.mean, values, weights, partial)

    def geometric_mean(
        self, values: Sequence[Numbers], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Numbers:
        """The weighted geometric mean."""
        return self._mean(self.exact.geometric_mean, values, weights, partial)

    def harmonic_mean(
        self, values: Sequence[Numbers], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Numbers:
        """The weighted harmonic mean."""
        return self._mean(self.exact.harmonic_mean, values, weights, partial)

    def _mean(
        self,
        mean: Callable[..., Exact],
        values: Sequence[Numbers],
        weights: Sequence[Fraction],
        partial: bool,
    ) -> Numbers:
        return [mean(row, weights, partial=partial) for row in self._rows(values)]

    def _rows(self, values: Sequence[Numbers]) -> Sequence[Numbers]:
        """What is listed by number, listed by row."""
        return list(zip(*values, strict=True)) if values else [()] * self.count

    def rounded(self, value: Numbers, decimals: int | None = None, rounding: str | None = None) -> Numbers:
        """The number at so many decimals."""
        return _each_once(lambda number: self.exact.rounded(number, decimals, rounding), value)

    def to_step(self, value: Numbers, step: Fraction, rounding: str | None = None) -> Numbers:
        """The multiple of a step to which the number is rounded."""
        return [self.exact.to_step(number, step, rounding) for number in value]

    def compare(self, sign: str, left: Numbers, right: Numbers) -> Truths:
        """Whether two numbers stand in a relation."""
        exact, holds = self.exact.compare, SIGNS[sign]
        if isinstance(right, _Same) and right and isinstance(bound := right[0], Fraction):
            above, below = bound.as_integer_ratio()
            return _each_once(
                lambda one: (
                    holds(one.numerator * below, above * one.denominator)
                    if isinstance(one, Fraction)
                    else exact(sign, one, bound)
                ),
                left,
            )
        return [
            holds(one.numerator * two.denominator, two.numerator * one.denominator)
            if isinstance(one, Fraction) and isinstance(two, Fraction)
            else exact(sign, one, two)
            for one, two in zip(left, right, strict=True)
        ]

    def both(self, truths: Sequence[Truths]) -> Truths:
        """False where one is, else None where one is not known."""
        return truths[0] if len(truths) == 1 else [self.exact.both(row) for row in self._truths(truths)]

    def either(self, truths: Sequence[Truths]) -> Truths:
        """True where one is, else None where one is not known."""
        return truths[0] if len(truths) == 1 else [self.exact.either(row) for row in self._truths(truths)]

    def _truths(self, truths: Sequence[Truths]) -> Sequence[Truths]:
        return list(zip(*truths, strict=True)) if truths else [()] * self.count

    def opposite(self, truth: Truths) -> Truths:
        """None where the truth is not known."""
        return list(map(self.exact.opposite, truth))

    def choose(self, truth: Truths, yes: Numbers, no: Numbers) -> Numbers:
        """One of the two numbers; None where the truth is not known."""
        return list(map(self.exact.choose, truth, yes, no))

    def known(self, values: Sequence[Numbers], at_least: int) -> Truths:
        """Whether so many of the numbers are there."""
        if len(values) == at_least == 1:
            return [number is not None for number in values[0]]
        return [self.exact.known(row, at_least) for row in self._rows(values)]

    def first_known(self, values: Sequence[Numbers]) -> Numbers:
        """The first number that is there."""
        return values[0] if len(values) == 1 else [self.exact.first_known(row) for row in self._rows(values)]

    def only_if(self, truth: Truths, value: Numbers) -> Numbers:
        """The value where the truth holds; None elsewhere."""
        return [number if holds else None for holds, number in zip(truth, value, strict=True)]

    def nothing(self) -> Numbers:
        """None in every row."""
        return [None] * self.count

    def sure(self, value: Numbers) -> Numbers:
        """The number as it is."""
        return value

    def within(self, value: Numbers, low: Fraction, high: Fraction) -> Numbers:  # noqa: ARG002
        """The numbers as they are."""
        return value

    def never(self, truth: Truths) -> bool:
        """Whether the truth holds in no row."""
        return all(holds is False for holds in truth)

    def called(self, function: str, values: Sequence[Numbers], value: Numbers) -> Numbers:  # noqa: ARG002
        """The number as it is."""
        return value

    def named_truth(self, name: str, truth: Truths) -> Truths:  # noqa: ARG002
        """The same truth."""
        return truth

    def named(self, name: str, value: Numbers) -> Numbers:  # noqa: ARG002
        """The number as it is."""
        return value


def _each_once(work: Callable[[Exact], Made], numbers: Numbers) -> list[Made]:
    """What a function makes of each number: of one that stands in several rows once."""
    known: dict[int, Made] = {}
    return [
        known[at] if (at := id(number)) in known else known.setdefault(at, work(number)) for number in numbers
    ]


__all__ = ["Numbers", "RowsArithmetic", "Truths"]

"""What an arithmetic is: an object that knows what a number, a truth, a mean, a rounding and a choice are.

The plan and the expressions are written once, against this protocol. A number may be missing (no data);
operations on a missing number give a missing number, unless they say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, TypeVar

Number = TypeVar("Number")
Truth = TypeVar("Truth")


class Arithmetic(Protocol[Number, Truth]):
    """The operations that rules are made of. `rounded` uses the rule set's scale where it is not told
    otherwise."""

    def number(self, value: Fraction) -> Number:
        """The number itself, known for every unit."""
        ...

    def add(self, left: Number, right: Number) -> Number:
        """The sum."""
        ...

    def subtract(self, left: Number, right: Number) -> Number:
        """`left` less `right`."""
        ...

    def multiply(self, left: Number, right: Number) -> Number:
        """The product."""
        ...

    def divide(self, left: Number, right: Number) -> Number:
        """Missing where `right` is 0."""
        ...

    def negate(self, value: Number) -> Number:
        """The number with the other sign."""
        ...

    def absolute(self, value: Number) -> Number:
        """The magnitude."""
        ...

    def power(self, base: Number, exponent: Number) -> Number:
        """The power; missing of 0 to a negative one, of a negative base to one that is not whole, and beyond
        10^400. Anything to the power of 0 is 1."""
        ...

    def exponential(self, value: Number) -> Number:
        """e to the power of the number; missing beyond 10^400."""
        ...

    def logarithm(self, value: Number, base: int | None = None) -> Number:
        """The logarithm to a whole base of 2 or more (None: the natural one); missing where `value` is not
        above 0."""
        ...

    def minimum(self, values: Sequence[Number]) -> Number:
        """The least of the known ones."""
        ...

    def maximum(self, values: Sequence[Number]) -> Number:
        """The greatest of the known ones."""
        ...

    def total(
        self, values: Sequence[Number], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Number:
        """The weighted sum; of the known ones when `partial`, missing if one is missing otherwise."""
        ...

    def mean(self, values: Sequence[Number], weights: Sequence[Fraction], *, partial: bool = False) -> Number:
        """The weighted arithmetic mean; of the known ones when `partial`."""
        ...

    def geometric_mean(
        self, values: Sequence[Number], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Number:
        """The weighted geometric mean of numbers not below 0; of the known ones when `partial`."""
        ...

    def harmonic_mean(
        self, values: Sequence[Number], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Number:
        """The weighted harmonic mean of numbers not below 0 (0 if one is 0); of the known ones when
        `partial`."""
        ...

    def rounded(self, value: Number, decimals: int | None = None, rounding: str | None = None) -> Number:
        """The number at so many decimals (None: the scale's). `rounding` is a way of the scale (half_up,
        half_even, down, up), floor or ceiling; None is the scale's own."""
        ...

    def to_step(self, value: Number, step: Fraction, rounding: str | None = None) -> Number:
        """The multiple of `step`, which is above 0, to which the number is rounded: to 0.5 or to 5."""
        ...

    def compare(self, sign: str, left: Number, right: Number) -> Truth:
        """`sign` is one of < <= > >= == !=."""
        ...

    def both(self, truths: Sequence[Truth]) -> Truth:
        """Told as soon as one is known not to hold."""
        ...

    def either(self, truths: Sequence[Truth]) -> Truth:
        """Told as soon as one is known to hold."""
        ...

    def opposite(self, truth: Truth) -> Truth:
        """Known where the truth is."""
        ...

    def choose(self, truth: Truth, yes: Number, no: Number) -> Number:
        """One number where the truth holds, the other where it does not; missing where that is not known."""
        ...

    def known(self, values: Sequence[Number], at_least: int) -> Truth:
        """Whether at least so many of the numbers are not missing. Never missing itself."""
        ...

    def first_known(self, values: Sequence[Number]) -> Number:
        """The first of the numbers that is not missing; missing where all are."""
        ...

    def only_if(self, truth: Truth, value: Number) -> Number:
        """The value where the truth holds; missing elsewhere."""
        ...

    def nothing(self) -> Number:
        """A number that no unit has."""
        ...

    def sure(self, value: Number) -> Number:
        """The same number, taken to be there: what is made of it means nothing where it is not."""
        ...

    def never(self, truth: Truth) -> bool:
        """Whether it is known beforehand that a truth holds for no unit."""
        ...

    def called(self, function: str, values: Sequence[Number], value: Number) -> Number:
        """The same number, which is a function of others: where an arithmetic writes it so."""
        ...

    def named(self, name: str, value: Number) -> Number:
        """The same number, under a name: where an arithmetic keeps its intermediate results."""
        ...

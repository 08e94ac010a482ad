"""Expressions over values that may be missing, refused, undecided or not applicable: an arithmetic laid over
any other, whose numbers are `Value`s and whose truths say why they cannot be told.

What cannot be told for a missing value is missing; for any other reason (a division by nought, no row of a
table, something that does not apply) undecided. In lists what does not apply is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from .arithmetic import Number, Truth
from .combining import either
from .stated_truths import Counted, StatedTruths, Told
from .states import Value
from .ways.median import WAY as MEDIAN

_ONE, _ZERO = Fraction(1), Fraction(0)


class Stated(StatedTruths[Number, Truth]):
    """The arithmetic of values with their states, over the arithmetic `a` of their numbers."""

    # numbers

    def number(self, value: Fraction) -> Value[Number, Truth]:
        """The number, known everywhere."""
        return Value(self.a.number(value))

    def nothing(self) -> Value[Number, Truth]:
        """A value that no unit has."""
        return Value()

    def add(self, left: Any, right: Any) -> Value[Number, Truth]:
        """The sum."""
        return self._of([left, right], self.a.add)

    def subtract(self, left: Any, right: Any) -> Value[Number, Truth]:
        """The difference."""
        return self._of([left, right], self.a.subtract)

    def multiply(self, left: Any, right: Any) -> Value[Number, Truth]:
        """The product."""
        return self._of([left, right], self.a.multiply)

    def divide(self, left: Any, right: Any) -> Value[Number, Truth]:
        """The quotient; undecided where the divisor is 0."""
        return self._of([left, right], self.a.divide, partial=True)

    def negate(self, value: Any) -> Value[Number, Truth]:
        """The number with the other sign."""
        return self._of([value], self.a.negate)

    def absolute(self, value: Any) -> Value[Number, Truth]:
        """The magnitude."""
        return self._of([value], self.a.absolute)

    def logarithm(self, value: Any, base: int | None = None) -> Value[Number, Truth]:
        """The logarithm; undecided where the number is not above 0."""
        return self._of([value], lambda number: self.a.logarithm(number, base), partial=True)

    def power(self, base: Any, exponent: Any) -> Value[Number, Truth]:
        """The power; undecided where there is none."""
        return self._of([base, exponent], self.a.power, partial=True)

    def exponential(self, value: Any) -> Value[Number, Truth]:
        """The power of e; undecided where no number of the machine holds it."""
        return self._of([value], self.a.exponential, partial=True)

    def rounded(self, value: Any, decimals: int | None = None, rounding: Any = None) -> Value[Number, Truth]:
        """The number rounded."""
        return self._of([value], lambda number: self.a.rounded(number, decimals, rounding))

    def clipped(self, value: Any, low: Any, high: Any) -> Value[Number, Truth]:
        """The number within two others."""
        a = self.a

        def within(number: Number, least: Number, most: Number) -> Number:
            clipped = a.maximum([least, a.minimum([number, most])])
            return a.only_if(a.known([number, least, most], 3), clipped)

        return self._of([value, low, high], within)

    def minimum(self, values: Sequence[Any]) -> Value[Number, Truth]:
        """The least of those that apply."""
        return self._of_list(values, lambda numbers, _: self.a.minimum(numbers))

    def maximum(self, values: Sequence[Any]) -> Value[Number, Truth]:
        """The greatest of those that apply."""
        return self._of_list(values, lambda numbers, _: self.a.maximum(numbers))

    def total(
        self, values: Sequence[Any], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Value[Number, Truth]:
        """The weighted sum of those that apply."""
        return self._weighed(values, weights, self.a.total, partial=partial)

    def mean(
        self, values: Sequence[Any], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Value[Number, Truth]:
        """The weighted mean of those that apply."""
        return self._weighed(values, weights, self.a.mean, partial=partial)

    def median(self, values: Sequence[Any]) -> Value[Number, Truth]:
        """The median of those that apply."""

        def middle(numbers: Sequence[Number], weights: Sequence[Fraction], *, partial: bool) -> Number:
            return MEDIAN.combined(self.a, list(zip(numbers, weights, strict=True)), partial=partial)

        return self._weighed(values, [_ONE] * len(values), middle, partial=False)

    def geometric_mean(
        self, values: Sequence[Any], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Value[Number, Truth]:
        """The weighted geometric mean of those that apply; undecided where one is below 0."""
        return self._weighed(values, weights, self.a.geometric_mean, partial=partial, can_fail=True)

    def harmonic_mean(
        self, values: Sequence[Any], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Value[Number, Truth]:
        """The weighted harmonic mean of those that apply; undecided where one is below 0."""
        return self._weighed(values, weights, self.a.harmonic_mean, partial=partial, can_fail=True)

    def called(self, function: str, values: Sequence[Any], value: Any) -> Any:  # noqa: ARG002
        """The same value."""
        return value

    def choose(self, truth: Any, yes: Any, no: Any) -> Value[Number, Truth]:
        """One of two values: only what is said of the one that is taken counts."""
        a, yes, no = self.a, self._plain(yes), self._plain(no)
        told = self.keep_told(self.untold(self.keep_told(truth)))
        number = a.choose(told.truth, self._number(yes), self._number(no))

        def of_taken(name: str) -> Truth | None:
            one, other = getattr(yes, name), getattr(no, name)
            return either(
                a,
                None if one is None else a.both([told.truth, one]),
                None if other is None else a.both([a.opposite(told.truth), other]),
            )

        return self.keep(
            Value(
                number,
                either(a, told.refused, self._told_only(of_taken("refused"))),
                either(a, told.undecided, self._told_only(of_taken("undecided"))),
                self._told_only(of_taken("inapplicable")),
            )
        )

    def first_known(self, values: Sequence[Any]) -> Value[Number, Truth]:
        """The first that is known; what is refused or undecided is never passed over."""
        *earlier, found = (self._plain(value) for value in values)
        for value in reversed(earlier):
            found = self.keep(self._or_else(value, found))
        return found

    def _or_else(self, value: Value[Number, Truth], other: Value[Number, Truth]) -> Value[Number, Truth]:
        a = self.a
        if value.number is None and value.refused is None and value.undecided is None:
            is_out = value.inapplicable
            leaves = (
                None if is_out is None or other.inapplicable is None else a.both([is_out, other.inapplicable])
            )
            return Value(other.number, other.refused, other.undecided, leaves)
        stays = either(a, value.refused, value.undecided)
        lacks = a.opposite(a.known([self._number(value)], 1))
        passed = lacks if stays is None else a.both([lacks, a.opposite(stays)])

        def there(state: Truth | None) -> Truth | None:
            return None if state is None else a.both([passed, state])

        number = other.number
        if number is not None and stays is not None:
            number = a.only_if(a.opposite(stays), number)
        numbers = [each for each in (value.number, number) if each is not None]
        leaves = None
        if value.inapplicable is not None and other.inapplicable is not None:
            leaves = a.both([value.inapplicable, other.inapplicable])
        return Value(
            a.first_known(numbers) if len(numbers) > 1 else next(iter(numbers), None),
            either(a, value.refused, there(other.refused)),
            either(a, value.undecided, there(other.undecided)),
            leaves,
        )

    def only_if(self, truth: Any, value: Any) -> Value[Number, Truth]:
        """The value where the truth holds; what it says of its states stays."""
        value = self._plain(value)
        number = None if value.number is None else self.a.only_if(self._told(truth).truth, value.number)
        return Value(number, value.refused, value.undecided, value.inapplicable)

    # a value as the rules see it

    def settled(self, result: Any) -> Any:
        """What stands alone, and in no list: where something that it names does not apply it is undecided."""
        if isinstance(result, Counted) or result.inapplicable is None:
            return result
        undecided = either(self.a, result.undecided, result.inapplicable)
        if isinstance(result, Told):
            return Told(result.truth, result.refused, undecided)
        return Value(result.number, result.refused, undecided)

    def value(self, result: Any) -> Value[Number, Truth]:
        """A result with its states as they go before one another: where it is known nothing else holds."""
        value = self._plain(result)
        if value.number is None:
            return value
        is_open = self.a.opposite(self.a.known([value.number], 1))
        refused = None if value.refused is None else self.a.both([is_open, value.refused])
        undecided = None if value.undecided is None else self.a.both([is_open, value.undecided])
        if refused is not None and undecided is not None:
            undecided = self.a.both([undecided, self.a.opposite(refused)])
        return Value(value.number, refused, undecided, value.inapplicable)

    # how it is done

    def _of(
        self, given: Sequence[Any], operation: Callable[..., Number], *, partial: bool = False
    ) -> Value[Number, Truth]:
        """An operation on numbers one by one. A `partial` one has no value for some of them."""
        a, values = self.a, [self._plain(value) for value in given]
        refused, undecided = self._any(values, "refused"), self._any(values, "undecided")
        out = self._any(values, "inapplicable")
        numbers = [value.number for value in values]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return Value(None, refused, undecided, out)
        number = operation(*known)
        if partial:
            lacks = a.both([a.known(known, len(known)), a.opposite(a.known([number], 1))])
            return self.keep(Value(number, refused, either(a, undecided, lacks), out))
        return Value(number, refused, undecided, out)

    def _weighed(
        self,
        given: Sequence[Any],
        weights: Sequence[Fraction],
        operation: Callable[..., Number],
        *,
        partial: bool,
        can_fail: bool = False,
    ) -> Value[Number, Truth]:
        pairs = list(weights)

        def make(numbers: Sequence[Number], places: Sequence[int]) -> Number:
            return operation(numbers, [pairs[place] for place in places], partial=partial or leaving)

        values = [self._plain(value) for value in given]
        leaving = any(value.inapplicable is not None for value in values)
        return self._of_list(values, make, partial=partial, can_fail=can_fail)

    def _of_list(
        self,
        given: Sequence[Any],
        operation: Callable[[Sequence[Number], Sequence[int]], Number],
        *,
        partial: bool = False,
        can_fail: bool = False,
    ) -> Value[Number, Truth]:
        """An operation on a list, of which what does not apply is left out: missing where another one is."""
        a, values = self.a, [self._plain(value) for value in given]
        refused, undecided = self._any(values, "refused"), self._any(values, "undecided")
        leaving = [value.inapplicable for value in values if value.inapplicable is not None]
        if leaving and len(leaving) == len(values):
            undecided = either(a, undecided, a.both(leaving))
        there = [(place, value.number) for place, value in enumerate(values) if value.number is not None]
        lost = [value for value in values if value.number is None and value.inapplicable is None]
        if not there or (lost and not partial):
            return Value(None, refused, undecided)
        numbers = [number for _, number in there]
        made = operation(numbers, [place for place, _ in there])
        complete = a.both([self._there(value) for value in values]) if not partial else a.known(numbers, 1)
        if can_fail:
            undecided = either(a, undecided, self._without_result(numbers, made, complete))
        number = a.only_if(complete, made)
        poison = either(a, refused, undecided)
        number = number if poison is None else a.only_if(a.opposite(poison), number)
        return (
            self.keep(Value(number, refused, undecided)) if undecided is not None else Value(number, refused)
        )

    def _without_result(self, numbers: Sequence[Number], made: Number, complete: Truth) -> Truth:
        """Where everything is there and the operation has no value: a geometric mean of one below 0."""
        a = self.a
        return a.both([complete, a.known(numbers, 1), a.opposite(a.known([made], 1))])


__all__ = ["Stated"]

"""Numbers that a unit may lack, as terms of z3: each with the truth of whether it is there; and truths that
may not be told, each with where it is known to hold and where it is known not to.

What is missing means the same here as in the exact arithmetic; numbers themselves are said by the arithmetic
of symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import z3

from .symbols import SymbolArithmetic
from .terms import MAY_LACK, BeyondProof, Term

ALWAYS, NEVER = z3.BoolVal(val=True), z3.BoolVal(val=False)

MOST_SHARES = 64
"""So many sums of weights can those come to of which a mean is taken."""


@dataclass(frozen=True)
class MayLack:
    """A number, and where it is there; what the term is elsewhere means nothing."""

    term: Term
    there: Term = ALWAYS


@dataclass(frozen=True)
class MayHold:
    """Where a truth is known to hold, and where it is known not to."""

    yes: Term
    no: Term


def all_of(truths: Iterable[Term]) -> Term:
    """That all hold, without those that always do."""
    parts = {truth.get_id(): truth for truth in truths if not z3.is_true(truth)}
    if any(z3.is_false(truth) for truth in parts.values()):
        return NEVER
    return z3.And(*parts.values()) if len(parts) > 1 else next(iter(parts.values()), ALWAYS)


def one_of(truths: Iterable[Term]) -> Term:
    """That one holds, without those that never do."""
    parts = {truth.get_id(): truth for truth in truths if not z3.is_false(truth)}
    if any(z3.is_true(truth) for truth in parts.values()):
        return ALWAYS
    return z3.Or(*parts.values()) if len(parts) > 1 else next(iter(parts.values()), NEVER)


def never(truth: Term) -> Term:
    """That it does not hold."""
    return NEVER if z3.is_true(truth) else ALWAYS if z3.is_false(truth) else z3.Not(truth)


class LackingArithmetic:
    """The arithmetic of units that may lack something, over the arithmetic of symbols."""

    def __init__(self, symbols: SymbolArithmetic) -> None:
        self.symbols, self.scale, self.exact = symbols, symbols.scale, symbols.exact

    def number(self, value: Fraction) -> MayLack:
        """The number, which is always there."""
        return MayLack(self.symbols.number(value))

    def add(self, left: MayLack, right: MayLack) -> MayLack:
        """The sum."""
        return self._of([left, right], self.symbols.add)

    def subtract(self, left: MayLack, right: MayLack) -> MayLack:
        """The difference."""
        return self._of([left, right], self.symbols.subtract)

    def multiply(self, left: MayLack, right: MayLack) -> MayLack:
        """The product."""
        return self._of([left, right], self.symbols.multiply)

    def divide(self, left: MayLack, right: MayLack) -> MayLack:
        """The quotient by a plain number, missing where that is 0. Raises BeyondProof of other divisors."""
        divisor = z3.simplify(right.term)
        if z3.is_rational_value(divisor) and divisor.as_fraction() == 0:
            return self.nothing()
        return self._of([left, right], self.symbols.divide)

    def negate(self, value: MayLack) -> MayLack:
        """The number with the other sign."""
        return self._of([value], self.symbols.negate)

    def absolute(self, value: MayLack) -> MayLack:
        """The magnitude."""
        return self._of([value], self.symbols.absolute)

    def power(self, base: MayLack, exponent: MayLack) -> MayLack:
        """The power, as far as the arithmetic of symbols says it."""
        return self._of([base, exponent], self.symbols.power)

    def exponential(self, value: MayLack) -> MayLack:
        """As the arithmetic of symbols says it."""
        return self._of([value], self.symbols.exponential)

    def logarithm(self, value: MayLack, base: int | None = None) -> MayLack:
        """As the arithmetic of symbols says it."""
        return self._of([value], lambda term: self.symbols.logarithm(term, base))

    def _of(self, values: Sequence[MayLack], operation: Callable[..., Term]) -> MayLack:
        return MayLack(operation(*(value.term for value in values)), all_of(value.there for value in values))

    def minimum(self, values: Sequence[MayLack]) -> MayLack:
        """The least of those that are there."""
        return self._extreme("min", values)

    def maximum(self, values: Sequence[MayLack]) -> MayLack:
        """The greatest of those that are there."""
        return self._extreme("max", values)

    def _extreme(self, name: str, values: Sequence[MayLack]) -> MayLack:
        a, values = self.symbols, [value for value in values if not z3.is_false(value.there)]
        if not values:
            return self.nothing()
        if len(values) == 1:
            return values[0]
        numbers = [value.term for value in values]
        if all(z3.is_true(value.there) for value in values):
            return MayLack((a.minimum if name == "min" else a.maximum)(numbers))
        there = one_of(value.there for value in values)
        key = (f"{name} of those there", *(part.get_id() for own in values for part in (own.term, own.there)))
        if key not in a.names.known:
            extreme = z3.FreshReal(f"{a.prefix}{name}")
            a.names.give(extreme, lambda: _extreme_facts(name, extreme, values, there))
            a.names.known[key] = extreme, values
        return MayLack(a.names.known[key][0], there)

    def total(
        self, values: Sequence[MayLack], weights: Sequence[Fraction], *, partial: bool = False
    ) -> MayLack:
        """The weighted sum, where `partial` of those that are there."""
        numbers = [value.term for value in values]
        if not partial or all(z3.is_true(value.there) for value in values):
            return MayLack(self.symbols.total(numbers, weights), all_of(value.there for value in values))
        numbers = [_where(value.there, value.term) for value in values]
        return MayLack(self.symbols.total(numbers, weights), one_of(value.there for value in values))

    def mean(
        self, values: Sequence[MayLack], weights: Sequence[Fraction], *, partial: bool = False
    ) -> MayLack:
        """The weighted mean, where `partial` of those that are there. Raises BeyondProof where these can have
        too many weights together."""
        if not partial or all(z3.is_true(value.there) for value in values):
            numbers = [value.term for value in values]
            return MayLack(self.symbols.mean(numbers, weights), all_of(value.there for value in values))
        total = self.total(values, weights, partial=True)
        shares = {Fraction(0)}
        for weight in weights:
            shares |= {share + weight for share in shares}
            if len(shares) > MOST_SHARES:
                raise BeyondProof(MAY_LACK)
        weighed = z3.Sum(
            [_where(value.there, z3.RealVal(weight)) for value, weight in zip(values, weights, strict=True)]
        )
        mean: Term = z3.RealVal(0)
        for share in sorted(shares - {0}):
            mean = z3.If(weighed == z3.RealVal(share), total.term / z3.RealVal(share), mean)
        return MayLack(mean, total.there)

    def geometric_mean(
        self, values: Sequence[MayLack], weights: Sequence[Fraction], *, partial: bool = False
    ) -> MayLack:
        """The weighted geometric mean, as far as the arithmetic of symbols says it; missing where a number is
        below 0."""
        return self._unsigned(values, weights, self.symbols.geometric_mean, partial=partial)

    def harmonic_mean(
        self, values: Sequence[MayLack], weights: Sequence[Fraction], *, partial: bool = False
    ) -> MayLack:
        """The weighted harmonic mean, as far as the arithmetic of symbols says it; missing where a number is
        below 0."""
        return self._unsigned(values, weights, self.symbols.harmonic_mean, partial=partial)

    def _unsigned(
        self,
        values: Sequence[MayLack],
        weights: Sequence[Fraction],
        operation: Callable[..., Term],
        *,
        partial: bool,
    ) -> MayLack:
        """Raises BeyondProof where some may be left out."""
        if partial and not all(z3.is_true(value.there) for value in values):
            raise BeyondProof(MAY_LACK)
        pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight]
        if not pairs:
            return self.nothing()
        numbers = [value.term for value, _ in pairs]
        is_there = [self.symbols.compare(">=", number, z3.RealVal(0)) for number in numbers]
        made = operation(numbers, [weight for _, weight in pairs])
        return MayLack(made, all_of([*(value.there for value in values), *is_there]))

    def rounded(self, value: MayLack, decimals: int | None = None, rounding: str | None = None) -> MayLack:
        """The number at so many decimals."""
        return self._of([value], lambda term: self.symbols.rounded(term, decimals, rounding))

    def to_step(self, value: MayLack, step: Fraction, rounding: str | None = None) -> MayLack:
        """The multiple of a step to which the number is rounded."""
        return self._of([value], lambda term: self.symbols.to_step(term, step, rounding))

    def compare(self, sign: str, left: MayLack, right: MayLack) -> MayHold:
        """Whether two numbers stand in a relation, told where both are there."""
        there = all_of([left.there, right.there])
        truth = NEVER if z3.is_false(there) else self.symbols.compare(sign, left.term, right.term)
        return MayHold(all_of([there, truth]), all_of([there, never(truth)]))

    def both(self, truths: Sequence[MayHold]) -> MayHold:
        """Whether all hold, told as soon as one does not."""
        return MayHold(all_of(truth.yes for truth in truths), one_of(truth.no for truth in truths))

    def either(self, truths: Sequence[MayHold]) -> MayHold:
        """Whether one holds, told as soon as one does."""
        return MayHold(one_of(truth.yes for truth in truths), all_of(truth.no for truth in truths))

    def opposite(self, truth: MayHold) -> MayHold:
        """Whether it does not hold."""
        return MayHold(truth.no, truth.yes)

    def choose(self, truth: MayHold, yes: MayLack, no: MayLack) -> MayLack:
        """A choice, missing where the truth cannot be told."""
        if z3.is_true(truth.yes):
            return yes
        if z3.is_true(truth.no):
            return no
        there = one_of([all_of([truth.yes, yes.there]), all_of([truth.no, no.there])])
        if z3.is_true(yes.there) and z3.is_true(no.there):
            there = one_of([truth.yes, truth.no]) if not truth.no.eq(never(truth.yes)) else ALWAYS
        return MayLack(z3.If(truth.yes, yes.term, no.term), there)

    def known(self, values: Sequence[MayLack], at_least: int) -> MayHold:
        """Whether so many of the numbers are there."""
        there = [value.there for value in values if not z3.is_false(value.there)]
        wanted = at_least - sum(z3.is_true(truth) for truth in there)
        there = [truth for truth in there if not z3.is_true(truth)]
        if wanted <= 0:
            return MayHold(ALWAYS, NEVER)
        if wanted > len(there):
            return MayHold(NEVER, ALWAYS)
        truth = (
            all_of(there)
            if wanted == len(there)
            else one_of(there)
            if wanted == 1
            else z3.AtLeast(*there, wanted)
        )
        return MayHold(truth, never(truth))

    def first_known(self, values: Sequence[MayLack]) -> MayLack:
        """The first that is there."""
        *earlier, found = values
        for value in reversed(earlier):
            if z3.is_true(value.there):
                found = value
            elif not z3.is_false(value.there):
                term = z3.If(value.there, value.term, found.term)
                found = MayLack(term, one_of([value.there, found.there]))
        return found

    def only_if(self, truth: MayHold, value: MayLack) -> MayLack:
        """The number where the truth is known to hold."""
        return MayLack(value.term, all_of([value.there, truth.yes]))

    def nothing(self) -> MayLack:
        """A number that is never there."""
        return MayLack(z3.RealVal(0), NEVER)

    def sure(self, value: MayLack) -> MayLack:
        """The number as it is."""
        return value

    def within(self, value: MayLack, low: Fraction, high: Fraction) -> MayLack:  # noqa: ARG002
        """The number as it is."""
        return value

    def never(self, truth: MayHold) -> bool:
        """Whether the truth is never known to hold, as far as simplifying tells."""
        return bool(z3.is_false(z3.simplify(truth.yes)))

    def called(self, function: str, values: Sequence[MayLack], value: MayLack) -> MayLack:  # noqa: ARG002
        """The number as it is."""
        return value

    def named_truth(self, name: str, truth: MayHold) -> MayHold:
        """The same truth, each side of it under a name."""
        return MayHold(self._name(f"{name} yes", truth.yes), self._name(f"{name} no", truth.no))

    def named(self, name: str, value: MayLack) -> MayLack:
        """The same number; that it is there under a name."""
        return MayLack(value.term, self._name(f"{name} there", value.there))

    def _name(self, name: str, truth: Term) -> Term:
        if z3.is_true(truth) or z3.is_false(truth) or z3.is_const(truth):
            return truth
        if z3.is_true(simple := z3.simplify(truth)) or z3.is_false(simple):
            return simple
        return self.symbols.names.truth(f"{self.symbols.prefix}{name}", truth)


def _where(there: Term, term: Term) -> Term:
    """A number where it is there, 0 elsewhere."""
    return term if z3.is_true(there) else z3.If(there, term, z3.RealVal(0))


def _extreme_facts(name: str, extreme: Term, values: Sequence[MayLack], there: Term) -> list[Term]:
    """That a term is the least or greatest of those that are there, where one is."""
    beyond = (
        z3.Implies(own.there, extreme <= own.term if name == "min" else extreme >= own.term) for own in values
    )
    is_one = z3.Or(*(z3.And(own.there, extreme == own.term) for own in values))
    return [*beyond, z3.Or(is_one, z3.Not(there))]


__all__ = ["LackingArithmetic", "MayHold", "MayLack", "all_of", "one_of"]

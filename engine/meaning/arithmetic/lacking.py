"""Numbers that a unit may lack, as terms of z3: each with the truth of whether it is there; and truths that
may not be told, each with where it is known to hold and where it is known not to.

What is missing means the same here as in the exact arithmetic; numbers themselves are said by the arithmetic
of symbols."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction

import z3

from .exact import Exact
from .lacking_terms import MayHold, MayLack, all_of, always, false, impossible, never, one_of, true
from .symbols import MOST_FACTORS, SymbolArithmetic
from .terms import MAY_LACK, Between, BeyondProof, Term

MOST_DEGREE = 20
"""To a greater number no power is taken: it might be beyond all numbers that are computed with."""

FINEST = 10**30
"""Irrational numbers are said with so many parts of one."""


class LackingArithmetic:
    """The arithmetic of units that may lack something, over the arithmetic of symbols."""

    work = 4_000

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
        """The quotient, missing where the divisor is 0. By something else than a plain number it is a name;
        of numbers not below 0 it rises with the one and falls with the other."""
        divisor = z3.simplify(right.term)
        if not z3.is_rational_value(divisor):
            where = z3.And(left.term >= 0, right.term > 0)
            made = self._rising("quotient", [left.term, -right.term], self._quotient, where)
            return MayLack(made, all_of([left.there, right.there, right.term != 0]))
        if divisor.as_fraction() == 0:
            return self.nothing()
        return self._of([left, right], self.symbols.divide)

    def _quotient(self, numbers: Sequence[Exact]) -> Exact:
        above, below = numbers
        assert above is not None
        assert below is not None
        return None if above < 0 or below >= 0 else self.exact.divide(above, self.exact.negate(below))

    def _rising(
        self, name: str, values: Sequence[Term], exactly: Callable[[Sequence[Exact]], Exact], where: Term
    ) -> Term:
        """A name for a function that rises with each of some numbers `where` something holds of them."""
        names = self.symbols.names
        key = (name, *(value.get_id() for value in values))
        if key not in names.known:
            made = z3.FreshReal(f"{self.symbols.prefix}{name}")
            names.means.append(Between(made, name, values, exactly, where))
            names.known[key] = made, (values, where)
        return names.known[key][0]

    def negate(self, value: MayLack) -> MayLack:
        """The number with the other sign."""
        return self._of([value], self.symbols.negate)

    def absolute(self, value: MayLack) -> MayLack:
        """The magnitude."""
        return self._of([value], self.symbols.absolute)

    def power(self, base: MayLack, exponent: MayLack) -> MayLack:
        """The power, as far as the arithmetic of symbols says it; to another plain number above 0 a name that
        rises with a base not below 0; to no plain number any number."""
        degree = z3.simplify(exponent.term)
        if not z3.is_rational_value(degree):
            return self._power_of_any(base, exponent)
        if z3.is_rational_value(z3.simplify(base.term)):
            return self._of([base, exponent], self.symbols.power)
        of_degree = degree.as_fraction()
        is_whole = of_degree.denominator == 1
        if not 0 < of_degree <= MOST_DEGREE or (is_whole and of_degree <= MOST_FACTORS):
            return self._of([base, exponent], self.symbols.power)

        def power_of(numbers: Sequence[Exact]) -> Exact:
            (number,) = numbers
            assert number is not None
            return None if number < 0 else self.exact.power(number, of_degree)

        where = base.term >= 0
        made = self._rising(f"power {of_degree}", [base.term], power_of, where)
        return MayLack(made, all_of([base.there, *(() if is_whole else (where,))]))

    def _power_of_any(self, base: MayLack, exponent: MayLack) -> MayLack:
        """A power to what is no plain number, which may be any number, or lacking (of 0, or beyond all that
        is computed with): what is proved of every number holds of it; what is found for one has to be
        confirmed."""

        def power_of(numbers: Sequence[Exact]) -> Exact:
            of_base, degree = numbers
            assert of_base is not None
            assert degree is not None
            if of_base <= 0 or abs(Fraction(degree)) > MOST_DEGREE:
                return None
            return self.exact.power(of_base, degree)

        values, known = [base.term, exponent.term], self.symbols.names.known
        made = self._rising("power", values, power_of, z3.BoolVal(val=False))
        key = ("power is there", *(value.get_id() for value in values))
        if key not in known:
            known[key] = z3.FreshBool(f"{self.symbols.prefix}power is there"), values
        return MayLack(made, all_of([base.there, exponent.there, known[key][0]]))

    def exponential(self, value: MayLack) -> MayLack:
        """As the arithmetic of symbols says it."""
        return self._of([value], self.symbols.exponential)

    def logarithm(self, value: MayLack, base: int | None = None) -> MayLack:
        """The logarithm, missing where the number is not above 0: of other than plain numbers a name that
        rises with it."""
        plain = z3.simplify(value.term)
        if z3.is_rational_value(plain):
            number = self.exact.logarithm(plain.as_fraction(), base)
            return self.nothing() if number is None else MayLack(self._plain(number), value.there)

        def logarithm_of(numbers: Sequence[Exact]) -> Exact:
            (number,) = numbers
            return self.exact.logarithm(number, base)

        where = value.term > 0
        made = self._rising(f"log {base}", [value.term], logarithm_of, where)
        return MayLack(made, all_of([value.there, where]))

    def _plain(self, number: Fraction | Decimal) -> Term:
        """A number as it is; of an irrational one a name, and between which numbers it lies."""
        if isinstance(number, Fraction):
            return z3.RealVal(number)
        names, scaled = self.symbols.names, Fraction(number) * FINEST
        key = ("irrational", number)
        if key not in names.known:
            name = z3.FreshReal(f"{self.symbols.prefix}irrational")
            ends = [z3.RealVal(Fraction(cut(scaled), FINEST)) for cut in (math.floor, math.ceil)]
            names.known[key] = names.give(name, lambda: [name >= ends[0], name <= ends[1]]), number
        return names.known[key][0]

    def _of(self, values: Sequence[MayLack], operation: Callable[..., Term]) -> MayLack:
        return MayLack(operation(*(value.term for value in values)), all_of(value.there for value in values))

    def minimum(self, values: Sequence[MayLack]) -> MayLack:
        """The least of those that are there."""
        return self._extreme("min", values)

    def maximum(self, values: Sequence[MayLack]) -> MayLack:
        """The greatest of those that are there."""
        return self._extreme("max", values)

    def _extreme(self, name: str, values: Sequence[MayLack]) -> MayLack:
        a, values = self.symbols, [value for value in values if not impossible(value.there)]
        if not values:
            return self.nothing()
        if len(values) == 1:
            return values[0]
        numbers = [value.term for value in values]
        if all(always(value.there) for value in values):
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
        """The weighted sum, where `partial` of those that are there: 0 where none is, as in columns."""
        numbers = [value.term for value in values]
        if not partial or all(always(value.there) for value in values):
            return MayLack(self.symbols.total(numbers, weights), all_of(value.there for value in values))
        numbers = [_where(value.there, value.term) for value in values]
        return MayLack(self.symbols.total(numbers, weights))

    def mean(
        self, values: Sequence[MayLack], weights: Sequence[Fraction], *, partial: bool = False
    ) -> MayLack:
        """The weighted mean, where `partial` of those that are there: the number from which these lie as far
        above as below."""
        numbers = [value.term for value in values]
        if not partial or all(always(value.there) for value in values):
            return MayLack(self.symbols.mean(numbers, weights), all_of(value.there for value in values))
        names, there = self.symbols.names, one_of(value.there for value in values)
        parts = [(value.term.get_id(), value.there.get_id()) for value in values]
        key = ("mean of those there", *parts, *weights)
        if key not in names.known:
            mean = z3.FreshReal(f"{self.symbols.prefix}mean")
            apart = [MayLack(value.term - mean, value.there) for value in values]
            names.give(mean, lambda: [self.total(apart, weights, partial=True).term == 0])
            names.known[key] = mean, values
        return MayLack(names.known[key][0], there)

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
        if partial and not all(always(value.there) for value in values):
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
        truth = false() if impossible(there) else self.symbols.compare(sign, left.term, right.term)
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

    def surely(self, truth: MayHold) -> MayHold:
        """Whether a truth is known to hold."""
        return MayHold(truth.yes, never(truth.yes))

    def choose(self, truth: MayHold, yes: MayLack, no: MayLack) -> MayLack:
        """A choice, missing where the truth cannot be told."""
        if always(truth.yes):
            return yes
        if always(truth.no):
            return no
        there = one_of([all_of([truth.yes, yes.there]), all_of([truth.no, no.there])])
        if always(yes.there) and always(no.there):
            there = one_of([truth.yes, truth.no]) if not truth.no.eq(never(truth.yes)) else true()
        return MayLack(z3.If(truth.yes, yes.term, no.term), there)

    def known(self, values: Sequence[MayLack], at_least: int) -> MayHold:
        """Whether so many of the numbers are there."""
        there = [value.there for value in values if not impossible(value.there)]
        wanted = at_least - sum(always(truth) for truth in there)
        there = [truth for truth in there if not always(truth)]
        if wanted <= 0:
            return MayHold(true(), false())
        if wanted > len(there):
            return MayHold(false(), true())
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
            if always(value.there):
                found = value
            elif not impossible(value.there):
                term = z3.If(value.there, value.term, found.term)
                found = MayLack(term, one_of([value.there, found.there]))
        return found

    def only_if(self, truth: MayHold, value: MayLack) -> MayLack:
        """The number where the truth is known to hold."""
        return MayLack(value.term, all_of([value.there, truth.yes]))

    def nothing(self) -> MayLack:
        """A number that is never there."""
        return MayLack(z3.RealVal(0), false())

    def sure(self, value: MayLack) -> MayLack:
        """The number as it is."""
        return value

    def within(self, value: MayLack, low: Fraction, high: Fraction) -> MayLack:  # noqa: ARG002
        """The number as it is."""
        return value

    def never(self, truth: MayHold) -> bool:
        """Whether the truth is never known to hold, as far as simplifying tells."""
        return bool(impossible(z3.simplify(truth.yes)))

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
        if always(truth) or impossible(truth) or z3.is_const(truth):
            return truth
        if always(simple := z3.simplify(truth)) or impossible(simple):
            return simple
        return self.symbols.names.truth(f"{self.symbols.prefix}{name}", truth)


def _where(there: Term, term: Term) -> Term:
    """A number where it is there, 0 elsewhere."""
    return term if always(there) else z3.If(there, term, z3.RealVal(0))


def _extreme_facts(name: str, extreme: Term, values: Sequence[MayLack], there: Term) -> list[Term]:
    """That a term is the least or greatest of those that are there, where one is."""
    beyond = (
        z3.Implies(own.there, extreme <= own.term if name == "min" else extreme >= own.term) for own in values
    )
    is_one = z3.Or(*(z3.And(own.there, extreme == own.term) for own in values))
    return [*beyond, z3.Or(is_one, z3.Not(there))]


__all__ = ["LackingArithmetic"]

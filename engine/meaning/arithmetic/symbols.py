"""Numbers as terms of z3: what any scores could be, for proofs about a rule set.

A score before rounding is a real number. Rounded, it is above a bound where the unrounded one is above the
edge of what is rounded to it: comparisons with numbers, and they are nearly all, stay among real numbers.
Where a rounded score is computed with, it is a whole number of the last decimal. Every score is there: a rule
set is proved for units that lack nothing. What is no polynomial cannot be said: of geometric and harmonic
means no more than their bounds; ln, exp and powers that are no products raise `BeyondProof`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import cast

import z3

from ..model import Scale
from .exact import Exact, ExactArithmetic
from .rounding_exactly import round_exactly
from .terms import MAY_LACK, Between, BeyondProof, NamedTerms, Rounded, Term, is_extreme

MOST_FACTORS = 12
"""Of a power that is said as a product."""

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class SymbolArithmetic:
    """Builds terms; `facts` collects what holds of all units. Names of terms begin with `prefix`. Where
    several arithmetics share `names`, a number that is rounded in the same way twice is one term."""

    def __init__(self, scale: Scale, prefix: str = "", names: NamedTerms | None = None) -> None:
        self.scale = scale
        self.exact = ExactArithmetic(scale)
        self.prefix = prefix
        self.facts: list[Term] = []
        self.names = NamedTerms() if names is None else names
        self.is_alone = names is None

    def number(self, value: Fraction) -> Term:
        """The number as a real one."""
        return z3.RealVal(value)

    def add(self, left: Term, right: Term) -> Term:
        """The sum."""
        return left + right

    def subtract(self, left: Term, right: Term) -> Term:
        """The difference."""
        return left - right

    def multiply(self, left: Term, right: Term) -> Term:
        """The product."""
        return left * right

    def divide(self, left: Term, right: Term) -> Term:
        """The quotient. Raises BeyondProof where the divisor is no plain number, or 0."""
        divisor = z3.simplify(right)
        if not z3.is_rational_value(divisor) or divisor.numerator_as_long() == 0:
            raise BeyondProof("division by a score")
        return left / divisor

    def negate(self, value: Term) -> Term:
        """The number with the other sign."""
        return -value

    def absolute(self, value: Term) -> Term:
        """The magnitude."""
        return z3.If(value >= 0, value, -value)

    def power(self, base: Term, exponent: Term) -> Term:
        """A product, where the exponent is a small whole number. Raises BeyondProof of others: they make no
        polynomial."""
        of_base, of_exponent = _number(base), _number(exponent)
        if of_exponent is not None and of_base is not None:
            return self._rational(self.exact.power(of_base, of_exponent), "^")
        if of_exponent is None or of_exponent.denominator != 1 or not 0 <= of_exponent <= MOST_FACTORS:
            raise BeyondProof("^")
        return z3.Product([base] * int(of_exponent)) if of_exponent else z3.RealVal(1)

    def exponential(self, value: Term) -> Term:
        """Raises BeyondProof, unless it is rational."""
        number = _number(value)
        return self._rational(None if number is None else self.exact.exponential(number), "exp")

    def logarithm(self, value: Term, base: int | None = None) -> Term:
        """Raises BeyondProof, unless it is rational."""
        number = _number(value)
        name = "ln" if base is None else f"log{base}"
        return self._rational(None if number is None else self.exact.logarithm(number, base), name)

    def _rational(self, value: Exact, name: str) -> Term:
        if not isinstance(value, Fraction):
            raise BeyondProof(name)
        return z3.RealVal(value)

    def minimum(self, values: Sequence[Term]) -> Term:
        """The least, under a name; see `_extreme`."""
        return self._extreme("min", values)

    def maximum(self, values: Sequence[Term]) -> Term:
        """The greatest, under a name; see `_extreme`."""
        return self._extreme("max", values)

    def _extreme(self, name: str, values: Sequence[Term]) -> Term:
        """A new number that is one of some, and none of them is beyond it: a solver finds its way in many
        such facts, and none in a choice within a choice. Rounding keeps the order, so that of rounded numbers
        it is the rounded one."""
        if len(values) == 1:
            return values[0]
        rounded = [self.names.rounded.get(value.get_id()) for value in values]
        first = rounded[0]
        if first is not None and all(
            term is not None and (term.step, term.rounding) == (first.step, first.rounding)
            for term in rounded
        ):
            unrounded = self._extreme(name, [term.value for term in rounded if term is not None])
            return self._rounded(unrounded, first.step, first.rounding)
        key = (name, *(value.get_id() for value in values))
        if key not in self.names.known:
            extreme = z3.FreshReal(f"{self.prefix}{name}")
            self.names.give(extreme, lambda: is_extreme(name, extreme, values))
            self.names.extremes[extreme.get_id()] = name, values
            self.names.known[key] = extreme, values
        return self.names.known[key][0]

    def total(self, values: Sequence[Term], weights: Sequence[Fraction], *, partial: bool = False) -> Term:  # noqa: ARG002
        """The weighted sum."""
        return z3.Sum([z3.RealVal(weight) * value for value, weight in zip(values, weights, strict=True)])

    def mean(self, values: Sequence[Term], weights: Sequence[Fraction], *, partial: bool = False) -> Term:
        """The weighted arithmetic mean."""
        share = sum(weights, Fraction(0))
        return self.total(values, [weight / share for weight in weights], partial=partial)

    def geometric_mean(
        self,
        values: Sequence[Term],
        weights: Sequence[Fraction],
        *,
        partial: bool = False,  # noqa: ARG002
    ) -> Term:
        """The weighted geometric mean as far as it can be said; see `_between`."""
        return self._between("geometric mean", values, weights, self.exact.geometric_mean)

    def harmonic_mean(
        self,
        values: Sequence[Term],
        weights: Sequence[Fraction],
        *,
        partial: bool = False,  # noqa: ARG002
    ) -> Term:
        """The weighted harmonic mean as far as it can be said; see `_between`."""
        return self._between("harmonic mean", values, weights, self.exact.harmonic_mean)

    def _between(
        self,
        name: str,
        values: Sequence[Term],
        weights: Sequence[Fraction],
        exactly: Callable[[Sequence[Exact], Sequence[Fraction]], Exact],
    ) -> Term:
        """A mean that is no polynomial, as far as it can be said: it lies between the least and the greatest,
        and not above the arithmetic mean. What is proved of every such number holds of it; what is found for
        one has to be confirmed."""
        if len(values) == 1:
            return values[0]
        function = name, *weights
        key = (function, *(value.get_id() for value in values))
        if key not in self.names.known:
            mean = z3.FreshReal(f"{self.prefix}{name}")
            below, above = (z3.Or(*(mean >= v for v in values)), z3.Or(*(mean <= v for v in values)))
            arithmetic = self.mean(values, weights)
            self.names.give(mean, lambda: [below, above, mean <= arithmetic])
            self.names.means.append(
                Between(mean, function, values, lambda numbers: exactly(numbers, weights))
            )
            self.names.known[key] = mean, values
        return self.names.known[key][0]

    def rounded(self, value: Term, decimals: int | None = None, rounding: str | None = None) -> Term:
        """The number at so many decimals (None: the scale's), under a name: a whole number of the last of
        them."""
        places = self.scale.decimals if decimals is None else decimals
        return self._rounded(value, Fraction(1, 10**places), rounding or self.scale.rounding)

    def to_step(self, value: Term, step: Fraction, rounding: str | None = None) -> Term:
        """The multiple of a step to which the number is rounded, under a name."""
        return self._rounded(value, step, rounding or self.scale.rounding)

    def _rounded(self, value: Term, step: Fraction, rounding: str) -> Term:
        same = value.get_id() if self.is_alone else z3.simplify(value, som=True).sexpr()
        key = ("rounded", rounding, step, same)
        if key not in self.names.known:
            whole = z3.FreshInt(f"{self.prefix}whole")
            term = (
                z3.ToReal(whole) * z3.RealVal(step)
                if step.numerator != 1
                else z3.ToReal(whole) / step.denominator
            )
            self.names.give(whole, lambda: [_is_rounded(whole, value * z3.RealVal(1 / step), rounding)])
            self.names.rounded[term.get_id()] = Rounded(term, value, step, rounding)
            self.names.known[key] = term, value
        return self.names.known[key][0]

    def compare(self, sign: str, left: Term, right: Term) -> Term:
        """Whether two numbers stand in a relation (< <= > >= == !=). Of a rounded number, an extreme or a
        choice beside a plain number it is said of what that was made of."""
        if z3.is_rational_value(right):
            if sign == "==" and z3.is_app_of(left, z3.Z3_OP_ITE):
                return self._chosen(left, right)
            rounded = self.names.rounded.get(left.get_id())
            if rounded is not None:
                return self._compared(sign, rounded, right.as_fraction())
            if left.get_id() in self.names.extremes and sign not in ("==", "!="):
                name, values = self.names.extremes[left.get_id()]
                every = (name == "min") == (sign in (">", ">="))
                return (z3.And if every else z3.Or)(*(self.compare(sign, value, right) for value in values))
        elif z3.is_rational_value(left) and (
            right.get_id() in self.names.rounded or right.get_id() in self.names.extremes
        ):
            return self.compare(_TURNED[sign], right, left)
        match sign:
            case "<":
                return left < right
            case "<=":
                return left <= right
            case ">":
                return left > right
            case ">=":
                return left >= right
            case "==":
                return left == right
            case _:
                return left != right

    def _compared(self, sign: str, rounded: Rounded, bound: Fraction) -> Term:
        """A rounded number beside a plain one, said of what was rounded."""
        scaled = bound / rounded.step
        least = math.ceil(scaled)  # the first that is printed at or above the bound
        above = least + 1 if least == scaled else least
        match sign:
            case ">=":
                return self._at_least(rounded, least)
            case ">":
                return self._at_least(rounded, above)
            case "<":
                return z3.Not(self._at_least(rounded, least))
            case "<=":
                return z3.Not(self._at_least(rounded, above))
        same = z3.And(self._at_least(rounded, least), z3.Not(self._at_least(rounded, above)))
        return same if sign == "==" else z3.Not(same)

    def _at_least(self, rounded: Rounded, whole: int) -> Term:
        """That a number is rounded to a whole number of steps, or to a greater one."""
        for twice in (2 * whole - 2, 2 * whole - 1, 2 * whole):
            edge = Fraction(twice, 2)
            bound = z3.RealVal(edge * rounded.step)
            if round_exactly(edge, 0, rounded.rounding) >= whole:
                return self.compare(">=", rounded.value, bound)
            if round_exactly(edge + Fraction(1, 4), 0, rounded.rounding) >= whole:
                return self.compare(">", rounded.value, bound)
        raise AssertionError(rounded.rounding)

    def _chosen(self, left: Term, right: Term) -> Term:
        """Whether a choice comes to a number: said without numbers, by what each of its branches hangs on."""
        branches = self._branches(left)
        return left == right if branches is None else z3.Or(*branches.get(right.as_fraction(), ()))

    def _branches(self, choice: Term) -> Mapping[Fraction, list[Term]] | None:
        """By number to which a choice can come: when it does; None where a branch is no plain number. Gone
        through once."""
        key = ("branches", choice.get_id())
        if key not in self.names.known:
            self.names.known[key] = choice, self._gone_through(choice)
        return cast("Mapping[Fraction, list[Term]] | None", self.names.known[key][1])

    def _gone_through(self, choice: Term) -> Mapping[Fraction, list[Term]] | None:
        """See `_branches`."""
        branches: dict[Fraction, list[Term]] = {}
        waiting = [(choice, z3.BoolVal(val=True))]
        while waiting:
            term, when = waiting.pop()
            if z3.is_rational_value(term):
                branches.setdefault(term.as_fraction(), []).append(when)
            elif z3.is_app_of(term, z3.Z3_OP_ITE):
                truth, yes, no = term.children()
                waiting += [
                    (no, self.names.truth(f"{self.prefix}otherwise", z3.And(when, z3.Not(truth)))),
                    (yes, z3.And(when, truth)),
                ]
            else:
                return None
        return branches

    def both(self, truths: Sequence[Term]) -> Term:
        """That all hold."""
        return z3.And(*truths)

    def either(self, truths: Sequence[Term]) -> Term:
        """That one holds."""
        return z3.Or(*truths)

    def opposite(self, truth: Term) -> Term:
        """That it does not hold."""
        return z3.Not(truth)

    def choose(self, truth: Term, yes: Term, no: Term) -> Term:
        """A choice, by the truth."""
        return z3.If(truth, yes, no)

    def known(self, values: Sequence[Term], at_least: int) -> Term:  # noqa: ARG002
        """Always: every score is there."""
        return z3.BoolVal(val=True)

    def first_known(self, values: Sequence[Term]) -> Term:
        """The first: every score is there."""
        return values[0]

    def only_if(self, truth: Term, value: Term) -> Term:
        """The score, where what it hangs on is so whatever the scores are. Raises BeyondProof elsewhere:
        units that lack a score would be passed over."""
        if not z3.is_true(z3.simplify(truth)):
            raise BeyondProof(MAY_LACK)
        return value

    def nothing(self) -> Term:
        """Raises BeyondProof: every score is there."""
        raise BeyondProof(MAY_LACK)

    def sure(self, value: Term) -> Term:
        """The number as it is."""
        return value

    def within(self, value: Term, low: Fraction, high: Fraction) -> Term:  # noqa: ARG002
        """The number as it is."""
        return value

    def never(self, truth: Term) -> bool:
        """Whether the truth is false whatever the scores are, as far as simplifying tells."""
        return bool(z3.is_false(z3.simplify(truth)))

    def called(self, function: str, values: Sequence[Term], value: Term) -> Term:  # noqa: ARG002
        """The number as it is: what it is made of is what is known of it."""
        return value

    def named_truth(self, name: str, truth: Term) -> Term:  # noqa: ARG002
        """The same truth."""
        return truth

    def named(self, name: str, value: Term) -> Term:  # noqa: ARG002
        """The number as it is: the names of terms are for what a solver is told apart."""
        return value


def _number(term: Term) -> Fraction | None:
    """The plain number that a term is; None where it is none."""
    simple = z3.simplify(term)
    return simple.as_fraction() if z3.is_rational_value(simple) else None


def _is_rounded(whole: Term, scaled: Term, rounding: str) -> Term:
    """That a whole number is what a number of such units is rounded to."""
    half = z3.RealVal(Fraction(1, 2))
    match rounding:
        case "floor":
            return z3.And(whole <= scaled, scaled < whole + 1)
        case "ceiling":
            return z3.And(whole >= scaled, scaled > whole - 1)
        case "half_up":  # away from zero
            return z3.If(
                scaled >= 0,
                z3.And(whole <= scaled + half, scaled + half < whole + 1),
                z3.And(whole >= scaled - half, scaled - half > whole - 1),
            )
        case "half_even":
            near = z3.And(whole - half <= scaled, scaled <= whole + half)
            return z3.And(
                near, z3.Implies(z3.Or(scaled == whole - half, scaled == whole + half), whole % 2 == 0)
            )
        case "down":
            return z3.If(
                scaled >= 0,
                z3.And(whole <= scaled, scaled < whole + 1),
                z3.And(whole >= scaled, scaled > whole - 1),
            )
        case "up":
            return z3.If(
                scaled >= 0,
                z3.And(whole >= scaled, scaled > whole - 1),
                z3.And(whole <= scaled, scaled < whole + 1),
            )


__all__ = ["SymbolArithmetic"]

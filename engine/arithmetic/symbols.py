"""Numbers as terms of z3: what any scores could be, for proofs about a rule set.

A score before rounding is a real number; rounded, it is a whole number of the last decimal, bound to the unrounded one by
linear inequalities. So what is proved is about what is printed and judged. Every score is there: a rule set is proved for
units that lack nothing. What is no polynomial (ln, geometric and harmonic means) cannot be said, and raises `BeyondProof`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from functools import reduce
from typing import Any, TypeAlias

import z3

from ..model import Scale

Term: TypeAlias = Any
"""A z3 term: arithmetic for numbers, Boolean for truths."""


class BeyondProof(Exception):  # noqa: N818  # it ends a proof, and is no fault of anybody
    """A rule that cannot be said in the logic of the proofs."""


class SymbolArithmetic:
    """Builds terms; `facts` collects what binds rounded numbers to unrounded ones. Names of terms begin with `prefix`. Where
    several arithmetics share `wholes`, a number that is rounded in the same way twice is one term."""

    def __init__(self, scale: Scale, prefix: str = "", wholes: dict[Hashable, Term] | None = None) -> None:
        self.scale = scale
        self.prefix = prefix
        self.facts: list[Term] = []
        self.wholes = {} if wholes is None else wholes

    def number(self, value: Fraction) -> Term:
        return z3.RealVal(value)

    def add(self, left: Term, right: Term) -> Term:
        return left + right

    def subtract(self, left: Term, right: Term) -> Term:
        return left - right

    def multiply(self, left: Term, right: Term) -> Term:
        return left * right

    def divide(self, left: Term, right: Term) -> Term:
        divisor = z3.simplify(right)
        if not z3.is_rational_value(divisor) or divisor.numerator_as_long() == 0:
            raise BeyondProof("division by a score")
        return left / divisor

    def negate(self, value: Term) -> Term:
        return -value

    def absolute(self, value: Term) -> Term:
        return z3.If(value >= 0, value, -value)

    def logarithm(self, value: Term) -> Term:  # noqa: ARG002
        raise BeyondProof("ln")

    def minimum(self, values: Sequence[Term]) -> Term:
        return reduce(lambda least, each: z3.If(each < least, each, least), values)

    def maximum(self, values: Sequence[Term]) -> Term:
        return reduce(lambda most, each: z3.If(each > most, each, most), values)

    def total(self, values: Sequence[Term], weights: Sequence[Fraction], *, partial: bool = False) -> Term:  # noqa: ARG002
        return z3.Sum([z3.RealVal(weight) * value for value, weight in zip(values, weights, strict=True)])

    def mean(self, values: Sequence[Term], weights: Sequence[Fraction], *, partial: bool = False) -> Term:
        share = sum(weights, Fraction(0))
        return self.total(values, [weight / share for weight in weights], partial=partial)

    def geometric_mean(self, values: Sequence[Term], weights: Sequence[Fraction], *, partial: bool = False) -> Term:  # noqa: ARG002
        raise BeyondProof("geometric_mean")

    def harmonic_mean(self, values: Sequence[Term], weights: Sequence[Fraction], *, partial: bool = False) -> Term:  # noqa: ARG002
        raise BeyondProof("harmonic_mean")

    def rounded(self, value: Term, decimals: int | None = None) -> Term:
        places = self.scale.decimals if decimals is None else decimals
        grid = 10**places
        key = (self.scale.rounding, places, z3.simplify(value, som=True).sexpr())
        if key in self.wholes:
            return z3.ToReal(self.wholes[key]) / grid
        whole = self.wholes[key] = z3.Int(f"{self.prefix}whole {len(self.wholes)}")
        scaled, half = value * grid, z3.RealVal(Fraction(1, 2))
        match self.scale.rounding:
            case "half_up":  # away from zero
                fact = z3.If(scaled >= 0, z3.And(whole <= scaled + half, scaled + half < whole + 1), z3.And(whole >= scaled - half, scaled - half > whole - 1))
            case "half_even":
                near = z3.And(whole - half <= scaled, scaled <= whole + half)
                fact = z3.And(near, z3.Implies(z3.Or(scaled == whole - half, scaled == whole + half), whole % 2 == 0))
            case "down":
                fact = z3.If(scaled >= 0, z3.And(whole <= scaled, scaled < whole + 1), z3.And(whole >= scaled, scaled > whole - 1))
            case "up":
                fact = z3.If(scaled >= 0, z3.And(whole >= scaled, scaled > whole - 1), z3.And(whole <= scaled, scaled < whole + 1))
        self.facts.append(fact)
        return z3.ToReal(whole) / grid

    def compare(self, sign: str, left: Term, right: Term) -> Term:
        if sign == "==" and z3.is_rational_value(right) and z3.is_app_of(left, z3.Z3_OP_ITE):
            return self._chosen(left, right)
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

    def _chosen(self, left: Term, right: Term) -> Term:
        """Whether a choice comes to a number, said without numbers where all of its branches are some."""
        if z3.is_rational_value(left):
            return z3.BoolVal(left.as_fraction() == right.as_fraction())
        if not z3.is_app_of(left, z3.Z3_OP_ITE):
            return left == right
        truth, yes, no = left.children()
        return z3.simplify(z3.If(truth, self._chosen(yes, right), self._chosen(no, right)))

    def both(self, truths: Sequence[Term]) -> Term:
        return z3.And(*truths)

    def either(self, truths: Sequence[Term]) -> Term:
        return z3.Or(*truths)

    def opposite(self, truth: Term) -> Term:
        return z3.Not(truth)

    def choose(self, truth: Term, yes: Term, no: Term) -> Term:
        return z3.If(truth, yes, no)

    def known(self, values: Sequence[Term], at_least: int) -> Term:  # noqa: ARG002
        return z3.BoolVal(val=True)

    def first_known(self, values: Sequence[Term]) -> Term:
        return values[0]

    def only_if(self, truth: Term, value: Term) -> Term:
        """Every score is there: what a score hangs on is taken to be so."""
        self.facts.append(truth)
        return value

    def nothing(self) -> Term:
        raise BeyondProof("a score that no data can have")

    def sure(self, value: Term) -> Term:
        return value

    def never(self, truth: Term) -> bool:
        return bool(z3.is_false(z3.simplify(truth)))

    def named(self, name: str, value: Term) -> Term:  # noqa: ARG002
        return value

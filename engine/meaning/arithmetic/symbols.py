"""Numbers as terms of z3: what any scores could be, for proofs about a rule set.

A score before rounding is a real number. Rounded, it is above a bound where the unrounded one is above the
edge of what is rounded to it: comparisons with numbers, and they are nearly all, stay among real numbers.
Where a rounded score is computed with, it is a whole number of the last decimal. Every score is there: a rule
set is proved for units that lack nothing. What is no polynomial cannot be said: of geometric and harmonic
means no more than their bounds, and ln raises `BeyondProof`."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias, cast

import z3

from ..model import Rounding, Scale
from .exact import Exact, ExactArithmetic, round_exactly

Term: TypeAlias = Any
"""A z3 term: arithmetic for numbers, Boolean for truths."""

FINE = 10**15
"""What is told of means is told with so many parts of one."""

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class BeyondProof(Exception):  # noqa: N818  # it ends a proof, and is no fault of anybody
    """A rule that cannot be said in the logic of the proofs."""


@dataclass(frozen=True)
class Rounded:
    """A term that is another one rounded."""

    term: Term
    value: Term
    places: int
    rounding: Rounding


@dataclass(frozen=True)
class Between:
    """A name for a mean of which only bounds are said, and how exact arithmetic makes it of numbers."""

    name: Term
    values: Sequence[Term]
    exactly: Callable[[Sequence[Exact]], Exact]

    def lesson(self, model: Term) -> Iterator[Term]:
        """What its value near the numbers of a model tells of others: it rises with each of them."""
        numbers = [fraction(model.eval(value, model_completion=True)) for value in self.values]
        for cut, sign in ((math.floor, ">="), (math.ceil, "<=")):
            ends = [Fraction(cut(number * FINE), FINE) for number in numbers]
            mean = self.exactly(ends)
            if mean is not None:
                bound = z3.RealVal(Fraction(cut(Fraction(mean) * FINE), FINE))
                pairs = [(value, z3.RealVal(end)) for value, end in zip(self.values, ends, strict=True)]
                if sign == ">=":
                    yield z3.Implies(z3.And(*(value >= end for value, end in pairs)), self.name >= bound)
                else:
                    yield z3.Implies(z3.And(*(value <= end for value, end in pairs)), self.name <= bound)


@dataclass
class Names:
    """Names that stand for something, by the number of their term: each with the facts that say for what. A
    solver needs these only of the names that it meets. Terms are kept, so that their numbers stay theirs."""

    facts: dict[int, tuple[Term, Callable[[], Sequence[Term]]]] = field(default_factory=dict)
    extremes: dict[int, tuple[str, Sequence[Term]]] = field(default_factory=dict)
    rounded: dict[int, Rounded] = field(default_factory=dict)
    means: list[Between] = field(default_factory=list)
    known: dict[Hashable, tuple[Term, object]] = field(default_factory=dict)

    def give(self, name: Term, facts: Callable[[], Sequence[Term]]) -> Term:
        self.facts[name.get_id()] = name, facts
        return name

    def truth(self, prefix: str, truth: Term) -> Term:
        """A name for a truth that many others hang on, so that it is said once."""
        name = z3.FreshBool(prefix)
        return self.give(name, lambda: [name == truth])


class SymbolArithmetic:
    """Builds terms; `facts` collects what holds of all units. Names of terms begin with `prefix`. Where
    several arithmetics share `names`, a number that is rounded in the same way twice is one term."""

    def __init__(self, scale: Scale, prefix: str = "", names: Names | None = None) -> None:
        self.scale = scale
        self.exact = ExactArithmetic(scale)
        self.prefix = prefix
        self.facts: list[Term] = []
        self.names = Names() if names is None else names
        self.is_alone = names is None

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
        return self._extreme("min", values)

    def maximum(self, values: Sequence[Term]) -> Term:
        return self._extreme("max", values)

    def _extreme(self, name: str, values: Sequence[Term]) -> Term:
        """A new number that is one of some, and none of them is beyond it: a solver finds its way in many
        such facts, and none in a choice within a choice. Rounding keeps the order, so that of rounded numbers
        it is the rounded one."""
        if len(values) == 1:
            return values[0]
        rounded = [self.names.rounded.get(value.get_id()) for value in values]
        alike = {None if each is None else (each.places, each.rounding) for each in rounded}
        if None not in alike and len(alike) == 1:
            ((places, rounding),) = (each for each in alike if each is not None)
            return self._rounded(
                self._extreme(name, [each.value for each in rounded if each is not None]), places, rounding
            )
        key = (name, *(value.get_id() for value in values))
        if key not in self.names.known:
            extreme = z3.FreshReal(f"{self.prefix}{name}")
            self.names.give(extreme, lambda: _is_extreme(name, extreme, values))
            self.names.extremes[extreme.get_id()] = name, values
            self.names.known[key] = extreme, values
        return self.names.known[key][0]

    def total(self, values: Sequence[Term], weights: Sequence[Fraction], *, partial: bool = False) -> Term:  # noqa: ARG002
        return z3.Sum([z3.RealVal(weight) * value for value, weight in zip(values, weights, strict=True)])

    def mean(self, values: Sequence[Term], weights: Sequence[Fraction], *, partial: bool = False) -> Term:
        share = sum(weights, Fraction(0))
        return self.total(values, [weight / share for weight in weights], partial=partial)

    def geometric_mean(
        self,
        values: Sequence[Term],
        weights: Sequence[Fraction],
        *,
        partial: bool = False,  # noqa: ARG002
    ) -> Term:
        return self._between("geometric mean", values, weights, self.exact.geometric_mean)

    def harmonic_mean(
        self,
        values: Sequence[Term],
        weights: Sequence[Fraction],
        *,
        partial: bool = False,  # noqa: ARG002
    ) -> Term:
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
        key = (name, *((value.get_id(), weight) for value, weight in zip(values, weights, strict=True)))
        if key not in self.names.known:
            mean = z3.FreshReal(f"{self.prefix}{name}")
            above = self.mean(values, weights)
            self.names.give(
                mean,
                lambda: [
                    z3.Or(*(mean >= value for value in values)),
                    z3.Or(*(mean <= value for value in values)),
                    mean <= above,
                ],
            )
            self.names.means.append(Between(mean, values, lambda numbers: exactly(numbers, weights)))
            self.names.known[key] = mean, values
        return self.names.known[key][0]

    def rounded(self, value: Term, decimals: int | None = None) -> Term:
        return self._rounded(
            value, self.scale.decimals if decimals is None else decimals, self.scale.rounding
        )

    def _rounded(self, value: Term, places: int, rounding: Rounding) -> Term:
        grid = 10**places
        same = value.get_id() if self.is_alone else z3.simplify(value, som=True).sexpr()
        key = ("rounded", rounding, places, same)
        if key not in self.names.known:
            whole = z3.FreshInt(f"{self.prefix}whole")
            term = z3.ToReal(whole) / grid
            self.names.give(whole, lambda: [_is_rounded(whole, value * grid, rounding)])
            self.names.rounded[term.get_id()] = Rounded(term, value, places, rounding)
            self.names.known[key] = term, value
        return self.names.known[key][0]

    def compare(self, sign: str, left: Term, right: Term) -> Term:
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
        scaled = bound * 10**rounded.places
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
        """That a number is rounded to a whole number of the last decimal, or to a greater one."""
        grid = 10**rounded.places
        for twice in (2 * whole - 2, 2 * whole - 1, 2 * whole):
            edge = Fraction(twice, 2 * grid)
            if round_exactly(edge, rounded.places, rounded.rounding) * grid >= whole:
                return self.compare(">=", rounded.value, z3.RealVal(edge))
            if round_exactly(edge + Fraction(1, 4 * grid), rounded.places, rounded.rounding) * grid >= whole:
                return self.compare(">", rounded.value, z3.RealVal(edge))
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
        found: dict[Fraction, list[Term]] = {}
        waiting = [(choice, z3.BoolVal(val=True))]
        while waiting:
            term, when = waiting.pop()
            if z3.is_rational_value(term):
                found.setdefault(term.as_fraction(), []).append(when)
            elif z3.is_app_of(term, z3.Z3_OP_ITE):
                truth, yes, no = term.children()
                waiting += [
                    (no, self.names.truth(f"{self.prefix}otherwise", z3.And(when, z3.Not(truth)))),
                    (yes, z3.And(when, truth)),
                ]
            else:
                return None
        return found

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

    def called(self, function: str, values: Sequence[Term], value: Term) -> Term:  # noqa: ARG002
        return value

    def named(self, name: str, value: Term) -> Term:  # noqa: ARG002
        return value


def _is_rounded(whole: Term, scaled: Term, rounding: Rounding) -> Term:
    half = z3.RealVal(Fraction(1, 2))
    match rounding:
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


def _is_extreme(name: str, extreme: Term, values: Sequence[Term]) -> Sequence[Term]:
    beyond = (extreme <= value if name == "min" else extreme >= value for value in values)
    return [*beyond, z3.Or(*(extreme == value for value in values))]


class Informed:
    """A solver that is told what names stand for when it meets them."""

    def __init__(self, names: Sequence[Names]) -> None:
        self.solver = z3.Solver()
        self.names = names
        self._met: dict[int, Term] = {}

    def add(self, *facts: Term) -> None:
        """Tells it something, and of what that speaks of."""
        self.solver.add(*facts)
        self.meet(*facts)

    def meet(self, *terms: Term) -> None:
        """Tells it of everything that terms speak of."""
        waiting = list(terms)
        while waiting:
            term = waiting.pop()
            if term.get_id() not in self._met:
                self._met[term.get_id()] = term
                waiting += term.children()
                for names in self.names:
                    if term.get_id() in names.facts:
                        facts = names.facts[term.get_id()][1]()
                        self.solver.add(*facts)
                        waiting += facts

    def has_met(self, term: Term) -> bool:
        return term.get_id() in self._met


def fraction(value: Term) -> Fraction:
    """A number of a model; of a root one that is near it."""
    if isinstance(value, z3.AlgebraicNumRef):
        value = value.approx(20)
    return Fraction(value.numerator_as_long(), value.denominator_as_long())

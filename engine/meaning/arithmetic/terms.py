"""Terms of z3, and names that stand for some of them: a solver is told what a name stands for when it meets
it."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

import z3

from .exact import Exact

Term: TypeAlias = Any
"""A z3 term: arithmetic for numbers, Boolean for truths."""

FINE = 10**15
"""What is told of means is told with so many parts of one."""


class BeyondProof(Exception):  # noqa: N818  # it ends a proof, and is no fault of anybody
    """A rule that cannot be said in the logic of the proofs."""


MAY_LACK = "values that may be missing"
"""What proofs cannot look into where units may lack a score."""


@dataclass(frozen=True)
class Rounded:
    """A term that is another one rounded to a multiple of a step."""

    term: Term
    value: Term
    step: Fraction
    rounding: str


@dataclass(frozen=True)
class Between:
    """A name for a mean, or another function that rises with what it is made of, of which only bounds are
    said, and how exact arithmetic makes it of numbers; `where` says of which numbers it rises (None: of
    all). What is the same `function` is so of the same numbers."""

    name: Term
    function: Hashable
    values: Sequence[Term]
    exactly: Callable[[Sequence[Exact]], Exact]
    where: Term | None = None

    def rises_with(self, other: Between) -> Iterator[Term]:
        """That of the same function no more comes of no greater numbers."""
        where = [own.where for own in (self, other) if own.where is not None]
        for one, two in ((self, other), (other, self)):
            pairs = zip(one.values, two.values, strict=True)
            yield z3.Implies(z3.And(*where, *(low <= high for low, high in pairs)), one.name <= two.name)

    def lesson(self, model: Term) -> Iterator[Term]:
        """What its value near the numbers of a model tells of others: it rises with each of them."""
        numbers = [fraction(model.eval(value, model_completion=True)) for value in self.values]
        for cut, sign in ((math.floor, ">="), (math.ceil, "<=")):
            ends = [Fraction(cut(number * FINE), FINE) for number in numbers]
            mean = self.exactly(ends)
            if mean is not None:
                bound = z3.RealVal(Fraction(cut(Fraction(mean) * FINE), FINE))
                pairs = [(value, z3.RealVal(end)) for value, end in zip(self.values, ends, strict=True)]
                where = () if self.where is None else (self.where,)
                if sign == ">=":
                    yield z3.Implies(
                        z3.And(*where, *(value >= end for value, end in pairs)), self.name >= bound
                    )
                else:
                    yield z3.Implies(
                        z3.And(*where, *(value <= end for value, end in pairs)), self.name <= bound
                    )


@dataclass
class NamedTerms:
    """Names that stand for something, by the number of their term: each with the facts that say for what. A
    solver needs these only of the names that it meets. Of some, `loose` facts follow from these and say
    less: what is not so under them is not so. Terms are kept, so that their numbers stay theirs."""

    facts: dict[int, tuple[Term, Callable[[], Sequence[Term]]]] = field(default_factory=dict)
    loose: dict[int, Callable[[], Sequence[Term]]] = field(default_factory=dict)
    extremes: dict[int, tuple[str, Sequence[Term]]] = field(default_factory=dict)
    rounded: dict[int, Rounded] = field(default_factory=dict)
    means: list[Between] = field(default_factory=list)
    known: dict[Hashable, tuple[Term, object]] = field(default_factory=dict)

    def give(self, name: Term, facts: Callable[[], Sequence[Term]]) -> Term:
        """Keeps a name, and how its facts are made when a solver meets it; gives the name back."""
        self.facts[name.get_id()] = name, facts
        return name

    def truth(self, prefix: str, truth: Term) -> Term:
        """A name for a truth that many others hang on, so that it is said once; the same for the same
        truth."""
        key = ("truth", truth.get_id())
        if key not in self.known:
            name = z3.FreshBool(prefix)
            self.known[key] = self.give(name, lambda: [name == truth]), truth
        return self.known[key][0]


def new_solver() -> Any:
    """A solver of z3 that leaves Ctrl-C to whoever runs it. By itself it would take that for “unknown”, and
    the run would go on."""
    solver = z3.Solver()
    solver.set("ctrl_c", False)
    return solver


class Informed:
    """A solver that is told what names stand for when it meets them; where it `is_loose`, of some no more
    than their loose facts."""

    def __init__(self, names: Sequence[NamedTerms], *, is_loose: bool = False) -> None:
        self.solver = new_solver()
        self.names, self.is_loose = names, is_loose
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
                        loose = names.loose.get(term.get_id()) if self.is_loose else None
                        facts = (loose or names.facts[term.get_id()][1])()
                        self.solver.add(*facts)
                        waiting += facts

    def has_met(self, term: Term) -> bool:
        """Whether it was told of the term."""
        return term.get_id() in self._met


def fraction(value: Term) -> Fraction:
    """A number of a model; of a root one that is near it."""
    if isinstance(value, z3.AlgebraicNumRef):
        value = value.approx(20)
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


def is_extreme(name: str, extreme: Term, values: Sequence[Term]) -> Sequence[Term]:
    """That a term is the least (`min`) or the greatest (`max`) of some."""
    beyond = (extreme <= value if name == "min" else extreme >= value for value in values)
    return [*beyond, z3.Or(*(extreme == value for value in values))]


__all__ = [
    "MAY_LACK",
    "Between",
    "BeyondProof",
    "Informed",
    "NamedTerms",
    "Rounded",
    "Term",
    "fraction",
    "is_extreme",
    "new_solver",
]

"""Whether some unit tells two forms of rules apart: one that does, or the proof that none can.

A proof speaks of every value that data may give of inputs and of what no rules make, and of units that lack
any of these. Scores that data give in place of what rules make are not looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import z3

from ...meaning.arithmetic.lacking import LackingArithmetic
from ...meaning.arithmetic.lacking_terms import MayHold, MayLack
from ...meaning.arithmetic.symbols import SymbolArithmetic
from ...meaning.arithmetic.terms import BeyondProof, Informed, NamedTerms, Term
from ...meaning.choosing import Chosen
from ...meaning.model import TOTAL
from ...meaning.names import Outcome
from ...meaning.one_unit import usable
from ...meaning.plan import Plan, run
from ...meaning.settling import Budget, Question, Steps, UndecidedError
from ...meaning.spaces import Found, Shown, Space
from ...meaning.states import Given, Value
from ...meaning.steps_in_order import is_told
from ...meaning.witnesses import Witness
from ...meaning.worlds import World
from ...rating.doubtful_rows import together
from .changed_paths import ChangedPaths
from .unit_results import Group, differing, results_of


@dataclass(frozen=True)
class ToldApart(ChangedPaths):
    """Two forms of rules without variants, the second of which has a clause changed."""

    def steps(self) -> Steps[Shown]:
        """Asks for a unit that tells them apart: first whether any values of what is the same in both could.
        Raises BeyondProof where that cannot be asked."""
        if not self.reads_alike:
            raise BeyondProof("answers")
        if (yield _NoValues(self)):
            return
        world = World(self.old, {*self.affected, *self._rating}, may_lack=True)
        found = yield Found(Space((world,)), (self._otherwise(world),), self._confirms)
        if found is not None:
            yield found

    def _confirms(self, witnesses: Sequence[Witness]) -> bool:
        """Whether exact arithmetic gives the unit something else that people see."""
        unit = Group((0,), together([usable(self.old, witnesses[0].data)]))
        one, other = (results_of(rules, unit) for rules in (self.old, self.new))
        return bool(differing(one, other))

    # what may be otherwise

    @property
    def _rating(self) -> set[str]:
        """What the ratings of both hang on."""
        return {
            path
            for rules in (self.old, self.new)
            for node in rules.nodes.values()
            if node.path == TOTAL or node.bands
            for path in Plan.of(rules).rating_of(node)
        }

    @cached_property
    def _judged(self) -> Collection[str] | None:
        """The levels that are judged otherwise; None for all: where what they are judged by may be."""
        one, other = self.old, self.new
        if one.judgements == other.judgements and one.thresholds == other.thresholds:
            return ()
        return None

    # as terms

    def _otherwise(self, world: World) -> Term:
        """That somebody sees something else, of the units of a world of the first of them."""
        lacking, symbols = world.lacking, world.arithmetic
        assert lacking is not None
        other = SymbolArithmetic(self.new.scale, "new ", symbols.names)
        other.facts = symbols.facts
        there = {path: MayLack(term, lacking.there[path]) for path, term in world.free.items()}
        given: Given[MayLack, MayHold] = Given(dict(there))
        fixed = {path: lacking.outcome.nodes[path] for path in self.fixed}
        return self.otherwise((lacking.a, LackingArithmetic(other)), given, fixed)

    def otherwise(
        self,
        arithmetics: Sequence[LackingArithmetic],
        given: Given[MayLack, MayHold],
        fixed: Mapping[str, Value[MayLack, MayHold]],
    ) -> Term:
        """That somebody sees something else of what data give, where some nodes have values that are
        fixed."""
        outcomes = [
            run(Plan.of(rules), cast("Any", a), given, linked=fixed, judge=self._judged, compare_given=False)
            for rules, a in zip((self.old, self.new), arithmetics, strict=True)
        ]
        return z3.Or(*self._differences(arithmetics[0], *outcomes))

    def _differences(
        self, a: Any, one: Outcome[MayLack, MayHold], other: Outcome[MayLack, MayHold]
    ) -> Iterator[Term]:
        for path in (own for own in self.old.nodes if own in self.affected):
            yield _apart(one.printed.get(path), other.printed.get(path))
        for said in dict.fromkeys([*one.words, *other.words]):
            if said[1] == "answer":
                words = [own.words.get(said) for own in (one, other)]
                yield _apart(*(None if word is None else word.number for word in words))
        yield from _rated_apart(a, one.bands, other.bands)
        for path in dict.fromkeys([*one.node_bands, *other.node_bands]):
            yield from _rated_apart(a, one.node_bands.get(path), other.node_bands.get(path))
        for path in dict.fromkeys([*one.judged, *other.judged]):
            yield from _rated_apart(a, one.judged.get(path), other.judged.get(path))
        leaving = [own.nodes[TOTAL].inapplicable for own in (one, other)]
        yield _holds(leaving[0]) != _holds(leaving[1])


@dataclass(frozen=True)
class _NoValues(Question):
    """Whether no values at all of nodes that are the same in both, and of what data give beside them, make a
    difference; they need not go together."""

    pair: ToldApart

    def answered(self, budget: Budget) -> bool:
        """False where that is not proved."""
        pair, names = self.pair, NamedTerms()
        symbols = [
            SymbolArithmetic(rules.scale, prefix, names)
            for rules, prefix in ((pair.old, "old "), (pair.new, "new "))
        ]
        free = _FreeValues(pair)
        arithmetics = [LackingArithmetic(own) for own in symbols]
        try:
            otherwise = pair.otherwise(arithmetics, free.given, free.values)
            informed = Informed([names])
            informed.add(*free.facts, *(fact for own in symbols for fact in own.facts))
            informed.meet(otherwise)
            found = budget.part(_SHARE).ask(informed.solver, otherwise)
        except (BeyondProof, UndecidedError):
            return False
        return found is None


_SHARE = 0.5


class _FreeValues:
    """Terms for the values of two forms of rules that may be anything that they can be."""

    def __init__(self, pair: ToldApart) -> None:
        self.facts: list[Term] = []
        both = (pair.old, pair.new)
        self.values: dict[str, Value[MayLack, MayHold]] = {}
        for path in pair.fixed:
            number, states = self._free(path, ("refused", "undecided", "inapplicable"))
            self.values[path] = Value(number, **states)
            self._within(number, [Plan.of(rules).reach.ends(rules.nodes[path]) for rules in both])
        scores, refused, leaving = {}, {}, {}
        for path, entry in pair.old.entries.items():
            if path in self.values or not is_told(pair.old, entry):
                continue
            scores[path], states = self._free(path, ("refused", "inapplicable"))
            refused[path] = states["refused"]
            if path in pair.old.nodes:
                leaving[path] = states["inapplicable"]
            possible = pair.old.possible(entry)
            self._within(scores[path], [(possible.low, possible.high)])
        self.given: Given[MayLack, MayHold] = Given(scores, {}, {}, refused, leaving)

    def _within(self, number: MayLack, ends: Sequence[tuple[Fraction, Fraction]]) -> None:
        self.facts.append(number.term >= z3.RealVal(min(low for low, _ in ends)))
        self.facts.append(number.term <= z3.RealVal(max(high for _, high in ends)))

    def _free(self, path: str, kinds: Sequence[str]) -> tuple[MayLack, dict[str, MayHold]]:
        """A number that may be there, and why it may not be: for one reason."""
        there, states = z3.Bool(f"{path} is there"), {kind: z3.Bool(f"{path} is {kind}") for kind in kinds}
        self.facts.append(z3.AtMost(there, *states.values(), 1))
        held = {kind: MayHold(term, z3.Not(term)) for kind, term in states.items()}
        return MayLack(z3.Real(path), there), held


def _holds(truth: MayHold | None) -> Term:
    return z3.BoolVal(val=False) if truth is None else truth.yes


def _apart(one: MayLack | None, other: MayLack | None) -> Term:
    """That two numbers are not the same, or only one of them is there."""
    never = z3.BoolVal(val=False)
    if one is None or other is None:
        there = one or other
        return never if there is None else there.there
    return z3.Or(one.there != other.there, z3.And(one.there, one.term != other.term))


def _rated_apart(
    a: Any, one: Chosen[MayLack, MayHold, Any] | None, other: Chosen[MayLack, MayHold, Any] | None
) -> Iterator[Term]:
    """That the ratings, or the results, are not the same."""
    found: list[dict[str, list[Term]]] = []
    for chosen in (one, other):
        taken: dict[str, list[Term]] = {}
        for number, case in enumerate(() if chosen is None else chosen.cases):
            assert chosen is not None
            name = getattr(case, "rating", None) or case.result
            taken.setdefault(name, []).append(chosen.is_taken(a, number).yes)
        found.append(taken)
    for name in dict.fromkeys([*found[0], *found[1]]):
        yield z3.Or(*found[0].get(name, ())) != z3.Or(*found[1].get(name, ()))


__all__ = ["ToldApart"]

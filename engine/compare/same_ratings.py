"""Whether two rule sets that read data alike give every unit one rating, whatever data say of it: proved.

Of a node that means the same in both nothing is looked at but its value, which may be any that there can be,
or lacking for any reason; it need not go with the value of any other node. So a proof speaks of all data: of
those that lack something, and of those that give a score which the rules would make otherwise. What is not
proved so may be so all the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import z3

from ..meaning.arithmetic.lacking import LackingArithmetic
from ..meaning.arithmetic.lacking_terms import MayHold, MayLack
from ..meaning.arithmetic.symbols import SymbolArithmetic
from ..meaning.arithmetic.terms import BeyondProof, Informed, NamedTerms, Term
from ..meaning.expressions import Expression
from ..meaning.model import Node, RuleSet
from ..meaning.names import Outcome
from ..meaning.plan import Plan, run
from ..meaning.readings import all_forms, is_plain, reading
from ..meaning.scope import asked_words, thresholds_at
from ..meaning.settling import Budget, HopelessError, UndecidedError
from ..meaning.states import Given, Value
from ..meaning.steps_in_order import expressions_of, rating_expressions_of
from ..words.numerals import decimal_text
from .canonical_forms import canonical
from .correspondence import Definitions

_STATES = ("refused", "undecided", "inapplicable")
_ANYWHERE = {"title": None, "source": None, "measure": None, "bands": (), "no_better_than": ()}
"""What a node's value does not hang on."""


def rate_alike(old: RuleSet, new: RuleSet, budget: Budget) -> bool:
    """Whether it is proved that both give every unit the same rating, or none."""
    if old.choosing != new.choosing or old.variants.keys() != new.variants.keys():
        return False
    pairs = [(old, new), *((own, new.variants[words]) for words, own in old.variants.items())]
    return _read_alike(old, new) and all(_Alike(*pair).proved(budget) for pair in pairs)


def _read_alike(old: RuleSet, new: RuleSet) -> bool:
    """Whether both read data alike, and count respondents alike."""
    return all(
        one.entries.keys() == other.entries.keys()
        and one.aliases == other.aliases
        and all(reading(one, path) == reading(other, path) for path in one.entries)
        and all(node.min_respondents == other.nodes[path].min_respondents for path, node in one.nodes.items())
        for one, other in zip(all_forms(old), all_forms(new), strict=True)
    )


@dataclass(frozen=True)
class _Alike:
    """Two rule sets without variants that read data alike."""

    old: RuleSet
    new: RuleSet

    def proved(self, budget: Budget) -> bool:
        """Whether the solver finds no values of nodes for which they rate otherwise."""
        if not self.old.bands and not self.new.bands:
            return True
        try:
            solver, otherwise = self._asked()
            return budget.ask(solver, otherwise) is None
        except (BeyondProof, UndecidedError, HopelessError):
            return False

    def _asked(self) -> tuple[Term, Term]:
        """A solver that knows what values can be, and that the ratings are not the same."""
        self._guard()
        names = NamedTerms()
        runs = [self._ratings(rules, f"{side} ", names) for side, rules in enumerate((self.old, self.new))]
        given = [ratings for ratings, _ in runs]
        ratings = dict.fromkeys([*given[0], *given[1]])
        never = z3.BoolVal(val=False)
        otherwise = z3.Or(*(given[0].get(own, never) != given[1].get(own, never) for own in ratings))
        informed = Informed([names])
        informed.add(*self.facts, *(fact for _, facts in runs for fact in facts))
        informed.meet(otherwise)
        return informed.solver, otherwise

    def _guard(self) -> None:
        """Raises BeyondProof where what is computed hangs on more of a node that is the same in both than its
        value: on its raw value, or its answer."""
        for rules in (self.old, self.new):
            for node in rules.nodes.values():
                scope, own = Plan.of(rules).scope(node.path), list(rating_expressions_of(rules, node))
                if node.path in self.same and any("value" in expression.names for expression in own):
                    raise BeyondProof("raw values")
                if node.path not in self.same:
                    own += expressions_of(node)
                if any(
                    choice.kind == "answer" and choice.path in self.same
                    for expression in own
                    for choice in asked_words(scope, expression.tree)
                ):
                    raise BeyondProof("words")

    def _ratings(
        self, rules: RuleSet, prefix: str, names: NamedTerms
    ) -> tuple[Mapping[str, Term], list[Term]]:
        """By rating: where it is given; and what holds of all units."""
        symbols = SymbolArithmetic(rules.scale, prefix, names)
        a: Any = LackingArithmetic(symbols)
        outcome: Outcome[MayLack, MayHold] = run(
            Plan.of(rules), a, self.given, linked=self.values, judge=(), compare_given=False
        )
        bands = outcome.bands
        found: dict[str, list[Term]] = {}
        for number, band in enumerate(bands.cases if bands is not None else ()):
            assert bands is not None
            found.setdefault(band.rating, []).append(bands.is_taken(a, number).yes)
        return {rating: z3.Or(*terms) for rating, terms in found.items()}, symbols.facts

    # what means the same in both

    @cached_property
    def same(self) -> frozenset[str]:
        """The paths of the nodes whose value is the same, whatever data say."""
        return frozenset(path for path in self.old.nodes if self._is_same(path))

    def _is_same(self, path: str) -> bool:
        one, other = self.old.nodes[path], self.new.nodes[path]
        if is_plain(self.old, one) and is_plain(self.new, other):
            return self._definitions[0].of(path) == self._definitions[1].of(path)
        if not self._is_context_same:
            return False
        needs = [Plan.of(rules).needs(path) for rules in (self.old, self.new)]
        if set(needs[0]) != set(needs[1]) or not self._is_alike(_bare(one), _bare(other)):
            return False
        return all(
            self._is_alike(self.old.nodes[inner], self.new.nodes[inner])
            for inner in needs[0]
            if inner != path and inner in self.old.nodes
        )

    def _is_alike(self, one: Node, other: Node) -> bool:
        """Whether a node is written alike in both, with the same numbers for the names of thresholds."""
        return replace(one, children=()) == replace(other, children=()) and self._numbers(
            self.old, one
        ) == self._numbers(self.new, other)

    def _numbers(self, rules: RuleSet, node: Node) -> Any:
        thresholds = thresholds_at(rules, node.path)
        named = {name for expression in _expressions(rules, node) for name in expression.names}
        shares = [(child.path, child.weight) for child in node.children]
        return sorted((name, own.value) for name, own in thresholds.items() if name in named), shares

    @cached_property
    def _is_context_same(self) -> bool:
        """Whether what the nodes of both take is the same: the scale, tables, inputs, and judgements."""
        old, new = self.old, self.new
        return (
            replace(old.scale, measure=None) == replace(new.scale, measure=None)
            and old.tables == new.tables
            and old.inputs == new.inputs
            and old.answers == new.answers
            and _judging(old) == _judging(new)
        )

    @cached_property
    def _definitions(self) -> tuple[Definitions, Definitions]:
        return Definitions(self.old), Definitions(self.new)

    # what may be

    @cached_property
    def facts(self) -> list[Term]:
        """What holds of the values; it is made with them."""
        return []

    @cached_property
    def values(self) -> Mapping[str, Value[MayLack, MayHold]]:
        """Of each node that is the same in both: any value that it can have."""
        made = {}
        for path in self.same:
            there, number, states = self._free(path, _STATES)
            made[path] = Value(MayLack(number, there), **states)
            ends = [Plan.of(rules).reach.ends(rules.nodes[path]) for rules in (self.old, self.new)]
            if not self.old.nodes[path].is_raw:
                ends += [rules.limits(rules.nodes[path]) for rules in (self.old, self.new)]
            self.facts.append(number >= z3.RealVal(min(low for low, _ in ends)))
            self.facts.append(number <= z3.RealVal(max(high for _, high in ends)))
        return made

    @cached_property
    def given(self) -> Given[MayLack, MayHold]:
        """What data say of inputs and of all other nodes."""
        scores, refused, inapplicable = {}, {}, {}
        for path in self.old.entries:
            if path in self.same:
                continue
            there, number, states = self._free(path, ("refused", "inapplicable"))
            scores[path] = MayLack(number, there)
            refused[path] = states["refused"]
            if path in self.old.nodes:
                inapplicable[path] = states["inapplicable"]
            possible = self.old.possible(self.old.entries[path])
            self.facts.append(number >= z3.RealVal(possible.low))
            self.facts.append(number <= z3.RealVal(possible.high))
            if self.old.entries[path].answers is not None and path in self.old.nodes:
                raise BeyondProof("answers")
        return Given(scores, {}, {}, refused, inapplicable)

    def _free(self, path: str, kinds: tuple[str, ...]) -> tuple[Term, Term, dict[str, MayHold]]:
        """Whether something is there, its number, and for what reasons it may not be there: one of them."""
        there, number = z3.Bool(f"{path} is there"), z3.Real(path)
        states = {kind: z3.Bool(f"{path} is {kind}") for kind in kinds}
        self.facts.append(z3.AtMost(there, *states.values(), 1))
        return there, number, {kind: MayHold(term, z3.Not(term)) for kind, term in states.items()}


def _expressions(rules: RuleSet, node: Node) -> Iterator[Expression]:
    yield from expressions_of(node)
    yield from rating_expressions_of(rules, node)


def _bare(node: Node) -> Node:
    """A node without what its value does not hang on."""
    fields: Any = {**_ANYWHERE, "thresholds": {}}
    return replace(node, **fields)


def _judging(rules: RuleSet) -> Any:
    """What nodes are judged to be, with the numbers of thresholds."""
    numbers = {name: decimal_text(own.value) for name, own in rules.thresholds.items()}
    return {
        level: [(own.result, canonical(own.when, numbers)) for own in judgements]
        for level, judgements in rules.judgements.items()
    }


__all__ = ["rate_alike"]

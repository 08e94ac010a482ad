"""Every unit that there could be under a rule set, as terms of the logic of the proofs.

A proof speaks of every score that can occur (see reach.py): an answer of a unit is one of a few, the mean of
many answers is any number between two. Where parts are looked at one by one it speaks of units that lack
nothing. Nodes are free where nothing below them is looked at, as far as what they can be is known; elsewhere
what stands below them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import z3

from .arithmetic.symbols import SymbolArithmetic
from .arithmetic.terms import MAY_LACK, BeyondProof, NamedTerms, Term
from .expressions import Expression
from .joint import Link, linked
from .missing_policy import Policy
from .model import Node, Possible, RuleSet, above_of
from .plan import Outcome, Plan, meaning_of, run
from .states import Given, Value
from .steps_in_order import expressions_of, rating_expressions_of


def _expressions(rules: RuleSet) -> Iterator[Expression]:
    """Every expression on which a score or a rating hangs."""
    for node in rules.nodes.values():
        yield from expressions_of(node)
        yield from rating_expressions_of(rules, node)
    yield from (condition for _, condition in rules.conditions)


class World:
    """Every unit that there could be: a term for each score that matters, and what the rules make of them."""

    def __init__(
        self,
        rules: RuleSet,
        needed: Iterable[str] = (),
        prefix: str = "",
        *,
        links: Mapping[str, tuple[World, Link]] | None = None,
        inputs: Mapping[str, Term] | None = None,
        names: NamedTerms | None = None,
    ) -> None:
        """`needed` are nodes that are looked at beside those of the bands; `links` gives some nodes, by path,
        the values of another world, whose names are `names`; `inputs` are terms for what is otherwise free.
        Names of terms begin with `prefix`."""
        self.rules = rules
        if rules.variants:
            raise BeyondProof("variants")
        if any(expression.calls & {"known", "first"} for expression in _expressions(rules)):
            raise BeyondProof(MAY_LACK)
        self.plan = Plan.of(rules)
        self.arithmetic = SymbolArithmetic(rules.scale, prefix, names)
        self.links = dict(links or {})
        values = {
            path: linked(world.arithmetic, world.outcome.nodes, link)
            for path, (world, link) in self.links.items()
        }
        self.linked: dict[str, Term] = {
            path: value.number for path, value in values.items() if value.number is not None
        }
        looked_at = {*self.plan.required, *needed, *self.linked}
        terms = inputs or {}
        self.free: dict[str, Term] = {
            path: terms[path] if path in terms else z3.Real(f"{prefix}{path}")
            for path in self._frontier(looked_at)
            if path not in self.linked
        }
        for path, term in self.free.items():
            self.arithmetic.facts += _takes(term, self.possible(path))
        linked_values = {path: Value[Term, Term](term) for path, term in self.linked.items()}
        self.outcome: Outcome[Term, Term] = run(
            self.plan,
            self.arithmetic,
            Given(dict(self.free)),
            linked=linked_values,
            judge=(),
            compare_given=False,
        )

    def _frontier(self, looked_at: set[str]) -> Iterator[str]:
        """The paths of the nodes to leave free: the highest ones below which nothing is looked at, of which
        it is known what they can be, and that data could give as well."""
        above = {owner for path in looked_at for owner in above_of(path)}
        waiting = [self.rules.total]
        while waiting:
            node = waiting.pop()
            if (
                node.path in self.linked
                or not node.children
                or (node.path not in above and self._is_giveable(node))
            ):
                yield node.path
            else:
                waiting += reversed(node.children)

    def _is_giveable(self, node: Node) -> bool:
        """Whether it is known what a node can be, and data can give all of it."""
        reached, (low, high) = self.plan.reach.of(node), self.rules.limits(node)
        return reached.exact and low <= reached.low and reached.high <= high

    @cached_property
    def is_partial(self) -> bool:
        """Whether a unit that lacks something could have other scores: where parts of a node are looked at
        one by one, and one that need not be there may be left out or count as 0."""
        needed = set(self.plan.required)
        above = {owner for path in (*self.free, *self.linked) for owner in above_of(path)}
        nodes = (self.rules.nodes[path] for path in above)
        return any(
            (Policy.of(node).skips or Policy.of(node).fills)
            and any(child.path not in needed for child in node.children)
            for node in nodes
        )

    def possible(self, path: str) -> Possible:
        """What a free score can be; of a formula the raw value is free."""
        node = self.rules.nodes[path]
        return self.rules.possible(node) if node.is_raw else self.plan.reach.of(node)

    def only(self, path: str) -> Sequence[Fraction]:
        """The few scores that a free one can have, where there are no others."""
        return self.possible(path).only

    def can_be(self, path: str, score: Fraction) -> bool:
        """Whether a free score, by itself, may be another one."""
        return z3.is_const(self.free[path]) and self.possible(path).takes(score)

    @property
    def facts(self) -> list[Term]:
        """What holds of all units; it grows with the conditions that are looked at."""
        return self.arithmetic.facts

    @property
    def bands(self) -> list[Term]:
        """For each band whether it holds, whatever stands above it."""
        return [] if self.outcome.bands is None else list(self.outcome.bands.holds)

    def truth(self, condition: Expression, own: Mapping[str, Term] | None = None) -> Term:
        """Whether a condition holds; `own` are names that mean something in it alone."""
        return condition.evaluate(self.arithmetic, meaning_of(self.plan, self.arithmetic, self.outcome, own))

    def score(self, path: str) -> Term:
        """A node's score before rounding: of a question with a formula what it makes of the raw value, which
        is free."""
        return self.outcome.values[path]

    @cached_property
    def given(self) -> list[Term]:
        """For each band whether it is the rating."""
        bands = self.outcome.bands
        if bands is None:
            return []
        return [bands.is_taken(self.arithmetic, number) for number in range(len(bands.cases))]


def _takes(term: Term, possible: Possible) -> Iterator[Term]:
    """That a score is one of those that can be."""
    yield term >= z3.RealVal(possible.low)
    yield term <= z3.RealVal(possible.high)
    if possible.only and len(possible.only) > 1:
        step = possible.only[1] - possible.low
        if all(value == possible.low + number * step for number, value in enumerate(possible.only)):
            count = z3.FreshInt("steps")
            yield from (
                count >= 0,
                count <= len(possible.only) - 1,
                term == z3.RealVal(possible.low) + z3.RealVal(step) * z3.ToReal(count),
            )
            return
    if len(possible.spans) > 1:
        yield z3.Or(
            *(
                term == z3.RealVal(low)
                if low == high
                else z3.And(term >= z3.RealVal(low), term <= z3.RealVal(high))
                for low, high in possible.spans
            )
        )


class Worlds:
    """The worlds of one rule set, each made once."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._known: dict[frozenset[str], World | BeyondProof] = {}

    @property
    def is_partial(self) -> bool:
        """Whether one of the worlds made up to now is (see `World.is_partial`)."""
        return any(isinstance(world, World) and world.is_partial for world in self._known.values())

    def of(self, needed: Iterable[str] = ()) -> World:
        """The world in which these nodes are looked at, beside those of the bands. Raises BeyondProof where
        the rules use what cannot be said in it."""
        key = frozenset(needed)
        if key not in self._known:
            try:
                self._known[key] = World(self.rules, key)
            except BeyondProof as problem:
                self._known[key] = problem
        world = self._known[key]
        if isinstance(world, BeyondProof):
            raise world
        return world


__all__ = ["World", "Worlds"]

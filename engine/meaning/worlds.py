"""Every unit that there could be under a rule set, as terms of the logic of the proofs.

A proof speaks of every score that can occur (see reach.py): an answer of a unit is one of a few, the mean of
many answers is any number between two. Where parts are looked at one by one it speaks of units that lack
nothing. Nodes are free where nothing below them is looked at, as far as what they can be is known; elsewhere
what stands below them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import z3

from .arithmetic.loose import Box, LooseArithmetic
from .arithmetic.symbols import SymbolArithmetic
from .arithmetic.terms import MAY_LACK, BeyondProof, NamedTerms, Term
from .expressions import Expression
from .joint import Link, linked
from .lacking_units import Lacking, parts_of
from .missing_policy import Policy
from .model import Node, Possible, RuleSet, above_of
from .plan import Outcome, Plan, meaning_of, run
from .states import Given, Value
from .steps_in_order import expressions_of, has_steps, is_told, rating_expressions_of


def _expressions(rules: RuleSet) -> Iterator[Expression]:
    """Every expression on which a score or a rating hangs."""
    for node in rules.nodes.values():
        yield from expressions_of(node)
        yield from rating_expressions_of(rules, node)
    yield from (condition for _, condition in rules.conditions)


@dataclass(frozen=True)
class Shared:
    """What a world has in common with another one, by path: terms for what is free, and for whether that is
    there."""

    free: Mapping[str, Term] = field(default_factory=dict)
    there: Mapping[str, Term] = field(default_factory=dict)


class World:
    """Every unit that there could be: a term for each score that matters, and what the rules make of them."""

    def __init__(
        self,
        rules: RuleSet,
        needed: Iterable[str] = (),
        prefix: str = "",
        *,
        links: Mapping[str, tuple[World, Link]] | None = None,
        shared: Shared | None = None,
        names: NamedTerms | None = None,
        may_lack: bool = False,
    ) -> None:
        """`needed` are nodes that are looked at beside those of the bands; `links` gives some nodes, by path,
        the values of another world, whose names are `names`; `shared` is what it has in common with that.
        Names of terms begin with `prefix`. `may_lack` is a world of units that may lack something, in which
        all leaves and inputs that count are free."""
        self.rules = rules
        if rules.variants:
            raise BeyondProof("variants")
        self.plan = Plan.of(rules)
        self.arithmetic = SymbolArithmetic(rules.scale, prefix, names)
        self.lacking: Lacking | None = None
        self.parts: Mapping[str, Box] = {}
        self.is_chosen = False  # whether words say which units are looked at
        self.inner: list[Term] = []  # those of the facts that only speak of what is within parts
        shared = shared or Shared()
        if may_lack:
            self._of_lacking_units(needed, prefix, shared)
            return
        self.links = dict(links or {})
        self.linked: dict[str, Term] = dict(self._linked())
        looked_at = {*self.plan.required, *needed, *self.linked}
        self.free: dict[str, Term] = {
            path: shared.free[path] if path in shared.free else z3.Real(f"{prefix}{path}")
            for path in self._frontier(looked_at)
            if path not in self.linked
        }
        self._told_of()
        linked_values = {path: Value[Term, Term](term) for path, term in self.linked.items()}
        self.outcome: Outcome[Term, Term] = run(
            self.plan,
            self.arithmetic,
            Given(dict(self.free)),
            linked=linked_values,
            judge=(),
            compare_given=False,
        )

    def _linked(self) -> Iterator[tuple[str, Term]]:
        """The values of other worlds, by path. Raises BeyondProof where expressions ask what is there."""
        if any(expression.calls & {"known", "first"} for expression in _expressions(self.rules)):
            raise BeyondProof(MAY_LACK)
        for path, (world, link) in self.links.items():
            number = linked(world.arithmetic, world.outcome.nodes, link).number
            if number is not None:
                yield path, number

    def _of_lacking_units(self, looked_at: Iterable[str], prefix: str, shared: Shared) -> None:
        """Makes the world of units that may lack something."""
        self.links, self.linked = {}, {}
        wanted = {*self.plan.rating_of(self.rules.total), *looked_at}
        needed = {path for own in wanted for path in self.plan.needs(own)}
        rules, entries = self.rules, self.rules.entries
        self.free = {
            path: shared.free[path] if path in shared.free else z3.Real(f"{prefix}{path}")
            for path, entry in entries.items()
            if path in needed and is_told(rules, entry)
        }
        self.parts = parts_of(self.plan, self.free, wanted)
        self.lacking = lacking = Lacking(
            self.plan,
            LooseArithmetic(self.arithmetic, self.parts),
            {
                path: shared.there[path] if path in shared.there else z3.Bool(f"{prefix}{path} is there")
                for path in self.free
            },
            self.free,
        )
        self._told_of()
        self.outcome = lacking.terms

    def _told_of(self) -> None:
        """Says what free terms can be. Raises BeyondProof where a mean of answers goes on to further steps:
        a score that data give instead would pass over these."""
        for path, term in self.free.items():
            entry = self.rules.entries[path]
            scale = self.rules.answers.get(entry.answers or "")
            by_many = scale is not None and scale.answered_by == "respondents"
            if by_many and path in self.rules.nodes and has_steps(self.rules, entry):
                raise BeyondProof("steps after the mean of answers")
            facts = list(_takes(term, self.possible(path)))
            self.arithmetic.facts += facts
            if self.is_within_part(path):
                self.inner += facts

    def is_within_part(self, path: str) -> bool:
        """Whether something stands below a part that need not be looked into."""
        return not self.parts.keys().isdisjoint(above_of(path))

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
        if self.lacking is not None:
            return False
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
        node = self.rules.entries[path]
        is_given = node.is_raw or self.lacking is not None
        return self.rules.possible(node) if is_given else self.plan.reach.of(node)

    def only(self, path: str) -> Sequence[Fraction]:
        """The few scores that a free one can have, where there are no others."""
        return self.possible(path).only

    def can_be(self, path: str, score: Fraction) -> bool:
        """Whether a free score, by itself, may be another one."""
        return z3.is_const(self.free[path]) and self.possible(path).takes(score)

    def lacks(self, path: str, model: Term) -> bool:
        """Whether the unit of a model lacks a free score."""
        return self.lacking is not None and z3.is_false(
            model.eval(self.lacking.there[path], model_completion=True)
        )

    def is_scored(self, path: str) -> Term:
        """Whether a leaf that data give something has a score."""
        if self.lacking is None:
            return z3.BoolVal(val=True)
        return z3.And(self.lacking.there[path], self.has_score(path))

    def has_score(self, path: str) -> Term:
        """Whether a node has a score."""
        if self.lacking is None:
            return z3.BoolVal(val=True)
        value = self.lacking.outcome.values[path]
        return z3.BoolVal(val=False) if value is None else value.there

    def has(self, choosing: Sequence[str], numbers: Sequence[int]) -> Term:
        """That inputs have some words, by their numbers, as far as they are looked at; in a world of units
        that may lack something."""
        assert self.lacking is not None
        equal = []
        for path, number in zip(choosing, numbers, strict=True):
            if path in self.free:
                value = self.lacking.outcome.nodes[path].number
                assert value is not None
                equal.append(z3.And(value.there, value.term == number))
        return z3.And(*equal)

    def same(self, other: World, path: str) -> Term:
        """That another world of the same rules has the same of what is free, or lacks it too."""
        same = self.free[path] == other.free[path]
        if self.lacking is None or other.lacking is None:
            return same
        return z3.And(same, self.lacking.there[path] == other.lacking.there[path])

    @property
    def facts(self) -> list[Term]:
        """What holds of all units; it grows with the conditions that are looked at."""
        return self.arithmetic.facts

    @property
    def bands(self) -> list[Term]:
        """For each band whether it is known to hold, whatever stands above it."""
        return [] if self.outcome.bands is None else list(self.outcome.bands.holds)

    def truth(self, condition: Expression, node: Node | None = None) -> Term:
        """Whether a condition is known to hold; of a judgement, for a node."""
        if self.lacking is not None:
            return self.lacking.truth(condition, node).yes
        return condition.evaluate(self.arithmetic, meaning_of(self.plan, self.arithmetic, self.outcome, node))

    def untruth(self, condition: Expression, node: Node | None = None) -> Term:
        """Whether a condition is known not to hold."""
        if self.lacking is not None:
            return self.lacking.truth(condition, node).no
        return z3.Not(self.truth(condition, node))

    @cached_property
    def rated(self) -> Term:
        """That everything is known that a rating hangs on."""
        return z3.BoolVal(val=True) if self.lacking is None else self.lacking.rated

    @cached_property
    def unrated(self) -> Term:
        """That everything is known that a rating hangs on, and no band holds."""
        if self.lacking is not None:
            return self.lacking.without_band
        return z3.Not(z3.Or(*self.bands))

    def score(self, path: str) -> Term:
        """A node's score before rounding: of a question with a formula what it makes of the raw value, which
        is free."""
        return self.outcome.values[path]

    @cached_property
    def given(self) -> list[Term]:
        """For each band whether it is the rating."""
        if self.lacking is not None:
            return self.lacking.given
        bands = self.outcome.bands
        if bands is None:
            return []
        return [bands.is_taken(self.arithmetic, number) for number in range(len(bands.cases))]


def _takes(term: Term, possible: Possible) -> Iterator[Term]:
    """That a score is one of those that can be, on the steps that a raw value has."""
    if possible.step is not None:
        count = z3.FreshInt("steps")
        yield term == z3.RealVal(possible.base) + z3.RealVal(possible.step) * z3.ToReal(count)
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


__all__ = ["Shared", "World"]

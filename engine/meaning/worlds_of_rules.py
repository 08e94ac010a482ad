"""The worlds of one rule set, each made once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import z3

from .arithmetic.terms import MAY_LACK, BeyondProof
from .model import RuleSet
from .plan import Plan
from .steps_in_order import has_steps
from .worlds import World


class Worlds:
    """The worlds of one rule set, each made once: of units that have one of some combinations of `words`, by
    number, for the inputs of some paths (`choosing`)."""

    def __init__(
        self, rules: RuleSet, choosing: Sequence[str] = (), words: Sequence[Sequence[int]] = ()
    ) -> None:
        self.rules, self.choosing, self.words = rules, choosing, words
        self._known: dict[frozenset[str], World | BeyondProof] = {}
        self._steps: World | BeyondProof | None = None

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
                self._known[key] = self.made(key)
            except BeyondProof as problem:
                self._known[key] = problem
        world = self._known[key]
        if isinstance(world, BeyondProof):
            raise world
        return world

    def of_steps(self) -> World:
        """The world of all units, of whatever words, that may lack anything, in which every node is looked
        at. Raises BeyondProof where the rules use what cannot be said in it."""
        if self._steps is None:
            try:
                self._steps = World(self.rules, self.rules.nodes, may_lack=True)
            except BeyondProof as problem:
                self._steps = problem
        if isinstance(self._steps, BeyondProof):
            raise self._steps
        return self._steps

    def made(self, needed: Iterable[str] = (), prefix: str = "") -> World:
        """A new world. Where rules say something of units that lack a value, or could rate one that does as
        no other, it is one of such units, as far as that can be said."""
        needed, partial = tuple(needed), None
        # what stands in for a missing outcome is said of units that lack it
        stands_in = any(node.stand_in is not None for node in self.rules.nodes.values())
        if not stands_in and not self._asks_inputs(needed):
            try:
                partial = World(self.rules, needed, prefix)
            except BeyondProof as problem:
                if problem.args != (MAY_LACK,) and not self._has_steps:
                    raise
            if partial is not None and not partial.is_partial:
                return partial
        try:
            world = World(self.rules, needed, prefix, may_lack=True)
        except BeyondProof:
            if partial is None:
                raise
            return partial
        if self.words and not world.free.keys().isdisjoint(self.choosing):
            world.facts.append(z3.Or(*(world.has(self.choosing, numbers) for numbers in self.words)))
            world.is_chosen = True
        return world

    @property
    def _has_steps(self) -> bool:
        """Whether a node has more steps than a formula of its raw value."""
        rules = self.rules
        return any(has_steps(rules, replace(node, score=None, value=None)) for node in rules.nodes.values())

    def _asks_inputs(self, needed: Iterable[str]) -> bool:
        """Whether what is looked at hangs on inputs."""
        plan = Plan.of(self.rules)
        wanted = {*plan.rating_of(self.rules.total), *needed}
        hanging = {path for own in wanted for path in plan.needs(own)}
        return not hanging.isdisjoint(self.rules.inputs)


__all__ = ["Worlds"]

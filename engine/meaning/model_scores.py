"""Scores as a model of a solver has them, and the witnesses that exact arithmetic makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from .approaching import Scores
from .arithmetic.exact import ExactArithmetic
from .arithmetic.rounding_exactly import round_exactly
from .arithmetic.terms import Term, fraction
from .joint import linked
from .witnesses import Witness
from .worlds import World

MORE_DECIMALS = 4
"""A score of a witness has at most so many decimals more than are printed, where that will do."""


@dataclass(frozen=True)
class ModelScores:
    """What is free in some worlds, by the number of its term, and what comes of it."""

    worlds: Sequence[World]

    @cached_property
    def ends(self) -> tuple[Scores, Scores]:
        """The least that free scores can be, and the greatest."""
        possible = {
            term.get_id(): world.possible(path) for world in self.worlds for path, term in world.free.items()
        }
        lowest = {number: own.low for number, own in possible.items()}
        return lowest, {number: own.high for number, own in possible.items()}

    def of(self, model: Term) -> Scores:
        """The free scores that a model says; without those that a unit lacks."""
        return {
            term.get_id(): fraction(model.eval(term, model_completion=True))
            for world in self.worlds
            for path, term in world.free.items()
            if not world.lacks(path, model)
        }

    def in_decimals(self, scores: Scores) -> Scores:
        """The same with a few decimals, where what a node can be allows them."""
        places = max(world.rules.scale.decimals for world in self.worlds) + MORE_DECIMALS
        near = {number: round_exactly(score, places, "half_up") for number, score in scores.items()}
        kept = {
            term.get_id()
            for world in self.worlds
            for path, term in world.free.items()
            if term.get_id() in near and not world.can_be(path, near[term.get_id()])
        }
        return {**scores, **{number: score for number, score in near.items() if number not in kept}}

    def witnesses(self, scores: Scores) -> tuple[Witness, ...]:
        """A witness for each world of scores that are known by the number of their term."""
        made: dict[World, Witness] = {}
        return tuple(_witness(world, scores, made) for world in self.worlds)


def _witness(world: World, scores: Mapping[int, Fraction], made: dict[World, Witness]) -> Witness:
    """A world's scores, of which the free ones are known by the number of their term. What comes of another
    world is what exact arithmetic makes of it there."""
    if world not in made:
        given = {path: scores[term.get_id()] for path, term in world.free.items() if term.get_id() in scores}
        exact = ExactArithmetic(world.rules.scale)
        for path, (source, link) in world.links.items():
            there = _witness(source, scores, made)
            value = linked(exact, there.result.outcome.nodes, link).number
            if world.rules.nodes[path].is_raw:  # data give the raw value
                given[path] = there.given[link.paths[0]]
            elif value is not None:
                given[path] = Fraction(value)
        lacked = [path for path, term in world.free.items() if term.get_id() not in scores]
        made[world] = Witness.of(world.plan, given, lacked)
    return made[world]


__all__ = ["ModelScores"]

"""Scores whose rise lowers the rating."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property, partial

import z3

from ..meaning.arithmetic.terms import Term
from ..meaning.choosing import taken
from ..meaning.model import Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Shown, Space, rising
from ..meaning.steps_in_order import expressions_of, has_way
from ..meaning.ways import way_of
from ..meaning.witnesses import Witness, written
from ..meaning.worlds import World, Worlds
from ..words.diagnostics import Diagnostic, Severity, Text, say
from .finding import MEND, MOST, Result, Witnessed, and_others, banded

ID = "monotone"
SEVERITY: Severity = "warning"
WHY = say("A unit that does better in one thing, and in nothing worse, should not be rated lower.")
PASSES = """
bands: [{rating: high, from: 50, when: a >= 50}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, when: a < 50}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """One trial for all scores whose rise lowers the rating, where a rise is better everywhere: no formula
    makes one score of others, and none is better if it is lower."""
    rules = worlds.rules
    betters = {rules.scale.better, *(node.better for node in rules.nodes.values() if node.better)}
    if (
        rules.bands
        and betters == {"higher"}
        and not any(_turns(rules, node) for node in rules.nodes.values())
    ):
        yield Trial("", _lowered(worlds))


def _turns(rules: RuleSet, node: Node) -> bool:
    """Whether something that a node's score is worked out of may make it fall where it rises."""
    if node.children:
        return has_way(node)
    return any(Plan.of(rules).referred(own, node.path) for own in expressions_of(node))


def _lowered(worlds: Worlds) -> Steps[Result]:
    yield from _Rise(worlds).lowered()


class _Rise:
    """A unit before and after some of its scores rise."""

    def __init__(self, worlds: Worlds) -> None:
        self.rules = rules = worlds.rules
        self.before, self.after = banded(worlds), World(rules, prefix="raised ")
        self.space = Space(
            (self.before, self.after),
            rising(self.before, self.after, ((path, path) for path in self.before.outcome.values)),
        )
        self.after.arithmetic.facts += self.risen()
        self.place: dict[str, int] = {}
        for number, band in enumerate(rules.bands):
            self.place.setdefault(band.rating, number if band.rank is None else band.rank)

    def risen(self) -> Iterator[Term]:
        """Of nodes that are no sum of shares: that they rise where all that is below them does. Every way of
        scoring is so, and it is hard to find for the solver."""
        for node in self.rules.nodes.values():
            below = [
                (self.before.outcome.values.get(child.path), self.after.outcome.values.get(child.path))
                for child in node.children
            ]
            pairs = [(low, high) for low, high in below if low is not None and high is not None]
            if pairs and len(pairs) == len(below) and way_of(node).shares([Fraction(1)] * len(pairs)) is None:
                yield z3.Implies(
                    z3.And(*(low <= high for low, high in pairs)),
                    self.before.score(node.path) <= self.after.score(node.path),
                )

    def lowered(self) -> Steps[Result]:
        """The scores whose rise alone can lower the rating. A rise of several is one after the other, so that
        all are asked about at once first."""
        still: dict[str, Term] = {}
        told = 0
        while True:
            rises = [
                still.get(path, self.after.score(path) >= self.before.score(path)) for path in self.moving
            ]
            shown = yield Found(self.space, (*rises, self.worse), self.falls)
            if shown is None:
                return
            paths = [path for path in self.moving if path not in still]
            path = self.step(shown, paths)
            for risen in paths if path is None else [path]:
                others = [
                    self.after.free[kept] == self.before.free[kept]
                    for kept in self.before.free
                    if kept != risen
                ]
                alone = yield Found(
                    self.space,
                    (*others, self.after.score(risen) > self.before.score(risen), self.worse),
                    self.falls,
                )
                if alone is not None:
                    yield Witnessed(alone, partial(self.told, risen))
                    told += 1
                if told == MOST:
                    yield Diagnostic(ID, and_others(ID), self.rules.position, MEND, "note")
                    return
                still[risen] = self.after.free[risen] == self.before.free[risen]

    @cached_property
    def moving(self) -> list[str]:
        """The paths of what data give freely, as far as it has a score there."""
        return [path for path in self.before.free if self.before.outcome.values.get(path) is not None]

    @cached_property
    def worse(self) -> Term:
        """That the rating is at a worse place after than before."""
        places = sorted({self.place[band.rating] for band in self.rules.bands})
        given_at: list[list[Term]] = []
        for world in (self.before, self.after):
            given: dict[int, list[Term]] = {place: [] for place in places}
            for term, band in zip(world.given, self.rules.bands, strict=True):
                given[self.place[band.rating]].append(term)
            given_at.append([z3.Or(*terms) for terms in given.values()])
        worse, beyond = [], z3.BoolVal(val=False)
        for before, after in list(zip(*given_at, strict=True))[::-1]:
            worse.append(z3.And(before, beyond))
            beyond = self.after.arithmetic.names.truth("as bad or worse", z3.Or(beyond, after))
        return z3.Or(*worse)

    def falls(self, witnesses: Sequence[Witness]) -> bool:
        before, after = (witness.result.rating for witness in witnesses)
        return before is not None and after is not None and self.place[before] < self.place[after]

    def step(self, shown: Shown, paths: Sequence[str]) -> str | None:
        """Of scores that rise together, one that lowers the rating; None where the units between have
        none."""
        before, after = (witness.given for witness in shown.witnesses)
        rising = [path for path in paths if before[path] != after[path]]

        def place(count: int) -> int | None:
            mixed = {**before, **{path: after[path] for path in rising[:count]}}
            rating = Witness.of(self.before.plan, mixed).result.rating
            return None if rating is None else self.place[rating]

        low, high = 0, len(rising)
        best = place(low)
        while high - low > 1:
            middle = (low + high) // 2
            here = place(middle)
            if here is None or best is None:
                return None
            if here > best:
                high = middle
            else:
                low, best = middle, here
        return rising[low] if rising else None

    def order_hint(self, low: Witness, high: Witness) -> Text | None:
        """What to do where the cause is the order of bands: the one that counts as better takes lower totals
        only. None where it is not."""
        better, worse = taken(low.result.outcome.bands), taken(high.result.outcome.bands)
        if (
            better is None
            or worse is None
            or better.maximum is None
            or worse.minimum is None
            or better.maximum > worse.minimum
        ):
            return None
        words = {"better": better.rating, "worse": worse.rating, "to": better.maximum, "from": worse.minimum}
        if better.rank is not None and worse.rank is not None:
            return say(
                "rank 1 is the best: {better} (to {to}) has rank {first}, and {worse} (from {from}) rank "
                "{second}; exchange the ranks",
                first=better.rank,
                second=worse.rank,
                **words,
            )
        return say(
            "bands stand best first: {better} (to {to}) stands above {worse} (from {from}), as if it were "
            "the better rating; turn the order round",
            **words,
        )

    def told(self, path: str, witnesses: Sequence[Witness]) -> Diagnostic:
        low, high = witnesses
        better, worse = low.result.rating, high.result.rating
        scores = [witness.shown(path) for witness in witnesses]  # as printed, if that shows the rise
        if scores[0] == scores[1]:
            scores = [Fraction(witness.result.outcome.values[path] or 0) for witness in witnesses]
        before, after = (written(score, self.rules.scale.decimals) for score in scores)
        message = say(
            "raising {node} from {low} to {high} lowers the rating from {better} to {worse}: {witness}",
            node=self.rules.short_name(path),
            low=before,
            high=after,
            better=better,
            worse=worse,
            witness=low.in_words(),
        )
        given = taken(high.result.outcome.bands)
        assert given is not None
        hint = self.order_hint(low, high) or say(
            "check the signs (<, >) in the conditions of {better} and {worse}", better=better, worse=worse
        )
        return Diagnostic(ID, message, given.position, hint, SEVERITY, self.rules.short_name(path))

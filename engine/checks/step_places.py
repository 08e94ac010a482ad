"""Places of the steps of a node as proofs see them, and whether a unit reaches them: rows of tables, what is
added, limits of scores and of ratings. The units may lack anything; what the steps heard of the rules says
where they are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

from ..meaning.arithmetic.exact import ExactArithmetic
from ..meaning.arithmetic.lacking import LackingArithmetic
from ..meaning.arithmetic.lacking_terms import MayHold, MayLack, false
from ..meaning.arithmetic.terms import BeyondProof, Term
from ..meaning.choosing import Chosen
from ..meaning.model import TOTAL, Node, RuleSet
from ..meaning.names import Outcome, RatingRecord
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.points_tables import row_takes
from ..meaning.scoring import Adjustment, RatingLimit, Row
from ..meaning.settling import Budget, Question, UndecidedError
from ..meaning.spaces import Found, Space
from ..meaning.stated import Stated
from ..meaning.step_records import AdjustedBy, HeardOf
from ..meaning.steps_in_order import bands_of, has_way
from ..meaning.witnesses import Witness
from ..meaning.worlds import World
from ..meaning.worlds_of_rules import Worlds
from .looked_up import LookedUp
from .tried_units import possible, whole

SIDES = {"at_least": "<=", "at_most": ">="}
"""How a score stands to a limit that it comes to, by key."""


FIRST, UNITS = 2, 24
"""So many units are tried before a solver is asked, and so many where it finds nothing."""


@dataclass(frozen=True)
class TriedFirst(Question):
    """Whether one of some units shows something, or any unit that there could be."""

    shows: Callable[[int], bool]
    found: Callable[[], Found]

    def answered(self, budget: Budget) -> object | None:
        """Something where there is such a unit. Raises UndecidedError, and BeyondProof."""
        if self.shows(FIRST):
            return True
        try:
            return self.found().answered(budget)
        except (UndecidedError, BeyondProof):
            if self.shows(UNITS):
                return True
            raise


class StepPlaces:
    """The places of one node. A unit for which the node does not apply reaches none of them."""

    def __init__(self, worlds: Worlds, node: Node) -> None:
        self.worlds, self.node = worlds, node

    @classmethod
    def of(cls, worlds: Worlds, node: Node) -> StepPlaces:
        """Those of one node, made once and kept with the worlds."""
        kept: dict[str, StepPlaces] = vars(worlds).setdefault("step_places", {})
        if node.path not in kept:
            kept[node.path] = cls(worlds, node)
        return kept[node.path]

    @property
    def world(self) -> World:
        """The world of all units. Raises BeyondProof where the rules use what cannot be said in it."""
        return self.worlds.of_steps()

    @cached_property
    def _a(self) -> LackingArithmetic:
        assert self.world.lacking is not None
        return self.world.lacking.a

    @cached_property
    def _outcome(self) -> Outcome[Any, Any]:
        assert self.world.lacking is not None
        return self.world.lacking.outcome

    @cached_property
    def _heard(self) -> HeardOf:
        assert self._outcome.heard is not None
        return self._outcome.heard[self.node.path]

    @cached_property
    def _stated(self) -> Stated[MayLack, MayHold]:
        return Stated(self._a)

    def _found(
        self, terms: Callable[[], Iterable[Term]], confirms: Callable[[ExactResult], bool]
    ) -> TriedFirst:
        def confirmed(witnesses: Sequence[Witness]) -> bool:
            return confirms(witnesses[0].recorded)

        def found() -> Found:
            return Found(Space.of(self.world), tuple(terms()), confirmed)

        return TriedFirst(lambda count: any(map(confirms, self._tried(count))), found)

    def is_shown(self, reached: TriedFirst) -> bool:
        """Whether one of the units that are tried shows something. Raises BeyondProof where none does, and no
        solver can be asked."""
        if reached.shows(FIRST):
            return True
        try:
            _ = self.world
        except BeyondProof:
            if reached.shows(UNITS):
                return True
            raise
        return False

    def _tried(self, count: int) -> Iterator[ExactResult]:
        """What so many units come to, each looked at once."""
        for number in range(count):
            if number == len(self._results):
                self._results.append(self._came(self._units[number]))
            yield self._results[number]

    @cached_property
    def _results(self) -> list[ExactResult]:
        return []

    def _came(self, given: Mapping[str, Fraction]) -> ExactResult:
        top = None if self.node.path == TOTAL else self.node
        return evaluate_exactly(Plan.of(self.worlds.rules), given, judge=(), recorded=True, top=top)

    @cached_property
    def _units(self) -> list[dict[str, Fraction]]:
        """One of the least of everything, one of the greatest, and some by chance, the same in every run."""
        rules, chance = self.worlds.rules, random.Random(0)  # noqa: S311
        ends = {path: (own.low, own.high) for path, own in whole(rules).units.items()}
        can_be = {path: possible(rules, path) for path in ends}
        made = [{path: own[end] for path, own in ends.items()} for end in (0, 1)]
        while len(made) < UNITS:
            shares = {path: Fraction(chance.randint(0, 4), 4) for path in ends}
            made.append({path: can_be[path].up_to(share) for path, share in shares.items()})
        return made

    def _applying(self) -> list[Term]:
        applies = self.node.applies
        return [] if applies is None else [self._heard.came[id(applies)].truth.yes]

    def _applies(self, result: ExactResult) -> bool:
        records = result.outcome.records or {}
        return self.node.path in records and records[self.node.path].applies is True

    # rows of tables

    def in_table(self, own: LookedUp) -> TriedFirst:
        """Whether something is looked up in a table of the node."""
        return self._found(
            lambda: [*self._asked(own), self._looked(own).there],
            lambda result: self._way_row(own, result) is not None,
        )

    def in_row(self, own: LookedUp, number: int, *, alone: bool = False) -> TriedFirst:
        """Whether a row of a table takes a value; with `alone` also one that rows above it take. A step of a
        ladder takes all that has come to it."""
        assert own.table is not None
        rows = own.table.rows
        earlier = () if alone or own.table.is_ladder else rows[:number]

        def terms() -> Iterator[Term]:
            value = self._looked(own)
            yield from self._asked(own)
            yield row_takes(self._a, rows[number], value).yes
            yield from (row_takes(self._a, row, value).no for row in earlier)

        return self._found(terms, lambda result: self.is_in_row(own, number, result, alone=alone))

    def _asked(self, own: LookedUp) -> Iterator[Term]:
        for condition, wanted in own.conditions:
            told = self._heard.came[id(condition)].truth
            yield told.yes if wanted else told.no

    def _looked(self, own: LookedUp) -> MayLack:
        """The value that is looked up."""
        number: MayLack | None = self._heard.looked[id(own.table)].number
        return self._a.nothing() if number is None else number

    def _way_row(self, own: LookedUp, result: ExactResult) -> tuple[Fraction, Row | None] | None:
        """What one unit looked up in a table, and the row that took it; None where it did not."""
        way = (result.outcome.records or {})[self.node.path].way
        if way is None or way.case.points is not own.table or not self._applies(result):
            return None
        return None if way.value.number is None else (Fraction(way.value.number), way.row)

    def is_in_row(self, own: LookedUp, number: int, result: ExactResult, *, alone: bool = False) -> bool:
        """Whether one unit has come to a row; see `in_row`."""
        found = self._way_row(own, result)
        if found is None or own.table is None:
            return False
        value, taken = found
        row = own.table.rows[number]
        if alone or own.table.is_ladder:
            return row_takes(ExactArithmetic(self.worlds.rules.scale), row, value) is True
        return taken is row

    def near_row(self, own: LookedUp, number: int) -> bool:
        """Whether one of some units with values near the ends of a row comes to it: units that have nothing
        else, the least of everything else, or the greatest."""
        assert own.table is not None
        path, rules = own.named(self.worlds.rules), self.worlds.rules
        can_be = None if path is None or not rules.entries[path].is_raw else own.possible(rules)
        if can_be is None or path is None:
            return False
        for value in near_ends(own.table.rows[number], can_be.base, can_be.step):
            for others in ({}, *self._units[:FIRST]) if can_be.takes(value) else ():
                if self.is_in_row(own, number, self._came({**others, path: value})):
                    return True
        return False

    # what is added, and limits of the score

    def adjusting(self, adjustment: Adjustment, *, holds: bool = True) -> TriedFirst:
        """Whether something is added or limited, or by its condition is not."""
        return self._found(
            lambda: self._adjusting(adjustment, holds=holds),
            lambda result: (own := self._by(adjustment, result)) is not None and own.holds is holds,
        )

    def at_limit(self, key: str, limit: Adjustment) -> TriedFirst:
        """Whether a score comes to a limit that holds."""

        def terms() -> Iterator[Term]:
            amount = self._stated.value(self._heard.came[id(limit.amount)]).number
            amount = self._a.nothing() if amount is None else amount
            yield from self._adjusting(limit, holds=True)
            yield self._a.compare(SIDES[key], self._before(limit), amount).yes

        exact = ExactArithmetic(self.worlds.rules.scale)

        def confirms(result: ExactResult) -> bool:
            own = self._by(limit, result)
            if own is None or own.holds is not True:
                return False
            return exact.compare(SIDES[key], own.before, own.amount.number) is True

        return self._found(terms, confirms)

    def _before(self, adjustment: Adjustment) -> MayLack:
        """The score that something is added to, or that is limited."""
        before: MayLack = self._heard.before.get(id(adjustment), self._a.nothing())
        return before

    def _adjusting(self, adjustment: Adjustment, *, holds: bool) -> Iterator[Term]:
        yield from self._applying()
        yield self._before(adjustment).there
        if adjustment.when is not None and id(adjustment.when) in self._heard.came:
            told = self._heard.came[id(adjustment.when)].truth
            yield told.yes if holds else told.no

    def _by(self, adjustment: Adjustment, result: ExactResult) -> AdjustedBy | None:
        """What one unit's score has of it."""
        if not self._applies(result):
            return None
        own = (result.outcome.records or {})[self.node.path].adjusted
        return next((each for each in own if each.adjustment is adjustment), None)

    # what rates it

    @cached_property
    def _ratings(self) -> RatingRecord[Any, Any] | None:
        return self._outcome.ratings.get(self.node.path)

    def held_back(self, limit: RatingLimit) -> TriedFirst:
        """Whether a limit of the rating holds of a unit that would be rated better."""
        place = [band.rating for band in bands_of(self.worlds.rules, self.node)].index(limit.rating)
        number = [own for own in self.node.no_better_than if own.rating == limit.rating].index(limit)

        def terms() -> Iterator[Term]:
            record = self._ratings
            yield self._rated()
            if record is not None:
                assert record.notched is not None
                yield record.limits[limit.rating][number].yes
                yield self._a.compare("<", record.notched, self._a.number(Fraction(place))).yes

        def confirms(result: ExactResult) -> bool:
            own = self._rating_of(result)
            if own is None or own.notched is None or own.limits[limit.rating][number] is not True:
                return False
            return bool(own.notched < place)

        return self._found(terms, confirms)

    def moved(self, notch: Adjustment) -> TriedFirst:
        """Whether a notch moves a rating, alone; where there are several, whether it counts."""
        number, last = self.node.notches.index(notch), len(bands_of(self.worlds.rules, self.node)) - 1
        is_alone = len(self.node.notches) == 1

        def terms() -> Iterator[Term]:
            a, record = self._a, self._ratings
            yield self._rated()
            if record is not None:
                zero, end, move = a.number(Fraction(0)), a.number(Fraction(last)), record.moves[number]
                yield a.compare("<=", record.banded, end).yes
                up, down = [a.compare(">", move, zero)], [a.compare("<", move, zero)]
                if is_alone:
                    up.append(a.compare(">", record.banded, zero))
                    down.append(a.compare("<", record.banded, end))
                yield a.either([a.both(up), a.both(down)]).yes

        def confirms(result: ExactResult) -> bool:
            own = self._rating_of(result)
            if own is None or own.moves[number] in (None, 0) or own.banded is None or own.banded > last:
                return False
            return not is_alone or own.notched != own.banded

        return self._found(terms, confirms)

    def _chosen(self, outcome: Outcome[Any, Any]) -> Chosen[Any, Any, Any] | None:
        return outcome.bands if self.node.path == TOTAL else outcome.node_bands.get(self.node.path)

    def _rated(self) -> Term:
        chosen = self._chosen(self._outcome)
        return false() if chosen is None else chosen.number.there

    def _rating_of(self, result: ExactResult) -> RatingRecord[Any, Any] | None:
        """What rated one unit; None where it has no rating."""
        chosen = self._chosen(result.outcome)
        if chosen is None or chosen.number is None or not (self.node.path != TOTAL or result.outcome.rated):
            return None
        return result.outcome.ratings[self.node.path]


def only_given(rules: RuleSet, node: Node) -> bool:
    """Whether data give the score of a node, so that no step changes it."""
    return not (node.children or node.is_raw or node.path in rules.worded or has_way(node))


def near_ends(row: Row, base: Fraction, step: Fraction | None) -> Iterator[Fraction]:
    """Some values on the ends of a row, and within it."""
    fine = step or Fraction(1, 100)
    for end in (row.low, row.high):
        if end is not None:
            place = (end - base) / fine
            yield from dict.fromkeys([end, base + fine * ceil(place), base + fine * floor(place)])
            yield from (base + fine * (floor(place) + 1), base + fine * (ceil(place) - 1))


__all__ = ["StepPlaces", "only_given"]

"""Places of the steps of a node as proofs see them, and whether a unit reaches them: rows of tables, what is
added, limits of scores and of ratings. The units may lack anything; what the steps heard of the rules says
where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any

from ..meaning.arithmetic.exact import ExactArithmetic
from ..meaning.arithmetic.lacking import LackingArithmetic
from ..meaning.arithmetic.lacking_terms import NEVER, MayHold, MayLack
from ..meaning.arithmetic.terms import Term
from ..meaning.choosing import Chosen
from ..meaning.model import TOTAL, Node, RuleSet
from ..meaning.names import Outcome, RatingRecord
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.points_tables import row_takes
from ..meaning.scoring import Adjustment, RatingLimit, Row
from ..meaning.spaces import Found, Space
from ..meaning.stated import Stated
from ..meaning.step_records import AdjustedBy, HeardOf
from ..meaning.steps_in_order import bands_of, has_way
from ..meaning.witnesses import Witness
from ..meaning.worlds import World, Worlds
from .looked_up import LookedUp

SIDES = {"at_least": "<=", "at_most": ">="}
"""How a score stands to a limit that it comes to, by key."""


@dataclass(frozen=True)
class StepPlaces:
    """The places of one node. A unit for which the node does not apply reaches none of them."""

    worlds: Worlds
    node: Node

    @cached_property
    def world(self) -> World:
        """Raises BeyondProof where the rules use what cannot be said in it."""
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

    def _found(self, terms: Sequence[Term], confirms: Callable[[ExactResult], bool]) -> Found:
        def confirmed(witnesses: Sequence[Witness]) -> bool:
            return confirms(witnesses[0].recorded)

        return Found(Space.of(self.world), tuple(terms), confirmed)

    def _applying(self) -> list[Term]:
        applies = self.node.applies
        return [] if applies is None else [self._heard.came[id(applies)].truth.yes]

    def _applies(self, result: ExactResult) -> bool:
        records = result.outcome.records or {}
        return self.node.path in records and records[self.node.path].applies is True

    # rows of tables

    def in_table(self, own: LookedUp) -> Found:
        """Whether something is looked up in a table of the node."""
        return self._found(
            [*self._asked(own), self._looked(own).there],
            lambda result: self._way_row(own, result) is not None,
        )

    def in_row(self, own: LookedUp, number: int, *, alone: bool = False) -> Found:
        """Whether a row of a table takes a value; with `alone` also one that rows above it take. A step of a
        ladder takes all that has come to it."""
        assert own.table is not None
        a, value, rows = self._a, self._looked(own), own.table.rows
        earlier = () if alone or own.table.is_ladder else rows[:number]
        terms = [row_takes(a, rows[number], value).yes, *(row_takes(a, row, value).no for row in earlier)]
        return self._found(
            [*self._asked(own), *terms], lambda result: self.is_in_row(own, number, result, alone=alone)
        )

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
        """Whether one of some units that have nothing but what is looked up comes to a row."""
        assert own.table is not None
        path, rules = own.named(self.worlds.rules), self.worlds.rules
        can_be = None if path is None or not rules.entries[path].is_raw else own.possible(rules)
        if can_be is None or path is None:
            return False
        for value in near_ends(own.table.rows[number], can_be.base, can_be.step):
            if can_be.takes(value):
                result = evaluate_exactly(Plan.of(rules), {path: value}, recorded=True, top=self.node)
                if self.is_in_row(own, number, result):
                    return True
        return False

    # what is added, and limits of the score

    def adjusting(self, adjustment: Adjustment, *, holds: bool = True) -> Found:
        """Whether something is added or limited, or by its condition is not."""
        return self._found(
            [*self._adjusting(adjustment, holds=holds)],
            lambda result: (own := self._by(adjustment, result)) is not None and own.holds is holds,
        )

    def at_limit(self, key: str, limit: Adjustment) -> Found:
        """Whether a score comes to a limit that holds."""
        amount = self._stated.value(self._heard.came[id(limit.amount)]).number
        amount = self._a.nothing() if amount is None else amount
        reaches = self._a.compare(SIDES[key], self._before(limit), amount).yes
        exact = ExactArithmetic(self.worlds.rules.scale)

        def confirms(result: ExactResult) -> bool:
            own = self._by(limit, result)
            if own is None or own.holds is not True:
                return False
            return exact.compare(SIDES[key], own.before, own.amount.number) is True

        return self._found([*self._adjusting(limit, holds=True), reaches], confirms)

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

    def held_back(self, limit: RatingLimit) -> Found:
        """Whether a limit of the rating holds of a unit that would be rated better."""
        place = [band.rating for band in bands_of(self.worlds.rules, self.node)].index(limit.rating)
        number = [own for own in self.node.no_better_than if own.rating == limit.rating].index(limit)
        record, terms = self._ratings, [self._rated()]
        if record is not None:
            assert record.notched is not None
            better = self._a.compare("<", record.notched, self._a.number(Fraction(place)))
            terms += [record.limits[limit.rating][number].yes, better.yes]

        def confirms(result: ExactResult) -> bool:
            own = self._rating_of(result)
            if own is None or own.notched is None or own.limits[limit.rating][number] is not True:
                return False
            return bool(own.notched < place)

        return self._found(terms, confirms)

    def moved(self, notch: Adjustment) -> Found:
        """Whether a notch moves a rating, alone; where there are several, whether it counts."""
        number, last = self.node.notches.index(notch), len(bands_of(self.worlds.rules, self.node)) - 1
        is_alone, record, terms, a = len(self.node.notches) == 1, self._ratings, [self._rated()], self._a
        if record is not None:
            zero, move, banded = a.number(Fraction(0)), record.moves[number], record.banded
            up = [a.compare(">", move, zero), *([a.compare(">", banded, zero)] if is_alone else [])]
            end = [a.compare("<", banded, a.number(Fraction(last)))] if is_alone else []
            down = [a.compare("<", move, zero), *end]
            terms += [
                a.compare("<=", banded, a.number(Fraction(last))).yes,
                a.either([a.both(up), a.both(down)]).yes,
            ]

        def confirms(result: ExactResult) -> bool:
            own = self._rating_of(result)
            if own is None or own.moves[number] in (None, 0) or own.banded is None or own.banded > last:
                return False
            return not is_alone or own.notched != own.banded

        return self._found(terms, confirms)

    def rated(self) -> Found:
        """Whether there is a unit of which the node is rated."""
        return self._found([self._rated()], lambda result: self._rating_of(result) is not None)

    def _chosen(self, outcome: Outcome[Any, Any]) -> Chosen[Any, Any, Any] | None:
        return outcome.bands if self.node.path == TOTAL else outcome.node_bands.get(self.node.path)

    def _rated(self) -> Term:
        chosen = self._chosen(self._outcome)
        return NEVER if chosen is None else chosen.number.there

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

"""Units that are tried in two rule sets, one by one, in exact arithmetic: what data say of each is the same
for both. Values lie on, and beside, the numbers that the rules compare with."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import chain, islice

from ..checks.tried_units import beside, bounds_in, possible
from ..meaning.model import TOTAL, Node, RuleSet
from ..meaning.one_unit import evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.readings import all_forms, is_plain, reading
from ..meaning.scoring import PointsTable
from ..meaning.steps_in_order import bands_of, expressions_of, is_told, rating_expressions_of
from ..meaning.witnesses import Witness
from .correspondence import Correspondence, Definitions, correspondence
from .together import needed

MOST = 240
"""So many units are tried at the most, and as many near these."""

MOST_MARKS = 24
"""Of the numbers that rules compare with so many are looked at."""

FIRST, MOST_NEAR = 40, 6
"""After so many units, others near the best ones of them are tried; these are so many."""

_HALF, _ALIKE, _THERE = 2, 2, 0.8

_NO_WORD = Fraction(-1)
"""The number of no word: what is read so is refused."""

Scores = dict[str, Fraction]
_Chosen = Sequence["tuple[Scores, Scores] | None"]
"""Of each thing what data say of it; nothing of what a unit lacks."""


@dataclass(frozen=True)
class Moved:
    """A unit by two rule sets: what data say of it, and what exact arithmetic makes of that by both."""

    old: Witness
    new: Witness

    @property
    def is_moved(self) -> bool:
        """Whether the ratings are not the same."""
        return self.old.result.rating != self.new.result.rating


@dataclass(frozen=True)
class _Slot:
    """Something of which data say a value, and all that it may be: by path of both rule sets."""

    choices: tuple[tuple[Scores, Scores], ...]

    _nearest: dict[Fraction, tuple[Scores, Scores]] = field(default_factory=dict)

    def near(self, mark: Fraction) -> tuple[Scores, Scores]:
        """The choice nearest to a number."""
        if mark not in self._nearest:
            self._nearest[mark] = min(self.choices, key=lambda choice: abs(_number(choice) - mark))
        return self._nearest[mark]


def _is_no_word(rules: RuleSet, path: str, value: Fraction) -> bool:
    """Whether what data say is a word that a rule set does not have."""
    return value == _NO_WORD and rules.entries[path].answers is not None


def _number(choice: tuple[Scores, Scores]) -> Fraction:
    return next(iter((*choice[1].values(), *choice[0].values())))


@dataclass(frozen=True)
class TriedPair:
    """Two rule sets, and the units that are tried."""

    old: RuleSet
    new: RuleSet
    _definitions: tuple[Definitions, Definitions] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_definitions", (Definitions(self.old), Definitions(self.new)))

    def units(self) -> Iterator[Moved]:
        """Every unit that is tried, those that are easiest to read first; after some also units near those of
        which a score is otherwise, and so towards the bounds of bands."""
        chance = random.Random(0)  # noqa: S311  # the same units at every run
        nearest: list[tuple[tuple[int, Fraction], int, _Chosen]] = []
        for number, chosen in enumerate(islice(self._chosen(chance), MOST)):
            unit = self._unit(chosen)
            yield unit
            nearest = sorted([*nearest, (self._distance(unit), number, chosen)])[:MOST_NEAR]
            if number > FIRST and nearest[0][0][0] < _ALIKE:
                distance, _, base = chance.choice(nearest)
                near = self._beside(base, chance)
                unit = self._unit(near)
                yield unit
                if self._distance(unit) < distance:
                    nearest.append((self._distance(unit), -number, near))

    def _unit(self, chosen: _Chosen) -> Moved:
        """The unit of which data say what was chosen."""
        plans, given = (Plan.of(self.old), Plan.of(self.new)), self._given(chosen)
        return Moved(*(self._witness(plan, own) for plan, own in zip(plans, given, strict=True)))

    def _given(self, chosen: _Chosen) -> tuple[Scores, Scores]:
        given: tuple[Scores, Scores] = {}, {}
        for choice in chosen:
            for side, scores in enumerate(choice or ()):
                given[side].update(scores)
        for side, path, parts in self._made_of:
            values = [given[1 - side][part] for part in parts if part in given[1 - side]]
            if len(values) < len(parts):
                continue
            whole = sum(values, Fraction(0)) / len(values)
            if not possible((self.old, self.new)[side], path).takes(whole):  # no answer: that of all then
                whole = values[0]
                given[1 - side].update(dict.fromkeys(parts, whole))
            given[side][path] = whole
        return given

    def _witness(self, plan: Plan, given: Scores) -> Witness:
        asked = self._frontier[0 if plan.rules is self.old else 1]
        lacked = tuple(path for path in asked if path not in given)
        readable = {path: value for path, value in given.items() if not _is_no_word(plan.rules, path, value)}
        return Witness(plan, readable, given, evaluate_exactly(plan, given, judge=()), lacked)

    def _distance(self, unit: Moved) -> tuple[int, Fraction]:
        """How far a unit is from another rating: first whether both rule sets give it other totals, then
        other scores somewhere; then how far the total is from a bound of a band."""
        printed = [witness.result.outcome.printed for witness in (unit.old, unit.new)]
        totals = [own.get(TOTAL) for own in printed]
        far = min(
            (
                abs(Fraction(total) - end)
                for total, rules in zip(totals, (self.old, self.new), strict=True)
                if total is not None
                for band in rules.bands
                for end in (band.minimum, band.maximum)
                if end is not None
            ),
            default=Fraction(0),
        )
        if totals[0] != totals[1]:
            return 0, far
        known = printed[0].keys() & printed[1].keys()
        return (1 if any(printed[0][path] != printed[1][path] for path in known) else _ALIKE), far

    def _beside(self, chosen: _Chosen, chance: random.Random) -> _Chosen:
        """The same with something else of one or two things."""
        made = list(chosen)
        for _ in range(chance.randint(1, 2)):
            number = chance.randrange(len(made))
            made[number] = chance.choice(self.slots[number].choices)
        return made

    def _chosen(self, chance: random.Random) -> Iterator[_Chosen]:
        """What is tried: all alike, then one other than the rest, or anything; then some that lack
        something."""
        slots, marks = self.slots, self._marks
        if not slots:
            return
        yield from ([slot.near(mark) for slot in slots] for mark in marks)
        for number in range(MOST):
            if len(slots) > 1 and number % 4 < _HALF:
                most, least, other = chance.choice(marks), chance.choice(marks), chance.choice(slots)
                yield [slot.near(least if slot is other else most) for slot in slots]
            else:
                made: _Chosen = [chance.choice(slot.choices) for slot in slots]
                is_whole = number % 4 == _HALF
                yield made if is_whole else [own if chance.random() < _THERE else None for own in made]

    # what there is to choose

    @cached_property
    def nodes(self) -> Correspondence:
        """Which node of the one is which of the other."""
        return correspondence(self.old, self.new)

    @cached_property
    def slots(self) -> list[_Slot]:
        """All of which data say something, but for what is made of parts."""
        made = {(side, path) for side, path, _ in self._made_of}
        slots, done = [], set()
        for path in self._frontier[0]:
            if (0, path) in made:
                continue
            match = self._match(path)
            if path in self.old.inputs and match is not None:
                olds, news = self._called(match)
                if match not in done:
                    slots.append(_Slot(tuple(_by_all_names(self._shared(path, match), olds, news))))
                done.update(news)
            elif match is not None and (1, match) not in made:
                done.add(match)
                slots.append(_Slot(tuple(self._shared(path, match))))
            else:
                slots.append(_Slot(tuple(({path: value}, {}) for value in self._points(0, path))))
        slots += (
            _Slot(tuple(({}, {path: value}) for value in self._points(1, path)))
            for path in self._frontier[1]
            if path not in done and (1, path) not in made
        )
        return [slot for slot in slots if slot.choices]

    def _match(self, path: str) -> str | None:
        """What something is in the new rule set, where data can say the same of both."""
        if path in self.old.inputs:
            return next((new for old, new in self.nodes.inputs if old == path), None)
        match = self.nodes.only(path)
        return match if match in self._frontier[1] else None

    def _called(self, input_: str) -> tuple[list[str], list[str]]:
        """What an input of the new rule set is called in the old one, and in the new one. Rule sets that were
        put together have one that was renamed by both names."""
        olds = [old for old, new in self.nodes.inputs if new == input_]
        return olds, list(dict.fromkeys(new for old, new in self.nodes.inputs if old in olds))

    def _shared(self, path: str, match: str) -> Iterator[tuple[Scores, Scores]]:
        """What data can say of one thing: words by what they are, numbers as they are."""
        rules, paths = (self.old, self.new), (path, match)
        scales = [
            own.answers.get(own.entries[at].answers or "") for own, at in zip(rules, paths, strict=True)
        ]
        one, other = scales
        if one is None or other is None or reading(self.old, path) == reading(self.new, match):
            numbers = dict.fromkeys([*self._points(0, path), *self._points(1, match)])
            yield from (({path: value}, {match: value}) for value in numbers)
            return
        for word in dict.fromkeys([*one.words, *other.words]):
            said: list[Fraction] = []
            for own, at, scale in zip(rules, paths, (one, other), strict=True):
                if at in own.worded or at in own.inputs:
                    known = word in scale.words
                    said.append(Fraction(scale.words.index(word)) if known else _NO_WORD)
                elif word in scale.options:
                    said.append(scale.score(word, reversed_=own.entries[at].reversed) or Fraction(0))
            if len(said) == len(paths):
                yield {path: said[0]}, {match: said[1]}

    @cached_property
    def _made_of(self) -> list[tuple[int, str, tuple[str, ...]]]:
        """Nodes of one rule set (by its number) that the other has in parts."""
        return [
            (side, path, parts)
            for side, matches in enumerate((self.nodes.new_of, self.nodes.old_of))
            for path in self._frontier[side]
            if len(parts := matches.get(path, ())) > 1 and {*parts} <= {*self._frontier[1 - side]}
        ]

    @cached_property
    def _frontier(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """By rule set: the highest nodes below which nothing is looked at and nothing differs, and the
        inputs."""
        made = []
        for side, rules in enumerate((self.old, self.new)):
            paths, waiting = list(rules.inputs), [rules.total]
            while waiting:
                node = waiting.pop()
                if not node.children or (node.path != TOTAL and self._is_whole(side, node)):
                    paths += [node.path] if _is_said(rules, node) else []
                else:
                    waiting += reversed(node.children)
            made.append(tuple(paths))
        return made[0], made[1]

    def _is_whole(self, side: int, node: Node) -> bool:
        """Whether a unit can be told by what data say of a node, and not of what is below it."""
        if not self._is_giveable(side, node):
            return False
        matches = ((self.nodes.new_of, self.nodes.old_of)[side]).get(node.path, ())
        others = (self.old, self.new)[1 - side].nodes
        if not matches:
            known = (self.nodes.new_of, self.nodes.old_of)[side]
            return not any(inner.path in known for inner in node.walk())
        mine = self._definitions[side].of(node.path)
        return all(
            self._is_giveable(1 - side, others[match]) and self._definitions[1 - side].of(match) == mine
            for match in matches
        )

    def _is_giveable(self, side: int, node: Node) -> bool:
        """Whether data can give all that a node can be, and nothing looks below it."""
        rules = (self.old, self.new)[side]
        if rules.choosing or not is_plain(rules, node):
            return False
        if any(inner.path in self._looked_at[side] for inner in node.walk() if inner is not node):
            return False
        reached, (low, high) = Plan.of(rules).reach.of(node), rules.limits(node)
        return reached.exact and low <= reached.low and reached.high <= high

    @cached_property
    def _looked_at(self) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(needed(self.old)), frozenset(needed(self.new))

    # numbers

    def _points(self, side: int, path: str) -> list[Fraction]:
        """Some of what something can be: its ends, its middle, and near the numbers of the rules."""
        rules = (self.old, self.new)[side]
        own = possible(rules, path)
        if own.only:
            return list(own.only[:MOST_MARKS])
        near = {own.low, own.high, (own.low + own.high) / 2}
        for mark in self._marks:
            near |= {mark, beside(own, mark, 1), beside(own, mark, -1)}
        return sorted(value for value in near if own.takes(value))

    @cached_property
    def _marks(self) -> list[Fraction]:
        """Numbers that one of the rule sets compares with, those first that only one of them has, and the
        numbers beside these."""
        marks = [set(_numbers(rules)) for rules in (self.old, self.new)]
        ends = {end for rules in (self.old, self.new) for end in (rules.scale.minimum, rules.scale.maximum)}
        first, rest = sorted(marks[0] ^ marks[1]), sorted((marks[0] & marks[1]) | ends)
        step = Fraction(1, 10 ** max(self.old.scale.decimals, self.new.scale.decimals))
        means = [sum(first, Fraction(0)) / len(first)] if len(first) > 1 else []
        beside_ = chain.from_iterable((mark - step, mark + step) for mark in first)
        return list(dict.fromkeys([*first, *means, *rest, *beside_]))[:MOST_MARKS]


def _by_all_names(
    choices: Iterable[tuple[Scores, Scores]], olds: Sequence[str], news: Sequence[str]
) -> Iterator[tuple[Scores, Scores]]:
    """What data can say of one thing, under all of its names in both rule sets."""
    for choice in choices:
        one, other = (next(iter(scores.values())) for scores in choice)
        yield dict.fromkeys(olds, one), dict.fromkeys(news, other)


def _is_said(rules: RuleSet, node: Node) -> bool:
    """Whether data say something of a node."""
    return bool(node.children) or is_told(rules, node)


def _numbers(rules: RuleSet) -> Iterator[Fraction]:
    """Every number that a rule set compares with."""
    for form in all_forms(rules):
        for node in form.nodes.values():
            yield from bounds_in(form, node, [*expressions_of(node), *rating_expressions_of(form, node)])
            for band in bands_of(form, node):
                yield from (end for end in (band.minimum, band.maximum) if end is not None)
            for table in (node.points, *(case.points for case in node.cases)):
                yield from _ends(table)


def _ends(table: PointsTable | None) -> Iterator[Fraction]:
    for row in () if table is None else table.rows:
        yield from (end for end in (row.low, row.high) if end is not None)


__all__ = ["MOST", "Moved", "TriedPair"]

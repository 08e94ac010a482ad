"""Inputs of cases that may notice something: values on, and beside, the numbers that rules compare with,
words, parts alike and one other than the rest, and what is missing. They are the same at every run."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from ...checks.tried_units import beside, bounds_in, named_in, possible
from ...meaning.arithmetic.exact_rows import RowsArithmetic
from ...meaning.chosen_variant import combinations_of
from ...meaning.model import TOTAL, Node, Possible, RuleSet
from ...meaning.plan import Plan, run
from ...meaning.states import Given
from ...meaning.steps_in_order import bands_of, combines, expressions_of, is_told, rating_expressions_of
from ...words.numerals import decimal_text
from .jumps import Jumps
from .mutant import Words, form_named
from .unit_results import Group, Key, results_of

Inputs = Mapping[str, str]
"""What a case gives, by name, as it is written."""

ROUNDS, MOST_UNITS = 3, 24
"""So often all values of each input are gone through, and so many units are made of them in a round."""

MOST_MARKS, MOST_NEAR, MOST_STEPS = 24, 60, 12
"""So many numbers are looked at, so many units near another one, and so many steps towards a total."""

Unit = Mapping[str, "Fraction | str"]
"""By path: a value, or the word of an answer."""


class _SaidScore(Fraction):
    """A score, with the word that earns it."""

    word = ""

    @classmethod
    def by(cls, word: str, score: Fraction) -> _SaidScore:
        """The score of a word."""
        made = cls(score)
        made.word = word
        return made


def choosing_words(rules: RuleSet, words: Words) -> dict[str, Fraction]:
    """By path of an input that chooses: the number of a word, so that a form is chosen; none where no words
    choose it."""
    own = form_named(rules, words)
    numbers = next((numbers for numbers, form in combinations_of(rules) if form is own), None)
    if numbers is None:
        return {}
    return {path: Fraction(number) for path, number in zip(rules.choosing, numbers, strict=True)}


def written_input(rules: RuleSet, path: str, value: Fraction) -> str:
    """What a case says for a value: a word, the score that is given in its place, or the number."""
    if isinstance(value, _SaidScore):
        return value.word
    entry = rules.readable[path]
    scale = rules.answers.get(entry.answers or "")
    if scale is None or (path not in rules.inputs and path not in rules.worded):
        return decimal_text(value)
    number, words = int(value), scale.words
    scores = scale.scores_given(reversed_=entry.reversed)
    return words[number] if number < len(words) else decimal_text(scores[number - len(words)])


class TriedInputs:
    """Inputs that the form of a rule set which some words choose rates: none where no words choose it."""

    def __init__(self, rules: RuleSet, words: Words) -> None:
        self.rules, self.form, self.choosing = rules, form_named(rules, words), choosing_words(rules, words)
        self.plan = Plan.of(self.form)
        self.chance = random.Random(0)  # noqa: S311  # the same units at every run

    def first(self, looked_at: Collection[str]) -> list[Inputs]:
        """Those that are tried first; `looked_at` are the nodes whose parts are tried by themselves."""
        return self._written(self._first(looked_at))

    def at_jumps(self, looked_at: Collection[str]) -> list[Inputs]:
        """Those on both sides of where the score of a node that is looked at jumps, or the rating."""
        return self._written(self._at_jumps(looked_at))

    def further(self) -> list[Inputs]:
        """Those that are tried of what these do not notice: what is other than the rest in one input alone,
        and any that are drawn."""
        return self._written(self._further())

    def _written(self, units: Iterator[Unit]) -> list[Inputs]:
        """Units as cases give them, each once."""
        rules, unique = self.rules, dict[tuple[tuple[str, str], ...], Inputs]()
        if len(self.choosing) < len(rules.choosing):
            return []
        for unit in units:
            every = {**self.choosing, **unit}
            written = {
                rules.short_name(path): said
                if isinstance(said, str)
                else written_input(self.form, path, said)
                for path in sorted(every, key=lambda path: path not in rules.inputs)
                for said in [every[path]]
            }
            if written:
                unique.setdefault(tuple(sorted(written.items())), written)
        return list(unique.values())

    def _first(self, looked_at: Collection[str]) -> Iterator[Unit]:
        if len(self.leaves) <= _FEW:
            yield from self._of_leaves()
        if len(self.leaves) > _READABLE or not self._is_looked_up:
            for path in looked_at:
                node = self.form.nodes.get(path)
                if node is not None and node.children and combines(node):
                    yield from self._of_parts(node)
        yield from self._in_words()
        yield from self._judged()

    @property
    def _is_looked_up(self) -> bool:
        """Whether what data give is looked up in tables, or answered with words that have numbers."""
        return bool(self._bounds) or not self.form.worded.isdisjoint(self.leaves)

    def _at_jumps(self, looked_at: Collection[str]) -> Iterator[Unit]:
        if len(self.leaves) > _FEW:
            return
        many = {
            path: own for path in self.leaves for own in [possible(self.form, path)] if self._is_many(own)
        }
        keys = [("rating", ""), *(("score", path) for path in self.form.nodes if path in looked_at)]
        for base in self._ends:
            values: dict[str, list[Fraction]] = {}
            for unit in Jumps(base, many, lambda units: self._seen(units, keys)).units():
                yield unit
                for path in (path for path, value in unit.items() if value != base[path]):
                    values.setdefault(path, []).append(unit[path])
            most = max(map(len, values.values()), default=0)
            yield from (unit for _ in range(ROUNDS) for unit in self._round(most, self.leaves | values))

    @staticmethod
    def _is_many(own: Possible) -> bool:
        """Whether there are more numbers than are tried one by one, between two ends."""
        return not own.only and abs(own.low) < _FAR and abs(own.high) < _FAR

    def _seen(self, units: Sequence[Mapping[str, Fraction]], keys: Sequence[Key]) -> list[list[Any]]:
        """What is seen of units, by some keys."""
        columns = results_of(self.form, Group(tuple(range(len(units))), self._given(units)))
        return [columns[key] for key in keys if key in columns]

    def _given(self, units: Sequence[Mapping[str, Fraction]]) -> Given[Any, Any]:
        chosen = {path: [word] * len(units) for path, word in self.choosing.items()}
        return Given({**chosen, **{path: [unit[path] for unit in units] for path in units[0]}})

    def _further(self) -> Iterator[Unit]:
        if len(self.leaves) <= _FEW:
            for base in self._ends:
                yield from self._beside(base)
            for _ in range(ROUNDS):
                yield from self._round(2 * MOST_UNITS)

    # all that data give

    @cached_property
    def leaves(self) -> dict[str, list[Fraction]]:
        """What no rules make, by path, with the values that are tried of it."""
        rules = self.form
        paths = [
            path
            for path, entry in rules.entries.items()
            if path not in self.choosing and is_told(rules, entry)
        ]
        return {path: self._values(path) for path in paths}

    def _of_leaves(self) -> Iterator[Unit]:
        """All values of each, one beside another; units whose total comes to the ends of bands; and some that
        lack one of their values."""
        made = [unit for _ in range(ROUNDS) for unit in self._round(MOST_UNITS)]
        towards = list(self._towards_ends())
        yield from made
        yield from towards
        for path in self.leaves:
            for base in self._ends:
                yield {own: value for own, value in base.items() if own != path}

    def _round(
        self, most: int, tried: Mapping[str, Sequence[Fraction]] | None = None
    ) -> Iterator[dict[str, Fraction]]:
        """Units that have all values of each between them: those of the leaves, or others."""
        leaves = self.leaves if tried is None else tried
        orders = {path: self.chance.sample(values, len(values)) for path, values in leaves.items()}
        count = min(most, max((len(values) for values in orders.values()), default=0))
        for number in range(count):
            yield {path: values[number % len(values)] for path, values in orders.items()}

    @cached_property
    def _ends(self) -> list[dict[str, Fraction]]:
        """A unit with a low total, and one with a high one."""
        start = next(self._round(1), {})
        return [self._towards(start, Fraction(end)) for end in (-_FAR, _FAR)]

    def _towards_ends(self) -> Iterator[dict[str, Fraction]]:
        """Units whose printed total is the end of a band, or beside it."""
        ends = (end for band in self.form.bands for end in (band.minimum, band.maximum))
        step = Fraction(1, 10**self.form.scale.decimals)
        wanted = {end + side for end in ends if end is not None for side in (0, step, -step)}
        unit = self._ends[0]
        for target in sorted(wanted):
            unit = self._towards(unit, target)
            yield unit

    def _towards(self, unit: dict[str, Fraction], target: Fraction) -> dict[str, Fraction]:
        """A unit whose total is as near to some number as a few steps lead, one input at a time."""
        far = self._far([unit], target)[0]
        for _ in range(MOST_STEPS):
            if not far:
                break
            near = list(self._beside(unit))
            near = self.chance.sample(near, min(len(near), MOST_NEAR))
            distances = self._far(near, target)
            least = min(distances, default=far)
            if least < far:
                unit, far = near[distances.index(least)], least
        return unit

    def _beside(self, unit: Mapping[str, Fraction]) -> Iterator[dict[str, Fraction]]:
        """The same unit with another value of one input."""
        for path, values in self.leaves.items():
            yield from ({**unit, path: value} for value in values if value != unit.get(path))

    def _far(self, units: Sequence[Mapping[str, Fraction]], target: Fraction) -> list[Fraction]:
        """How far the totals of units are from a number."""
        if not units:
            return []
        a: Any = RowsArithmetic(self.form.scale, len(units))
        totals = run(self.plan, a, self._given(units), judge=(), compare_given=False).printed[TOTAL]
        return [
            Fraction(2 * _FAR) if total is None else abs(Fraction(total) - target)
            for total in (totals or [None] * len(units))
        ]

    def _values(self, path: str) -> list[Fraction]:
        """Some of what something can be: words, else its ends, and on both sides of the numbers that it is
        compared with."""
        own, entry = possible(self.form, path), self.form.entries[path]
        scale = self.form.answers.get(entry.answers or "")
        if scale is not None and (path in self.form.inputs or path in self.form.worded):
            return list(own.only[: len(scale.words)])
        if scale is not None and scale.answered_by == "unit":
            scores = {word: scale.score(word, reversed_=entry.reversed) for word in scale.words}
            return [_SaidScore.by(word, score) for word, score in scores.items() if score is not None]
        if own.only:
            return list(own.only)
        bounds = [*self._bounds.get(path, ())] or [*self.marks][:_SOME_MARKS]
        near = {own.low, own.high} if abs(own.low) < _FAR and abs(own.high) < _FAR else set()
        for bound in bounds:
            near |= {bound, beside(own, bound, 1), beside(own, bound, -1)}
        return sorted(value for value in near if own.takes(value)) or [own.low]

    @cached_property
    def _bounds(self) -> dict[str, list[Fraction]]:
        """By path: the numbers that it is compared with, in tables and expressions."""
        found: dict[str, list[Fraction]] = {}
        for node in self.form.nodes.values():
            ways = [(node.of, node.points), *((case.of or node.of, case.points) for case in node.cases)]
            for of, table in ways:
                paths = [node.path] if of is None else named_in(self.form, node, [of])
                ends = () if table is None else (end for row in table.rows for end in (row.low, row.high))
                bounds = [end for end in ends if end is not None]
                for path in paths:
                    found.setdefault(path, []).extend(bounds)
            for expression in (*expressions_of(node), *rating_expressions_of(self.form, node)):
                numbers = bounds_in(self.form, node, [expression])
                for path in named_in(self.form, node, [expression]):
                    found.setdefault(path, []).extend(numbers)
        return found

    # parts of one node

    @cached_property
    def marks(self) -> list[Fraction]:
        """The numbers that printed scores are compared with."""
        rules, scale = self.form, self.form.scale
        found: dict[Fraction, None] = {}
        for node in rules.nodes.values():
            ends = (end for band in bands_of(rules, node) for end in (band.minimum, band.maximum))
            found |= dict.fromkeys(end for end in ends if end is not None)
            found |= dict.fromkeys(bounds_in(rules, node, [*rating_expressions_of(rules, node)]))
        found |= dict.fromkeys(own.value for own in rules.thresholds.values())
        found |= dict.fromkeys(
            end
            for end, bounded in ((scale.minimum, scale.bounded_below), (scale.maximum, scale.bounded_above))
            if bounded
        )
        return list(found)[:MOST_MARKS]

    @property
    def _near_marks(self) -> list[Fraction]:
        step = Fraction(1, 10**self.form.scale.decimals)
        sides = (0, -step, -step / 2, -step / 2 - step / 10)
        return list(dict.fromkeys(mark + side for mark in self.marks for side in sides))

    def _of_parts(self, node: Node) -> Iterator[Unit]:
        """What data say of the parts of a node: all alike, one other than the rest, anything, and one
        missing."""
        parts = [child.path for child in node.children if self._is_given(child)]
        marks = self._near_marks
        if not parts or not marks:
            return
        yield from (self._kept(dict.fromkeys(parts, mark)) for mark in marks)
        low, high = min(self.marks), max(self.marks)
        for path in parts:
            yield self._kept({own: high if own == path else low for own in parts})
            for mark in (low, *marks):
                yield self._kept({own: mark if own == path else high for own in parts})
            yield self._kept({own: high for own in parts if own != path})
        for _ in range(MOST_UNITS):
            yield self._kept({path: self.chance.choice(marks) for path in parts})

    def _is_given(self, node: Node) -> bool:
        return not node.is_raw and node.path not in self.form.worded

    def _kept(self, unit: Mapping[str, Fraction]) -> Unit:
        """The same with the values nearest to those that can be."""
        return {path: self._nearest(path, value) for path, value in unit.items()}

    def _nearest(self, path: str, value: Fraction) -> Fraction:
        own = possible(self.form, path)
        if own.only:
            return min(own.only, key=lambda only: abs(only - value))
        return min(max(value, own.low), own.high)

    # words

    def _in_words(self) -> Iterator[Unit]:
        """Answers in words to the questions that are reversed, and to some others of each scale."""
        by_scale: dict[str, list[Node]] = {}
        for path, node in self.form.nodes.items():
            if node.answers is not None and not node.children and path not in self.form.worded:
                known = by_scale.setdefault(node.answers, [])
                if node.reversed or len(known) < len(self.form.answers[node.answers].words):
                    known.append(node)
        every = [node for nodes in by_scale.values() for node in nodes]
        for first in range(max((len(self.form.answers[name].words) for name in by_scale), default=0)):
            for group in _in_groups(every):
                yield {
                    node.path: words[(number + first) % len(words)]
                    for number, node in enumerate(group)
                    for words in [self.form.answers[node.answers or ""].words]
                }

    def _judged(self) -> Iterator[Unit]:
        """One node of each level that is judged, near the numbers that they are judged by."""
        firsts: dict[str, str] = {}
        for path, node in self.form.nodes.items():
            if node.level in self.form.judgements and self._is_given(node):
                firsts.setdefault(node.level, path)
        for mark in self._near_marks if firsts else ():
            yield self._kept(dict.fromkeys(firsts.values(), mark))


_FEW, _READABLE = 40, 12
_FAR = 10**7
_SOME_MARKS = 4
_GROUP = 12


def _in_groups(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    """So many questions that people can read what was answered."""
    for start in range(0, len(nodes), _GROUP):
        yield nodes[start : start + _GROUP]


__all__ = ["Inputs", "TriedInputs", "choosing_words", "written_input"]

"""What of a unit can be changed, and to what: inputs, raw values, answers and scores, each to the values that
it can have. What nobody can change, what is kept, and what chooses the rules stays as it is."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from ..meaning.answer_scale import AnswerScale
from ..meaning.arithmetic.exact import Exact
from ..meaning.arithmetic.intervals import Enclosure
from ..meaning.expressions import Expression, dotted
from ..meaning.missing_policy import counts_as_zero
from ..meaning.model import INPUT, TOTAL, Node, Possible, RuleSet, above_of, is_below
from ..meaning.one_unit import evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.printed_scores import printed_places, printed_score
from ..meaning.scoring import RawValue
from ..meaning.states import Given
from ..meaning.steps_in_order import has_steps, has_way, is_numberless
from .levers import VALUES
from .trace import Trace

FEWEST_STEPS = 1000
"""A value of which the rules do not say in what steps it comes is changed in steps of a decimal: that of its
own last one, and one so small that there are so many steps."""

MOST_PLACES = 6


@dataclass(frozen=True)
class ValueGrid:
    """The values from `low` on, `count` of them, each a `step` above the one before."""

    low: Fraction
    step: Fraction
    count: int

    @classmethod
    def between(
        cls, low: Fraction, high: Fraction, step: Fraction, base: Fraction = Fraction(0)
    ) -> ValueGrid:
        """Those between two ends that are whole steps from a base."""
        first, last = math.ceil((low - base) / step), math.floor((high - base) / step)
        return cls(base + first * step, step, max(0, last - first + 1))

    def __getitem__(self, number: int) -> Fraction:
        return self.low + number * self.step

    def __len__(self) -> int:
        return self.count


@dataclass(frozen=True)
class Changeable:
    """Something with a value that can be another one: one of `grid`, lowest first. `words` are what its
    numbers stand for, `words_by_score` those that earn its scores; `is_free` says that the rules do not say
    in what steps it comes. `bounds` are where rows of tables begin or end: with the bound itself, or after
    it."""

    path: str
    old: Fraction
    grid: ValueGrid | tuple[Fraction, ...]
    words: tuple[str, ...] = ()
    is_free: bool = False
    words_by_score: Mapping[Fraction, str] = field(default_factory=dict, hash=False)
    bounds: tuple[tuple[Fraction, bool], ...] = ()

    @cached_property
    def place(self) -> int:
        """Where the value that it has stands among all that it can have."""
        return bisect_left(self.grid, self.old)

    @cached_property
    def _is_on_grid(self) -> bool:
        return self.place < len(self.grid) and self.grid[self.place] == self.old

    @cached_property
    def count(self) -> int:
        """How many values it can have, its own among them."""
        return len(self.grid) + (not self._is_on_grid)

    def value(self, number: int) -> Fraction:
        """The value at a place."""
        if self._is_on_grid or number < self.place:
            return self.grid[number]
        return self.old if number == self.place else self.grid[number - 1]

    @cached_property
    def cuts(self) -> tuple[int, ...]:
        """The places at which another row of a table begins, or another word."""
        if isinstance(self.grid, tuple):
            return tuple(range(1, self.count))
        places = {
            (bisect_right if is_after else bisect_left)(range(self.count), bound, key=self.value)
            for bound, is_after in self.bounds
        }
        return tuple(sorted(place for place in places if 0 < place < self.count))

    def word(self, value: Fraction) -> str | None:
        """The word of a number, or those of a score; None where it has none."""
        if self.words:
            return self.words[int(value)] if 0 <= value < len(self.words) else None
        return self.words_by_score.get(value)


@dataclass(frozen=True)
class Unit:
    """One unit, and what of it can be changed."""

    trace: Trace
    given: Mapping[str, Exact]
    changeable: tuple[Changeable, ...]

    @cached_property
    def points(self) -> Mapping[str, Enclosure | None]:
        """By path: what is given, as an interval."""
        return {
            path: None if value is None else Enclosure(Fraction(value), Fraction(value))
            for path, value in self.given.items()
        }

    @cached_property
    def needs(self) -> Mapping[str, frozenset[str]]:
        """By path of a node: all on which its value hangs."""
        plan = self.trace.exact.plan
        return {path: frozenset(plan.needs(path)) for path in plan.rules.nodes}

    def hanging(self, paths: Collection[str]) -> Iterator[tuple[str, frozenset[str]]]:
        """The paths of nodes, each with those of some paths on which its value hangs: where these have the
        same values, it has the same. What is said of a node in words is always worked out."""
        above, rules = (
            {owner for path in paths for owner in above_of(path)} & set(self.given),
            self.trace.rules,
        )
        changed = frozenset(paths)
        for path, node in rules.nodes.items():
            if not (path in rules.worded or node.bands or node.notches) and not above & self.needs[path]:
                yield path, self.needs[path] & changed

    def with_changes(self, values: Mapping[str, Fraction]) -> Given[Exact, bool | None]:
        """What data would say of it with other values; of what stands above a score that is changed
        nothing."""
        own = self.trace.exact.given
        above = {owner for path in values for owner in above_of(path)}
        scores = {path: value for path, value in self.given.items() if path not in above}
        return replace(own, scores=scores | dict(values))


def unit_of(trace: Trace, keep: Collection[str], by: str = VALUES) -> Unit:
    """A unit with all of its values that can be changed (`by` VALUES), with the answers alone that it gives
    itself ("items"), or with the scores of the nodes of a level. `keep` are the paths of nodes and inputs
    that stay as they are."""
    given = {path: value for path, value in trace.exact.given.scores.items() if value is not None}
    bare = {path: value for path, value in given.items() if not _repeats(trace, path, value)}
    if len(bare) < len(given):
        own = replace(trace.exact.given, scores=bare)
        if evaluate_exactly(trace.exact.plan, own, judge=()).rating == trace.rating:
            given = bare
    kept = set(trace.exact.choosing) | set(trace.refused)
    for path in keep:
        kept |= {path, *trace.exact.plan.needs(path)}
        kept |= {other for other in trace.rules.entries if is_below(other, path)}
    kept |= {owner for path in keep for owner in above_of(path)}
    found = _Changing(trace, given, frozenset(kept))
    if by not in (VALUES, "items"):
        return Unit(trace, given, tuple(found.of_level(by)))
    changeable = (one for one in found.values() if by == VALUES or isinstance(one.grid, tuple))
    return Unit(
        trace, given, tuple(one for one in changeable if one.path in trace.rules.nodes or by == VALUES)
    )


def _repeats(trace: Trace, path: str, value: Exact) -> bool:
    """Whether data give a node what is printed of those below it."""
    rules, computed = trace.rules, trace.outcome.computed.get(path)
    node = rules.entries[path]
    if computed is None or not node.children or value is None:
        return False
    from ..meaning.arithmetic.exact import ExactArithmetic

    a = ExactArithmetic(rules.scale)
    return printed_score(a, rules, node, computed) == printed_score(a, rules, node, value)


@dataclass(frozen=True)
class _Changing:
    """Looks for what can be changed."""

    trace: Trace
    given: Mapping[str, Exact]
    kept: frozenset[str]

    @property
    def rules(self) -> RuleSet:
        return self.trace.rules

    def values(self) -> Iterator[Changeable]:
        """Inputs, and the lowest that data give a value; nothing below a score that is given."""
        for path, entry in self.rules.entries.items():
            is_shielded = any(owner in self.given for owner in above_of(path)) and entry.level != INPUT
            if path in self.kept or is_shielded or self.trace.exact.given.inapplicable.get(path):
                continue
            if entry.level == INPUT or (not entry.children and self.is_read(entry)):
                found = self.raw(entry)
            elif entry.children and path not in self.given:
                continue
            else:
                found = self.score(entry)
            if found is not None:
                yield found

    def of_level(self, level: str) -> Iterator[Changeable]:
        """The scores of the nodes of a level."""
        for path, node in self.rules.nodes.items():
            if node.level == level and path not in self.kept and not self.is_read(node):
                found = self.score(node, of_level=True)
                if found is not None:
                    yield found

    def is_read(self, entry: Node) -> bool:
        """Whether data give it a raw value, or a word."""
        return entry.is_raw or entry.path in self.rules.worded

    def raw(self, entry: Node) -> Changeable | None:
        """An input, a raw value or the word of an answer."""
        path, value = entry.path, entry.value
        given = self.given.get(path)
        if given is None and value is not None:
            given = value.missing
        if given is None or (value is not None and value.fixed) or path in self.trace.exact.given.answers:
            return None
        old, possible = Fraction(given), self.rules.possible(entry)
        if entry.answers is not None and (path in self.rules.worded or entry.level == INPUT):
            return self.worded(entry, old, self.rules.answers[entry.answers])
        if value is None:
            return None
        if value.rounding is not None and value.decimals is not None:
            read = self.trace.outcome.read.get(path)
            old = old if read is None or read.number is None else Fraction(read.number)
        return self.number(path, old, possible, value)

    def worded(self, entry: Node, old: Fraction, scale: AnswerScale) -> Changeable:
        """The word of an answer, which can be another one that says something of the unit: whether a question
        applies, or is answered, is not for the unit to choose. Behind the words stand the scores that data
        can give in their place."""
        chosen = [
            number for number, word in enumerate(scale.words) if word not in (*scale.leaving, *scale.lacking)
        ]
        by_score = self.answers(entry) if scale.has_scores else {}
        given = [by_score[score] for score in scale.scores_given(reversed_=entry.reversed)]
        return Changeable(entry.path, old, tuple(map(Fraction, chosen)), (*scale.words, *given))

    def number(self, path: str, old: Fraction, possible: Possible, value: RawValue) -> Changeable | None:
        """A raw number, in the steps in which it comes."""
        low, high = possible.low, possible.high
        if possible.step is not None:
            grid = ValueGrid.between(low, high, possible.step, possible.base)
        elif value.decimals is not None:
            grid = ValueGrid.between(low, high, Fraction(1, 10**value.decimals))
        else:
            grid = ValueGrid.between(low, high, _step_for(old, high - low))
        is_free = possible.step is None and value.decimals is None
        bounds = tuple(_bounds(self.trace.exact.plan, path))
        return _worth(Changeable(path, old, grid, is_free=is_free, bounds=bounds))

    def score(self, node: Node, *, of_level: bool = False) -> Changeable | None:
        """A score that data give, answers make, or (of a level) the rules do."""
        path = node.path
        if path == TOTAL or is_numberless(node):
            return None
        if not node.children and not of_level and path not in self.given:
            if has_way(node):
                return None
            if self.trace.exact.given.answers.get(path) is not None and has_steps(self.rules, node):
                return None
        value = self.trace.outcome.values[path]
        if value is None and self.counts_as_zero(node):
            value = Fraction(0)
        if value is None:
            return None
        steps = self.rules.steps(node)
        if steps:
            return _worth(Changeable(path, Fraction(value), steps, words_by_score=self.answers(node)))
        low, high = self.rules.limits(node)
        if node.children or of_level:
            ends = self.trace.exact.plan.reach.ends(node)
            low, high = max(low, ends[0]), min(high, ends[1])
        step = Fraction(1, 10 ** printed_places(self.rules, node))
        if node.round is not None and node.round.step is not None:
            step = node.round.step
        return _worth(Changeable(path, Fraction(value), ValueGrid.between(low, high, step)))

    def answers(self, node: Node) -> Mapping[Fraction, str]:
        """By score: the words that earn it."""
        scale, by_score = self.rules.answers[node.answers or ""], dict[Fraction, str]()
        for word in scale.options:
            score = scale.score(word, reversed_=node.reversed)
            if score is not None:
                by_score[score] = f"{by_score[score]} / {word}" if score in by_score else word
        return by_score

    def counts_as_zero(self, node: Node) -> bool:
        """Whether a missing score counts as 0."""
        parent = self.rules.nodes[node.path.rpartition(".")[0] or TOTAL]
        outcome = self.trace.outcome
        counts = outcome.is_there(parent.path) and counts_as_zero(parent, outcome.is_there)
        return counts and not has_steps(self.rules, node)


def _worth(changeable: Changeable) -> Changeable | None:
    """None where it can have no other value."""
    return changeable if changeable.count > 1 else None


def _bounds(plan: Plan, path: str) -> Iterator[tuple[Fraction, bool]]:
    """Where the rows of the tables begin and end in which a value is looked up; True: after the bound."""
    for node in plan.rules.nodes.values():
        ways = [(node.of, node.points), *((case.of or node.of, case.points) for case in node.cases)]
        for looked, table in ways:
            if table is not None and _looked_up(plan, node, looked) == path:
                for row in table.rows:
                    if row.low is not None:
                        yield row.low, row.above
                    if row.high is not None:
                        yield row.high, True


def _looked_up(plan: Plan, node: Node, looked: Expression | None) -> str | None:
    """The path of what a node looks up, as it is; None where that is a formula."""
    if looked is None:
        return node.path
    name = dotted(looked.tree)
    named = None if name is None else plan.scope(node.path).find(name)
    return named.paths[0] if named is not None and len(named.paths) == 1 else None


def _step_for(old: Fraction, span: Fraction) -> Fraction:
    """The step in which a value is changed of which the rules do not say it."""
    places = 0
    while places < MOST_PLACES and (
        (old * 10**places).denominator != 1 or span < Fraction(FEWEST_STEPS, 10**places)
    ):
        places += 1
    return Fraction(1, 10**places)


__all__ = ["Changeable", "Unit", "ValueGrid", "unit_of"]

"""What the plan makes of many units at once, in intervals: what holds of a cell of units holds of every one
in it, and of a cell of one unit it is what this unit has.

Nothing is said of units that lack something, or of which data give what the rules would make."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice, pairwise, product
from math import ceil, floor, prod
from typing import Any

from ..meaning.arithmetic import Arithmetic
from ..meaning.arithmetic.boxes import BoxArithmetic, BoxTruth, Doubt
from ..meaning.arithmetic.intervals import Enclosure
from ..meaning.expressions import Expression, dotted
from ..meaning.missing_policy import Policy
from ..meaning.model import TOTAL, Node, Possible, RuleSet
from ..meaning.named_values import stated_names
from ..meaning.node_steps import NodeSteps
from ..meaning.plan import Outcome, Plan, run
from ..meaning.scope import Unclear
from ..meaning.stated import Stated
from ..meaning.states import Given, Value
from ..meaning.steps_in_order import expressions_of, has_way
from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text, read_number

MOST = 128
"""So many cells or units of one node are looked at."""

MOST_POINTS = 12
"""Something that can have so many values, or fewer, is looked at with each of them."""

Units = Mapping[str, Enclosure]


@dataclass(frozen=True)
class Tried:
    """Units whose values, by path, lie within intervals; the plan is run up to `top` (None: all of it)."""

    rules: RuleSet
    units: Units
    top: Node | None = None

    @cached_property
    def _a(self) -> Arithmetic[Enclosure | None, BoxTruth]:
        return BoxArithmetic(self.rules.scale)

    @cached_property
    def outcome(self) -> Outcome[Enclosure | None, BoxTruth]:
        """What the plan makes of them."""
        given: Given[Enclosure | None, BoxTruth] = Given(dict(self.units))
        return run(Plan.of(self.rules), self._a, given, judge=(), compare_given=False, top=self.top)

    def truth(self, condition: Expression, at: str) -> bool | None:
        """Whether a condition holds of all of them (True) or of none (False), at a node; None for both."""
        told: BoxTruth = self._stated.untold(condition.evaluate(self._stated, self._names(at))).truth
        return None if isinstance(told, Doubt) else told

    def number(self, amount: Expression, at: str, *, judged: bool = False) -> Enclosure | None:
        """Between which ends an expression lies, at a node; None where that cannot be told."""
        number = self.ends(amount, at, judged=judged)
        return None if number is None or number.may_lack else number

    def ends(self, amount: Expression, at: str, *, judged: bool = False) -> Enclosure | None:
        """Between which ends an expression lies, at a node, where it is there; None where it never is."""
        number: Enclosure | None = self._stated.value(
            amount.evaluate(self._stated, self._names(at), judged=judged)
        ).number
        return number

    @cached_property
    def _stated(self) -> Stated[Enclosure | None, BoxTruth]:
        return Stated(self._a)

    def _names(self, at: str) -> Any:
        node, plan = self.rules.nodes[at], Plan.of(self.rules)
        read = NodeSteps(plan, self._a, self.outcome, node, self.units.get(at)).value_read
        return stated_names(plan, self.outcome, self._stated, at, {"value": read, "score": Value()})

    def in_words(self, paths: Iterable[str]) -> Text:
        """What one unit has of some paths, as it is written in rules and data."""
        shown = [f"{self.rules.short_name(path)} {self._shown(path)}" for path in paths if path in self.units]
        return say("{values}", values=", ".join(shown))

    def _shown(self, path: str) -> str:
        number, words = self.units[path].low, _words(self.rules, self.rules.entries[path])
        return words[int(number)] if words and number < len(words) else decimal_text(number)


def whole(rules: RuleSet) -> Tried:
    """All units that there can be."""
    kept = vars(rules)
    tried: Tried = kept.get("tried") or kept.setdefault("tried", Tried(rules, _everything(rules)))
    return tried


def lacking(rules: RuleSet) -> Tried:
    """All units that there can be, those that lack something among them."""
    kept = vars(rules)
    units = {path: Enclosure(own.low, own.high, may_lack=True) for path, own in _everything(rules).items()}
    tried: Tried = kept.get("tried_lacking") or kept.setdefault("tried_lacking", Tried(rules, units))
    return tried


def cells(rules: RuleSet, node: Node, expressions: Sequence[Expression]) -> list[Tried]:
    """All units that there can be, in cells between the numbers with which expressions at a node compare what
    they name; the words of each choice apart."""
    everything, bounds = _everything(rules), bounds_in(rules, node, expressions)
    named = [path for path in named_in(rules, node, expressions) if path in everything]
    parts = {path: _cells_of(rules, path, bounds) for path in named}
    while prod(len(own) for own in parts.values()) > MOST:
        del parts[max(parts, key=lambda path: len(parts[path]))]
    top = None if node.path == TOTAL else node
    return [
        Tried(rules, {**everything, **dict(zip(parts, chosen, strict=True))}, top)
        for chosen in product(*parts.values())
    ]


def samples(
    rules: RuleSet,
    node: Node,
    expressions: Sequence[Expression],
    own: Mapping[str, Sequence[Fraction]],
    near: Sequence[Fraction] = (),
) -> Iterator[Tried]:
    """Some units one by one, with values on, and beside, the numbers in the expressions at a node; `own` are
    the values of some paths that are to be tried, `near` are numbers that all scores may be tried near."""
    plan, bounds = Plan.of(rules), bounds_in(rules, node, expressions)
    named = [*named_in(rules, node, expressions), *own]
    needed = {path for name in named for path in plan.needs(name)} | set(plan.needs(node.path))
    points = {
        path: list(own.get(path) or _points_of(rules, path, [*(bounds if path in named else ()), *near]))
        for path in _everything(rules)
        if path in needed or path in own
    }
    count = prod(len(values) for values in points.values())
    chance = random.Random(0)  # noqa: S311  # the same units at every run
    chosen: Iterable[Sequence[Fraction]] = (
        product(*points.values())
        if count <= MOST
        else ([chance.choice(values) for values in points.values()] for _ in range(MOST))
    )
    rest = {path: at for path, at in _everything(rules).items() if path not in points}
    for values in chosen:
        units = {path: Enclosure(value, value) for path, value in zip(points, values, strict=True)}
        yield Tried(rules, {**rest, **units}, None if node.path == TOTAL else node)


# units that lack something


def asks_what_is_there(expression: Expression) -> bool:
    """Whether an expression asks what is known: of units that lack nothing it says nothing then."""
    return any(
        isinstance(part, ast.Call) and dotted(part.func) in ("known", "first")
        for part in ast.walk(expression.tree)
    )


def narrowed(rules: RuleSet, node: Node, finding: Text) -> Text:
    """What was found of a node, and of whom, where units that lack something could have other scores."""
    plan = Plan.of(rules)
    for path in plan.needs(node.path):
        inner = rules.nodes.get(path)
        if inner is None:
            continue
        policy = Policy.of(inner)
        if (
            inner.stand_in is not None
            or (inner.children and (policy.skips or policy.fills))
            or any(asks_what_is_there(own) for own in expressions_of(inner))
        ):
            return say("{finding} (of units that lack nothing)", finding=finding)
    return finding


# what there is to choose


def named_in(rules: RuleSet, node: Node, expressions: Sequence[Expression]) -> list[str]:
    """The paths that expressions at a node name, and its own where they name its raw value."""
    paths: dict[str, None] = {}
    for expression in expressions:
        try:
            paths.update(dict.fromkeys(Plan.of(rules).referred(expression, node.path)))
        except Unclear:
            continue
        if "value" in expression.names:
            paths[node.path] = None
    return list(paths)


def bounds_in(rules: RuleSet, node: Node, expressions: Sequence[Expression]) -> list[Fraction]:
    """The numbers in expressions at a node, those of thresholds among them."""
    thresholds = Plan.of(rules).scope(node.path).thresholds
    found = set()
    for expression in expressions:
        for part in ast.walk(expression.tree):
            number = read_number(ast.unparse(part)) if isinstance(part, ast.Constant) else None
            name = dotted(part)
            if number is None and name is not None and name in thresholds:
                number = thresholds[name].value
            if number is not None:
                found.add(number)
    return sorted(found)


def _words(rules: RuleSet, entry: Node) -> tuple[str, ...]:
    scale = rules.answers.get(entry.answers or "")
    is_word = scale is not None and (entry.path in rules.inputs or entry.path in rules.worded)
    return scale.words if scale is not None and is_word else ()


def possible(rules: RuleSet, path: str) -> Possible:
    """What data may give; a word is its number."""
    entry = rules.entries[path]
    if path in rules.inputs and (words := _words(rules, entry)):
        return Possible(tuple((Fraction(number), Fraction(number)) for number in range(len(words))))
    return rules.possible(entry)


def _everything(rules: RuleSet) -> dict[str, Enclosure]:
    return {
        path: Enclosure(own.low, own.high)
        for path, entry in rules.entries.items()
        if not entry.children and (entry.is_raw or not has_way(entry))
        for own in [possible(rules, path)]
    }


def _cells_of(rules: RuleSet, path: str, bounds: Sequence[Fraction]) -> list[Enclosure]:
    """What something can be, in parts between some bounds."""
    own = possible(rules, path)
    if own.only:
        return [Enclosure(value, value) for value in own.only[: MOST + 1]]
    if own.step is not None and (own.high - own.low) / own.step < MOST_POINTS:
        return [Enclosure(value, value) for value in _grid(own, own.low, own.high)]
    inside = sorted({own.low, own.high, *(bound for bound in bounds if own.low <= bound <= own.high)})
    made = [Enclosure(bound, bound) for bound in inside if own.takes(bound)]
    for low, high in pairwise(inside):
        if own.step is None:
            made.append(Enclosure(low, high))
            continue
        first, last = beside(own, low, 1), beside(own, high, -1)
        if first <= last:
            made.append(Enclosure(first, last))
    return made


def _points_of(rules: RuleSet, path: str, bounds: Sequence[Fraction]) -> list[Fraction]:
    """Some of the values that something can have, on both sides of some bounds."""
    own = possible(rules, path)
    if own.only:
        return list(own.only[:MOST_POINTS])
    near = {own.low, own.high, (own.low + own.high) / 2}
    for bound in bounds:
        near |= {bound, beside(own, bound, 1), beside(own, bound, -1)}
    return sorted({value for value in near if own.low <= value <= own.high and own.takes(value)} or {own.low})


def beside(own: Possible, bound: Fraction, sign: int) -> Fraction:
    """The next value that something can have above a bound (sign 1), or below it (-1); where it can have any,
    one that is a little away."""
    if own.step is None:
        return bound + sign * Fraction(1, 100)
    place = (bound - own.base) / own.step
    return own.base + own.step * (floor(place) + 1 if sign > 0 else ceil(place) - 1)


def _grid(own: Possible, low: Fraction, high: Fraction) -> Iterator[Fraction]:
    assert own.step is not None
    first = own.base + own.step * ceil((low - own.base) / own.step)
    yield from islice(
        (first + own.step * number for number in range(int((high - first) / own.step) + 1)), MOST
    )


__all__ = [
    "Tried",
    "asks_what_is_there",
    "beside",
    "bounds_in",
    "cells",
    "lacking",
    "named_in",
    "narrowed",
    "possible",
    "samples",
    "whole",
]

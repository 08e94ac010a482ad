"""A rule set as steps in dependency order, and the one loop that runs them in any arithmetic.

Everything a rule set means happens here once: given values before computed ones, missing answers, combining, rounding,
judging. An arithmetic only says what a number is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeAlias

from .arithmetic import Arithmetic, Number, Truth
from .expressions import Expression
from .model import TOTAL, Band, Judgement, Node, RuleSet, Target

Values: TypeAlias = "dict[str, Number | None]"


@dataclass(frozen=True)
class Plan:
    """The nodes, children before parents, and what must be known before a unit can be rated."""

    rules: RuleSet

    @cached_property
    def steps(self) -> tuple[Node, ...]:
        return tuple(_children_first(self.rules.total))

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The paths of the total and of every node that a band's condition names."""
        paths = dict.fromkeys([TOTAL])
        for band in self.rules.bands:
            if band.when:
                paths.update(dict.fromkeys(self.referred(band.when)))
        return tuple(paths)

    def referred(self, expression: Expression) -> tuple[str, ...]:
        """The paths of the nodes that an expression names, lists written out."""
        paths: dict[str, None] = {}
        for name in expression.names:
            paths.update(dict.fromkeys(self.rules.lists.get(name) or self.rules.names.get(name, ())))
        return tuple(paths)


def _children_first(node: Node) -> Sequence[Node]:
    return [step for child in node.children for step in _children_first(child)] + [node]


@dataclass
class Outcome(Generic[Number, Truth]):
    """What a run found. A path that no data can give a value is not in the mappings (or has None)."""

    values: Values[Number] = field(default_factory=dict)  # at full precision
    printed: Values[Number] = field(default_factory=dict)  # rounded: what is shown and judged
    judged: dict[str, list[tuple[Truth, Judgement]]] = field(default_factory=dict)
    rated: Truth | None = None  # None: no unit can be rated with this data
    bands: list[tuple[Truth, Band]] = field(default_factory=list)
    differs: dict[str, Truth] = field(default_factory=dict)  # given and computed value disagree beyond rounding
    computed: dict[str, Number] = field(default_factory=dict)  # what a given value stands in the place of


def run(
    plan: Plan,
    a: Arithmetic[Number, Truth],
    given: Mapping[str, Number | None],
    *,
    linked: Mapping[str, Number | None] | None = None,
    judge: Collection[str] | None = None,
    compare_given: bool = True,
) -> Outcome[Number, Truth]:
    """Runs the plan on what is given: by path, a node's score, or for a question with a formula its raw value; `linked` are
    scores that another rule set has computed, and stand for what is given or computed here.

    `judge` names the levels of which single nodes are judged (None: all); `compare_given` for the disagreement of given and computed values.
    """
    outcome: Outcome[Number, Truth] = Outcome()
    for node in plan.steps:
        raw = given.get(node.path)
        if linked is not None and node.path in linked:
            value = linked[node.path]
        elif node.score is not None:
            value = None if raw is None else _scored(plan, a, node.score, raw)
        else:
            computed = combine(a, node, [outcome.values[child.path] for child in node.children])
            if computed is not None and raw is not None:
                outcome.computed[node.path] = computed
                if compare_given:
                    outcome.differs[node.path] = _differs(plan, a, node, raw, computed, outcome)
            known = [number for number in (raw, computed) if number is not None]
            value = a.first_known(known) if len(known) > 1 else next(iter(known), None)
        outcome.values[node.path] = None if value is None else a.named(f"value:{node.path}", value)
        value = outcome.values[node.path]
        outcome.printed[node.path] = None if value is None else a.named(f"printed:{node.path}", a.rounded(value))
    for node in plan.steps:
        printed = outcome.printed[node.path]
        if printed is not None and (judge is None or node.level in judge) and node.level in plan.rules.judgements:
            outcome.judged[node.path] = _judgements(plan, a, node, printed, outcome)
    required = [outcome.printed[path] for path in plan.required]
    numbers = [number for number in required if number is not None]
    if len(numbers) == len(required):
        outcome.rated = a.known(numbers, len(numbers))
        outcome.bands = [(band_holds(plan, a, band, outcome), band) for band in plan.rules.bands]
    return outcome


def _scored(plan: Plan, a: Arithmetic[Number, Truth], formula: Expression, raw: Number) -> Number:
    """A question's score from its raw value; missing where the formula leaves the scale, which no band could judge."""
    scale = plan.rules.scale
    value: Number = formula.evaluate(a, meaning_of(plan, a, {}, {"value": raw}))
    inside = a.both([a.compare(">=", value, a.number(scale.minimum)), a.compare("<=", value, a.number(scale.maximum))])
    return a.only_if(inside, value)


def combine(a: Arithmetic[Number, Truth], node: Node, children: Sequence[Number | None]) -> Number | None:
    """A node's computed value, by its `combine` and its policy for missing children; None where none is possible."""
    if not children:
        return None
    weights = [child.weight if child.weight is not None else Fraction(1) for child in node.children]
    if node.missing == "zero":
        zero = a.number(Fraction(0))
        values = [zero if child is None else a.first_known([child, zero]) for child in children]
        needed = len(values)
    else:
        pairs = [(child, weight) for child, weight in zip(children, weights, strict=True) if child is not None]
        values, weights = [child for child, _ in pairs], [weight for _, weight in pairs]
        needed = len(children) if node.missing == "error" else max(1, math.ceil(node.min_coverage * len(children)))
    if len(values) < needed:
        return None
    partial = needed < len(values)
    weighed = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight]
    if not weighed:
        return None
    counted, shares = [value for value, _ in weighed], [weight for _, weight in weighed]
    match node.combine:
        case "mean" | "weighted_mean":
            result = a.mean(counted, shares, partial=partial)
        case "sum":
            result = a.total(counted, shares, partial=partial)
        case "min":
            result = a.minimum(values)
        case "max":
            result = a.maximum(values)
        case "geometric_mean":
            result = a.geometric_mean(counted, shares, partial=partial)
        case "harmonic_mean":
            result = a.harmonic_mean(counted, shares, partial=partial)
    return a.only_if(a.known(values, needed), result)


def band_holds(plan: Plan, a: Arithmetic[Number, Truth], band: Band, outcome: Outcome[Number, Truth]) -> Truth:
    """Whether a unit's printed scores meet a band's range and condition (bands before it are not considered)."""
    total = outcome.printed[TOTAL]
    assert total is not None
    conditions = []
    if band.minimum is not None:
        conditions.append(a.compare(">=", total, a.number(band.minimum)))
    if band.maximum is not None:
        conditions.append(a.compare("<=", total, a.number(band.maximum)))
    if band.when is not None:
        conditions.append(band.when.evaluate(a, meaning_of(plan, a, outcome.printed)))
    return conditions[0] if len(conditions) == 1 else a.both(conditions)


def target_met(plan: Plan, a: Arithmetic[Number, Truth], target: Target, outcome: Outcome[Number, Truth]) -> Truth | None:
    """Whether a unit meets a target's condition; None when the data cannot say for any unit."""
    paths = plan.referred(target.condition)
    if any(outcome.printed[path] is None for path in paths):
        return None
    met: Truth = target.condition.evaluate(a, meaning_of(plan, a, outcome.printed))
    return met


def _judgements(plan: Plan, a: Arithmetic[Number, Truth], node: Node, printed: Number, outcome: Outcome[Number, Truth]) -> list[tuple[Truth, Judgement]]:
    found = []
    for judgement in plan.rules.judgements[node.level]:
        others = [outcome.printed[path] for path in plan.referred(judgement.when)]
        if all(other is not None for other in others):
            found.append((judgement.when.evaluate(a, meaning_of(plan, a, outcome.printed, {"score": printed})), judgement))
    return found


def _differs(plan: Plan, a: Arithmetic[Number, Truth], node: Node, raw: Number, computed: Number, outcome: Outcome[Number, Truth]) -> Truth:
    """Given and computed value lie further apart than rounding explains: half a unit of the last decimal for the given
    value, and half a one for the values below it, which may have been rounded too. Nothing is said where one is missing."""
    last_place = a.number(Fraction(1, 10**plan.rules.scale.decimals))
    children = [outcome.values[child.path] for child in node.children]
    known = [child for child in children if child is not None]
    if len(known) < len(children):
        return a.opposite(a.known([raw], 0))
    apart = a.compare(">", a.absolute(a.subtract(raw, computed)), last_place)
    return a.both([a.known([raw, *known], 1 + len(known)), apart])


def meaning_of(plan: Plan, a: Arithmetic[Number, Truth], scores: Values[Number], own: Mapping[str, Number] | None = None) -> Callable[[str], object]:
    """What names mean in a condition: `own` names first, then lists, thresholds and nodes, whose scores are the printed ones."""
    rules = plan.rules

    def meaning(name: str) -> object:
        if own and name in own:
            return own[name]
        if name in rules.lists:
            return tuple(scores[path] for path in rules.lists[name])
        if name in rules.thresholds:
            return a.number(rules.thresholds[name].value)
        (path,) = rules.names[name]
        return scores[path]

    return meaning

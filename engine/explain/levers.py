"""What of a unit can be raised, as terms: nodes of a level in steps of the last decimal, or questions that
their unit answers once to their best answer. What is not raised stays as it is, at full precision."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import z3

from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.arithmetic.terms import Term
from ..meaning.missing_policy import Policy, counts_as_zero
from ..meaning.model import TOTAL, Node, Possible, RuleSet, above_of, is_below
from ..meaning.plan import Plan
from ..meaning.reach_of_parts import highest
from ..meaning.scoring import RawValue
from ..meaning.steps_in_order import combines, has_steps, is_numberless
from ..meaning.ways import way_of
from .trace import Trace

VALUES = "values"
"""What is changed where it is inputs, raw values, answers and scores, each as data give it."""


def is_of_scores(rules: RuleSet) -> bool:
    """Whether rules put scores together and do nothing else with them, so that a better rating is a matter of
    higher scores."""
    return (
        can_be_raised(rules)
        and bool(rules.bands)
        and not (rules.inputs or rules.total.notches or rules.total.no_better_than)
        and not any(
            has_steps(rules, replace(node, value=None, score=None if node.is_raw else node.score))
            for node in rules.nodes.values()
        )
        and all(_is_plain(node) for node in rules.nodes.values())
    )


def _is_plain(node: Node) -> bool:
    """Whether a node has no raw value but a number between two ends, and takes all that it is made of."""
    value = node.value
    is_plain = value is None or value == RawValue(value.minimum, value.maximum)
    return is_plain and node.best is None and node.decimals is None


def can_be_raised(rules: RuleSet) -> bool:
    """Whether higher scores are better, and all of these are numbers."""
    nodes = rules.nodes.values()
    return (
        rules.scale.better == "higher"
        and not rules.worded
        and not any(is_numberless(node) or node.bands or node.notches for node in nodes)
        and combines(rules.total)
    )


@dataclass(frozen=True)
class Lever:
    """A node that can be raised by an amount of steps, 0 to `most`: terms for the amount and for its score.
    Where it cannot have every score, `possible` says which, and the solver is told of those that matter.
    Levers of one `kind` can take each other's place: of these the first is raised most."""

    path: str
    value: Fraction
    old: Fraction  # as printed
    score: Term
    amount: Term
    most: int
    top: Fraction
    kind: Hashable = None
    possible: Possible | None = None
    facts: Sequence[Term] = ()

    def lesson(self, score: Fraction, amount: int, printed: Callable[[Fraction], int]) -> Iterator[Term]:
        """What rules out a score that the node cannot have, or an amount that is not that of its score;
        `printed` counts the steps of the last decimal up to a score."""
        if self.possible is None:
            return
        if not self.possible.takes(score):
            below, above = self.possible.around(score)
            yield z3.Or(self.score <= z3.RealVal(below), self.score >= z3.RealVal(above))
        elif self.possible.only and amount != printed(score) - printed(self.value):
            yield z3.Implies(
                self.score == z3.RealVal(score), self.amount == printed(score) - printed(self.value)
            )


@dataclass(frozen=True)
class Levers:
    """What can be raised, and the paths of what stays fixed beside it. `by` is the level that is raised, or
    "items"."""

    by: str
    raised: Sequence[Lever]
    fixed: Sequence[str]

    @property
    def paths(self) -> list[str]:
        """Of what can be raised."""
        return [lever.path for lever in self.raised]


@dataclass(frozen=True)
class Item:
    """A question that its unit answers once, and not with the best answer: its score, and the best one."""

    path: str
    value: Fraction
    best: Fraction


@dataclass(frozen=True)
class Cut:
    """The nodes that make the total together. A score that is given stands where what is below it makes
    another one: another value if `strict`, else another one in print."""

    trace: Trace
    strict: bool

    def nodes(self, stop: Callable[[Node], bool], keep: Collection[str]) -> Iterator[Node]:
        """Each the highest at which to stop."""
        waiting = [self.trace.rules.total]
        while waiting:
            node = waiting.pop(0)
            if (
                not node.children
                or self.stands(node)
                or (node.path != TOTAL and (stop(node) or node.path in keep))
            ):
                yield node
            else:
                waiting = [*node.children, *waiting]

    def stands(self, node: Node) -> bool:
        """Whether a node's given score is other than what is below it makes."""
        given, computed = self.trace.given.get(node.path), self.trace.outcome.computed.get(node.path)
        if given is None:
            return False
        scale = self.trace.rules.scale
        if computed is None or self.strict:
            return given != computed
        return (
            round_exactly(Fraction(computed), scale.decimals, scale.rounding)
            != self.trace.outcome.printed[node.path]
        )

    def value(self, node: Node) -> Fraction | None:
        """A node's value; 0 where it is missing and counts as 0."""
        value = self.trace.outcome.values[node.path]
        if value is not None:
            return Fraction(value)
        parent = None if node.path == TOTAL else self.trace.rules.nodes[node.path.rpartition(".")[0] or TOTAL]
        counts = (
            parent is not None
            and counts_as_zero(parent, self.trace.outcome.is_there)
            and self.trace.outcome.values[parent.path] is not None
        )
        return Fraction(0) if counts else None


def levers_by_points(level: str, keep: Collection[str], cut: Cut) -> Levers:
    """The nodes of a level, in points; `keep` are the paths of nodes that stay as they are."""
    rules = cut.trace.rules
    levers, fixed = [], []
    for node in cut.nodes(lambda node: node.level == level, keep):
        value = cut.value(node)
        if value is None:
            continue
        is_fixed = node.level != level or node.is_raw or rules.steps(node) or _is_kept(node.path, keep)
        lever = None if is_fixed else _lever_by_points(cut.trace, node, value)
        if lever is None:
            fixed.append(node.path)
        else:
            levers.append(lever)
    return Levers(level, levers, fixed)


def _lever_by_points(trace: Trace, node: Node, value: Fraction) -> Lever | None:
    """A node as a lever in steps of the last decimal; None where it is at its best."""
    scale, top = trace.rules.scale, _top(trace.exact.plan, node)
    step, old = Fraction(1, 10**scale.decimals), round_exactly(value, scale.decimals, scale.rounding)
    possible = _possible(trace, node, value, top)
    is_few = possible is not None and bool(possible.only)
    most = math.ceil((top - old) / step)
    if not (top > value if is_few else most > 0):
        return None
    steps = z3.Int(f"steps {node.path}")
    score = z3.RealVal(old) + z3.ToReal(steps) * z3.RealVal(step)
    facts = []
    if is_few:  # its scores need not be at whole steps: they are printed so
        about, score = score, z3.Real(f"score {node.path}")
        facts = [
            score >= z3.RealVal(value),
            score <= z3.RealVal(top),
            score >= about - z3.RealVal(step),
            score <= about + z3.RealVal(step),
        ]
    else:
        if old + most * step != top:
            score = z3.If(steps == most, z3.RealVal(top), score)
        if value != old:
            score = z3.If(steps == 0, z3.RealVal(value), score)
    most = max(most, 0) + is_few
    return Lever(node.path, value, old, score, steps, most, top, possible=possible, facts=facts)


def _possible(trace: Trace, node: Node, value: Fraction, top: Fraction) -> Possible | None:
    """The scores that a node can have, where that is told exactly and they are not all up to its top."""
    reach = trace.exact.plan.reach.of(node)
    # it is not told where a part may be left out
    is_told = reach.exact and len(reach.spans) > 1 and top <= reach.high
    return reach if is_told and reach.takes(value) and _can_be(trace, node) else None


def _can_be(trace: Trace, node: Node) -> bool:
    """Whether all that is known below a node can be so. Where a figure is given that what is below it never
    makes, there is no telling which others may be."""
    reach, values = trace.exact.plan.reach, trace.outcome.values
    return all(
        reach.of(below).takes(Fraction(value))
        for below in node.walk()
        if below is not node and (value := values[below.path]) is not None
    )


def _top(plan: Plan, node: Node) -> Fraction:
    """The highest score that a node can get: from what is below it, a part left out where it may be, and
    within the scale."""
    top = plan.reach.ends(node)[1]
    if node.children and Policy.of(node).skips:
        top = max(
            top,
            highest(
                way_of(node),
                [(_top(plan, child), child.relative_weight) for child in node.children if child.weight != 0],
            ),
        )
    return min(top, plan.rules.scale.maximum)


def levers_by_items(keep: Collection[str], cut: Cut) -> Levers:
    """The questions that their unit answers once, those that add most first; `keep` are the paths of nodes
    that stay as they are."""
    trace = cut.trace
    items = {item.path: item for item in items_to_have(trace, keep)}
    parents = {child.path: node for node in trace.rules.nodes.values() for child in node.children}
    looked_at, above = set(trace.exact.plan.required), {owner for path in items for owner in above_of(path)}
    levers, fixed = [], []
    for node in cut.nodes(lambda node: node.path not in above, keep):
        path, item = node.path, items.get(node.path)
        if item is not None:
            had = z3.Int(f"item {path}")
            score = z3.If(had == 0, z3.RealVal(item.value), z3.RealVal(item.best))
            kind = None if path in looked_at else (parents[path].path, node.weight, item.value, item.best)
            levers.append(Lever(path, item.value, item.value, score, had, 1, item.best, kind))
        elif cut.value(node) is not None:
            fixed.append(path)
    # what an item that is had adds
    gains = {step.node.path: step.costs.exact if step.costs else Fraction(0) for step in trace.root.walk()}
    return Levers("items", sorted(levers, key=lambda lever: -gains[lever.path]), fixed)


def items_to_have(trace: Trace, keep: Collection[str]) -> Iterator[Item]:
    """The questions that their unit answers once, and not with the best answer; without those at, above or
    below the paths in `keep`."""
    cut = Cut(trace, strict=False)
    for node in trace.rules.nodes.values():
        steps, value = trace.rules.steps(node), cut.value(node)
        if steps and value is not None and value < steps[-1] and not _is_kept(node.path, keep):
            yield Item(node.path, value, steps[-1])


def _is_kept(path: str, keep: Collection[str]) -> bool:
    return any(path == kept or is_below(path, kept) or is_below(kept, path) for kept in keep)


__all__ = [
    "VALUES",
    "Cut",
    "Item",
    "Lever",
    "Levers",
    "can_be_raised",
    "is_of_scores",
    "items_to_have",
    "levers_by_items",
    "levers_by_points",
]

"""What a node's score can be: of a leaf what data may give it, of others what its way of scoring makes of
what stands below, of all of it or of as much as the policy for missing scores asks for.

A question that its unit answers once has one of a few scores, and so has what is made of such questions.
Where there are too many of these to keep apart, or where a formula scores a raw value, only the ends are
known (`Possible.exact` is false). A formula of a raw value that proofs cannot look into is taken to reach all
that lies between its ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import NoReturn

from .arithmetic import Arithmetic
from .arithmetic.boxes import BoxArithmetic, BoxTruth
from .arithmetic.intervals import Enclosure
from .missing_policy import Policy
from .model import Node, Possible, RuleSet, Span
from .names import NamesOf
from .reach_of_parts import Combinations, combinations, highest, image, lowest, merged
from .scope import Scope
from .states import Given
from .steps_in_order import has_steps, has_way, has_written_steps, is_numberless
from .ways import way_of

NOTHING = (Fraction(0), Fraction(0))
"""What counts as 0."""


@dataclass(frozen=True)
class Reach:
    """The scores that the nodes of a rule set can have. `ends` are those of units that lack nothing."""

    rules: RuleSet
    _ends: dict[str, Span] = field(default_factory=dict, repr=False)
    _known: dict[str, Possible] = field(default_factory=dict, repr=False)
    _made: dict[str, Combinations] = field(default_factory=dict, repr=False)

    def ends(self, node: Node) -> Span:
        """The least and the greatest score of a node: those of intervals where nodes have more steps than
        their children."""
        if self._has_steps:
            return self._intervals.get(node.path, NOTHING)
        if node.path not in self._ends:
            for inner in reversed(list(node.walk())):
                if inner.path not in self._ends:
                    self._ends[inner.path] = self._end(inner)
        return self._ends[node.path]

    @cached_property
    def _has_steps(self) -> bool:
        return any(has_steps(self.rules, node) for node in self.rules.nodes.values())

    @cached_property
    def _intervals(self) -> Mapping[str, Span]:
        """By path: between which ends the score of a node lies, of units that data give everything that they
        can."""
        from .plan import Plan, run

        given: dict[str, Enclosure | None] = {}
        for path, entry in self.rules.entries.items():
            is_read = entry.is_raw or path in self.rules.worded
            if not entry.children and (is_read or not has_way(entry)):
                possible = self.rules.possible(entry)
                given[path] = Enclosure(possible.low, possible.high)
        arithmetic: Arithmetic[Enclosure | None, BoxTruth] = BoxArithmetic(self.rules.scale)
        all_given: Given[Enclosure | None, BoxTruth] = Given(given)
        outcome = run(Plan.of(self.rules), arithmetic, all_given, top=self.rules.total)
        return {path: (value.low, value.high) for path, value in outcome.values.items() if value is not None}

    def _end(self, node: Node) -> Span:
        if not node.children:
            possible = self.rules.possible(node)
            return possible.low, possible.high
        counted = [child for child in node.children if child.weight != 0]
        if not counted:
            spans = [self._ends[child.path] for child in node.children]
            return min(low for low, _ in spans), max(high for _, high in spans)
        parts = [(*self._ends[child.path], child.relative_weight) for child in counted]
        return image(way_of(node), parts)

    def of(self, node: Node) -> Possible:
        """The scores that a node can have."""
        if node.path not in self._known:
            for inner in reversed(list(node.walk())):
                if inner.path not in self._known:
                    self._known[inner.path] = self._possible(inner)
        return self._known[node.path]

    def single(self, node: Node) -> tuple[Fraction, ...]:
        """The scores that a node can have where one answer alone gives them, or a table of points; none where
        something else makes its score too, or it has others between these."""
        if node.children or has_written_steps(replace(node, value=None, points=None, of=None)):
            return ()
        scale, table = self.rules.answers.get(node.answers or ""), node.points
        if table is not None:
            if any(row.end is not None for row in table.rows):
                return ()
            scores = {row.score for row in table.rows}
            return tuple(sorted(scores if table.otherwise is None else {*scores, table.otherwise}))
        if node.value is not None or node.of is not None:
            return ()
        if scale is not None and node.path in self.rules.worded:
            return scale.scores_given(reversed_=node.reversed)
        return self.of(node).only

    def _possible(self, node: Node) -> Possible:
        """What a node can be, from what those below it can be."""
        if is_numberless(node):
            return Possible((NOTHING,), exact=False)
        if has_steps(self.rules, node):
            return Possible((self.ends(node),), exact=_is_beyond(self.rules, node))
        if not node.children:
            return self.rules.possible(node)
        policy, counted = Policy.of(node), [child for child in node.children if child.weight != 0]
        below = [self._known[child.path] for child in counted]
        weights = [child.relative_weight for child in counted]
        if not counted or not all(possible.exact for possible in below):
            return Possible((self.ends(node),), exact=False)
        spans = [merged([*possible.spans, NOTHING]) if policy.fills else possible.spans for possible in below]
        if policy.skips:
            return self._partial(node, policy, spans, weights)
        if all(len(of_part) == 1 for of_part in spans):
            parts = [(low, high, weight) for ((low, high),), weight in zip(spans, weights, strict=True)]
            return Possible((image(way_of(node), parts),))
        made = combinations(way_of(node), spans, weights)
        if made is None:
            return Possible((self.ends(node),), exact=False)
        self._made[node.path] = made
        return Possible(merged(made.spans))

    def _partial(
        self, node: Node, policy: Policy, spans: Sequence[Sequence[Span]], weights: Sequence[Fraction]
    ) -> Possible:
        """What a node can be of which parts may be left out; between the ends of that where these are too
        many, or free."""
        # what has no weight can be there too
        way, needed = way_of(node), policy.needed - (len(node.children) - len(weights))
        if any(len(of_part) > 1 for of_part in spans):
            made = combinations(way, spans, weights, needed=max(1, needed))
            if made is not None:
                self._made[node.path] = made
                return Possible(merged(made.spans))
        lows = [(of_part[0][0], weight) for of_part, weight in zip(spans, weights, strict=True)]
        highs = [(of_part[-1][1], weight) for of_part, weight in zip(spans, weights, strict=True)]
        return Possible(((lowest(way, lows), highest(way, highs)),))

    def answers(self, node: Node, score: Fraction) -> dict[str, Fraction] | None:
        """Scores of the leaves below a node with which it has a score, by path; the node's own where it is
        free to have it, None where that cannot be told."""
        possible = self.of(node)
        if not node.children:
            return {node.path: score} if node.score is None and possible.takes(score) else None
        made = self._made.get(node.path)
        if made is None:
            return {node.path: score} if possible.exact and possible.takes(score) else None
        spans = made.parts((score, score))
        if spans is None:
            is_free = any(low < high and low <= score <= high for low, high in possible.spans)
            return {node.path: score} if is_free else None
        return self._answers_below(node, spans)

    def _answers_below(self, node: Node, spans: Sequence[Span | None]) -> dict[str, Fraction] | None:
        """Scores of the leaves with which the parts of a node, of those that have a weight, lie in some spans
        (None: left out)."""
        answers: dict[str, Fraction] = {}
        span_of = dict(zip((child.path for child in node.children if child.weight != 0), spans, strict=True))
        for child in node.children:
            span = span_of.get(child.path, self.of(child).spans[0])
            if span is None or (
                span == NOTHING and Policy.of(node).fills and not self.of(child).takes(span[0])
            ):
                continue  # it is left out, or counts as 0
            below = self.answers(child, span[0])
            if below is None:
                return None
            answers |= below
        return answers


def _is_beyond(rules: RuleSet, node: Node) -> bool:
    """Whether a node is scored by a formula of its raw value alone, into which proofs cannot look."""
    alone = replace(node, score=None, value=None)
    scope = Scope(rules, node.path, ("value",))
    if node.score is None or has_steps(rules, alone) or scope.referred(node.score):
        return False
    import z3

    from .arithmetic.symbols import SymbolArithmetic
    from .arithmetic.terms import BeyondProof

    a = SymbolArithmetic(rules.scale)
    own = {"value": z3.Real("value")}
    try:
        node.score.evaluate(a, NamesOf(scope, own, _no_node, _no_node, a.number, a.nothing))
    except BeyondProof:
        return True
    return False


def _no_node(*_: object) -> NoReturn:
    raise AssertionError


__all__ = ["Reach"]

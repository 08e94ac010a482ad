"""Makes the trace of a unit, from the total down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, cast

from ..meaning.arithmetic.exact import round_exactly
from ..meaning.choosing import taken
from ..meaning.missing_policy import Policy
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.second_edition import is_second_edition
from ..meaning.states import State
from .conditions import Judged, band_verdict, taken_apart
from .points_shared_out import SharedOut, fraction_of
from .shown_points import DUST, Share, apportioned, cut
from .trace_steps import Answers, Seen, Source, Trace, TraceStep

MORE_DECIMALS = 2
"""With how many decimals more than scores what they add and cost is shown."""
MOST_DECIMALS = 20


def traced(rules: RuleSet, seen_unit: Seen, answers: Answers) -> Trace:
    """The trace of a unit; `answers` are the counts of its answers, by path of a question."""
    is_second = is_second_edition(rules)
    exact = evaluate_exactly(Plan.of(rules), seen_unit.given, recorded=True)
    plan = exact.plan
    points = SharedOut(plan, exact, is_second)
    root = _TraceBuilder(plan, exact, seen_unit, answers, points).step(plan.rules.total, Fraction(1))
    places = _places(plan.rules, root)
    root = _shown(_shown(root, "adds", places, None), "costs", places, None)
    holds: Sequence[bool | None] = (
        [None] * len(plan.rules.bands) if exact.outcome.bands is None else exact.outcome.bands.holds
    )
    verdicts = tuple(
        _judged_band(plan, exact, band, is_held)
        for band, is_held in zip(plan.rules.bands, holds, strict=True)
    )
    refused = tuple(path for path, is_refused in seen_unit.given.refused.items() if is_refused)
    return Trace(
        seen_unit.unit,
        root,
        verdicts,
        seen_unit.lacks,
        seen_unit.notes,
        exact,
        refused,
        asked=None if plan.rules is rules else rules,
        second_edition=is_second,
    )


def _places(rules: RuleSet, root: TraceStep) -> int:
    """With how many decimals points are shown: so many that their sum is rounded as the total is."""
    places = rules.scale.decimals + MORE_DECIMALS
    if root.adds is None:
        return places
    for more in range(MOST_DECIMALS):
        shown = cut(root.adds.exact, places + more)
        if round_exactly(shown, rules.scale.decimals, rules.scale.rounding) == root.printed:
            return places + more
    return places


def _judged_band(plan: Plan, exact: ExactResult, band: Band, holds: bool | None) -> Judged:
    paths = [TOTAL] if band.when is None else [TOTAL, *plan.referred(band.when)]
    is_known = all(_is_told(exact, path) for path in paths)
    return band_verdict(plan, band, exact.outcome, holds) if is_known else Judged(band.rating, None, ())


def _is_told(exact: ExactResult, path: str) -> bool:
    """Whether a node is known, or is to be passed over."""
    state = exact.state(path)
    return state is State.KNOWN or (path != TOTAL and state is State.NOT_APPLICABLE)


@dataclass(frozen=True)
class _TraceBuilder:
    """Makes the steps of one unit, from the total down."""

    plan: Plan
    exact: ExactResult
    seen: Seen
    answers: Answers
    points: SharedOut

    def step(
        self, node: Node, factor: Fraction | None, share: Fraction | None = None, *, zeroed: bool = False
    ) -> TraceStep:
        """The node's step; `factor` is what a point of it is worth in the total, None where points cannot be
        shared out; `zeroed` whether it counts as 0 where it has no value."""
        rules, outcome, path = self.plan.rules, self.exact.outcome, node.path
        value = fraction_of(outcome.values[path])
        raw = fraction_of(outcome.given[path])
        counts_as = Fraction(0) if value is None and zeroed else value
        shares, zero = self.points.shares(node), Policy.of(node).fills
        worth = {
            child.path: factor * shares[child.path]
            for child in node.children
            if factor is not None and child.path in shares
        }
        children = tuple(
            self.step(child, worth.get(child.path), shares.get(child.path), zeroed=zero)
            for child in node.children
        )
        judgement, read = taken(outcome.judged.get(path)), outcome.read.get(path)
        return TraceStep(
            node=node,
            name=self.seen.shared.get(path) or rules.short_name(path),
            source=self.source(node),
            value=value,
            printed=fraction_of(outcome.printed[path]),
            share=share,
            adds=self.points_of(factor, counts_as),
            costs=None if counts_as is None else self.points_of(factor, self.points.lacking(node, counts_as)),
            raw=raw if node.is_raw else None,
            computed=fraction_of(outcome.computed.get(path)),
            answers=self.counted(node),
            few=self.few(path),
            result=None if judgement is None else judgement.result,
            verdicts=tuple(self.judged(node)),
            plus=self.points_of(factor, self.points.added(node)) if shares else None,
            read=None if read is None or not node.is_raw else fraction_of(read.number),
            word=None if path == TOTAL else self.exact.word(path),
            children=children,
        )

    def points_of(self, factor: Fraction | None, value: Fraction | None) -> Share | None:
        """Points of a node as points of the total."""
        if factor is None or value is None:
            return None
        points = factor * value
        return Share(points, points, self.plan.rules.scale.decimals + MORE_DECIMALS)

    def source(self, node: Node) -> Source:
        path, state = node.path, self.exact.state(node.path)
        if state is State.MISSING and self.exact.withheld(path) is not None:
            return "withheld"
        if state is not State.KNOWN:
            return cast("Source", state.value)
        if self.exact.outcome.given[path] is None:
            return "computed"
        if node.is_raw:
            return "formula"
        if self.seen.given.scores.get(path) is None:
            return "answers"
        return "shared" if path in self.seen.shared else "given"

    def few(self, path: str) -> tuple[int, int] | None:
        if not self.exact.outcome.few.get(path):
            return None
        return int(self.seen.given.respondents[path] or 0), self.plan.rules.nodes[path].min_respondents

    def counted(self, node: Node) -> tuple[tuple[str, Fraction, int], ...]:
        counts = self.answers.get(node.path)
        if not counts or node.answers is None or self.exact.withheld(node.path) is not None:
            return ()
        scale = self.plan.rules.answers[node.answers]
        scores = {word: scale.score(word, reversed_=node.reversed) for word in scale.options}
        return tuple(
            (word, score, counts.get(word, 0)) for word, score in scores.items() if score is not None
        )

    def judged(self, node: Node) -> Iterator[Judged]:
        judged = self.exact.outcome.judged.get(node.path)
        for judgement, holds in zip(judged.cases, judged.holds, strict=True) if judged else ():
            yield Judged(
                judgement.result, holds, taken_apart(self.plan, judgement.when, self.exact.outcome, node.path)
            )


def _shown(step: TraceStep, kind: Literal["adds", "costs"], places: int, shown: Fraction | None) -> TraceStep:
    """The step with what is shown of its points cut so that the children's, with what is added to them, add
    up to it."""
    own: Share | None = getattr(step, kind)
    if own is None:
        return step
    if shown is None:
        shown = cut(own.exact, places)
    parts: Mapping[int, Fraction] = {
        number: part.exact
        for number, child in enumerate(step.children)
        if (part := getattr(child, kind)) is not None
    }
    plus = step.plus if kind == "adds" else None
    exact = [*parts.values(), *([plus.exact] if plus is not None else [])]
    adds_up = bool(parts) and abs(sum(exact) - own.exact) < DUST
    cut_to = apportioned(exact, shown, places) if adds_up else [None] * len(exact)
    children = list(step.children)
    for (number, _), of_child in zip(parts.items(), cut_to, strict=False):
        children[number] = _shown(children[number], kind, places, of_child)
    share = Share(own.exact, shown, places)
    if kind == "costs":
        return replace(step, costs=share, children=tuple(children))
    if plus is not None:
        last = cut_to[-1]
        plus = Share(plus.exact, cut(plus.exact, places) if last is None else last, places)
    return replace(step, adds=share, plus=plus, children=tuple(children))


__all__ = ["traced"]

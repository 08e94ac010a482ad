"""Makes the trace of a unit, from the total down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, cast

from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.choosing import taken
from ..meaning.missing_policy import counts_as_zero
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.scope import is_pure, own_words
from ..meaning.second_edition import is_second_edition
from ..meaning.states import State, Value
from .clauses import answer_said, word_said, words_earning
from .conditions import Judged, band_verdict, taken_apart
from .linear_formulas import Multiples
from .points_shared_out import SharedOut, fraction_of
from .shown_points import DUST, Share, apportioned, cut
from .trace_steps import Answers, Seen, Source, Trace, TraceStep

MORE_DECIMALS = 2
"""With how many decimals more than scores what they add and cost is shown."""
MOST_DECIMALS = 20


def traced(rules: RuleSet, seen_unit: Seen, answers: Answers, said: Mapping[str, str] | None = None) -> Trace:
    """The trace of a unit; `answers` are the counts of its answers, by path of a question, `said` the words
    of answers of which others earn as much."""
    is_second = is_second_edition(rules)
    exact = evaluate_exactly(Plan.of(rules), seen_unit.given, recorded=True)
    plan = exact.plan
    for path, word in (said or {}).items():
        scale = own_words(plan.rules, plan.rules.nodes[path]) if path in plan.rules.nodes else None
        if scale is not None and word in scale.words:
            exact.outcome.words[path, "said"] = Value(Fraction(scale.words.index(word)))
    points = SharedOut(plan, exact, is_second)
    root = _TraceBuilder(plan, exact, seen_unit, answers, points).step(plan.rules.total, _Place(Fraction(1)))
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
        given_values=seen_unit.given.scores,
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
class _Place:
    """Where a node stands: `factor` is what a point of it is worth in the total, None where points cannot be
    shared out; `share` its share in the node above it, `zeroed` whether it counts as 0 where it has no value;
    `above` what a point of it is worth in each node above it, by path. Below a formula nothing is said of
    costs."""

    factor: Fraction | None
    share: Fraction | None = None
    zeroed: bool = False
    above: Mapping[str, Fraction] = field(default_factory=dict)
    has_costs: bool = True


@dataclass(frozen=True)
class _TraceBuilder:
    """Makes the steps of one unit, from the total down."""

    plan: Plan
    exact: ExactResult
    seen: Seen
    answers: Answers
    points: SharedOut

    def step(self, node: Node, place: _Place) -> TraceStep:
        """The node's step, where it stands."""
        rules, outcome, path = self.plan.rules, self.exact.outcome, node.path
        is_word = is_pure(rules, path)  # its number only says which word
        value = None if is_word else fraction_of(outcome.values[path])
        raw = fraction_of(outcome.given[path])
        counts_as = Fraction(0) if value is None and place.zeroed else value
        shares = self.points.shares(node)
        multiples = None if shares else self.points.multiples(node)
        children = self.children(node, place, shares, multiples)
        judgement, read = taken(outcome.judged.get(path)), outcome.read.get(path)
        return TraceStep(
            node=node,
            name=self.seen.shared.get(path) or rules.short_name(path),
            source=self.source(node),
            value=value,
            printed=None if is_word else fraction_of(outcome.printed[path]),
            share=place.share,
            adds=self.points_of(place.factor, counts_as),
            costs=self.costs(node, place, counts_as),
            raw=raw if node.is_raw else None,
            computed=fraction_of(outcome.computed.get(path)),
            answers=self.counted(node),
            few=self.few(path),
            result=None if judgement is None else judgement.result,
            verdicts=tuple(self.judged(node)),
            plus=self.plus(node, place, shares, multiples),
            read=None if read is None or not node.is_raw else fraction_of(read.number),
            rating=word_said(self.plan, outcome, path) if node.bands and path != TOTAL else None,
            answered=self.answered(node),
            children=children,
        )

    def children(
        self, node: Node, place: _Place, shares: Mapping[str, Fraction], multiples: Multiples | None
    ) -> tuple[TraceStep, ...]:
        """The steps of a node's children."""
        factor = place.factor
        parts = shares if multiples is None else multiples.times
        around = {node.path: Fraction(1), **place.above}
        zeroed = counts_as_zero(node, self.exact.outcome.is_there)
        return tuple(
            self.step(
                child,
                _Place(
                    None if factor is None or child.path not in parts else factor * parts[child.path],
                    shares.get(child.path),
                    zeroed,
                    {owner: part * shares.get(child.path, 0) for owner, part in around.items()},
                    place.has_costs and multiples is None,
                ),
            )
            for child in node.children
        )

    def plus(
        self, node: Node, place: _Place, shares: Mapping[str, Fraction], multiples: Multiples | None
    ) -> Share | None:
        """What is added to what its children make: by `plus`, or by the number in a formula."""
        added = self.points.added(node)
        if multiples is not None and multiples.number:
            added = multiples.number + (added or 0)
        return self.points_of(place.factor, added) if shares or multiples is not None else None

    def costs(self, node: Node, place: _Place, value: Fraction | None) -> Share | None:
        """What lacks of the best, in points of the total; nothing where a limit would not let it count."""
        lacking = self.points.lacking(node, value) if value is not None and place.has_costs else None
        if lacking is None:
            return None
        more = -lacking if self.points.lower else lacking
        nodes = self.plan.rules.nodes
        if not all(self.points.lets_move(nodes[path], part * more) for path, part in place.above.items()):
            return None
        return self.points_of(place.factor, lacking)

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

    def answered(self, node: Node) -> tuple[str, ...]:
        """Its answer, where its unit gives one; where data give the score of it, the answers that earn it."""
        if own_words(self.plan.rules, node) is None or self.exact.state(node.path) is not State.KNOWN:
            return ()
        earning = words_earning(self.plan, self.exact.outcome, node.path)
        word = None if earning is not None else answer_said(self.plan, self.exact.outcome, node.path)
        return earning or (() if word is None else (word,))

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
        return replace(step, children=tuple(_shown(child, kind, places, None) for child in step.children))
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
    of_child = dict(zip(parts, cut_to, strict=False))
    children = [
        _shown(child, kind, places, of_child.get(number)) for number, child in enumerate(step.children)
    ]
    share = Share(own.exact, shown, places)
    if kind == "costs":
        return replace(step, costs=share, children=tuple(children))
    if plus is not None:
        last = cut_to[-1]
        plus = Share(plus.exact, cut(plus.exact, places) if last is None else last, places)
    return replace(step, adds=share, plus=plus, children=tuple(children))


__all__ = ["traced"]

"""The way to a rating: every node of one unit with its value, what it adds to the total and what it costs,
and what judged it.

All numbers are those of the exact arithmetic. What children add and cost adds up to what their parent does,
exactly; the figures that are shown are cut to some decimals so that they add up too."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal, cast

from ..data import Dataset
from ..data.row_values import given_of
from ..meaning.arithmetic.exact import Exact, round_exactly
from ..meaning.choosing import taken
from ..meaning.missing_policy import Policy
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Outcome, Plan
from ..meaning.states import Given, State
from ..meaning.ways import way_of
from ..rating.evaluation import Evaluation, evaluate_dataset
from ..words.diagnostics import Diagnostic, Text
from .conditions import Judged, band_verdict, taken_apart

Source = Literal[
    "given",
    "answers",
    "shared",
    "formula",
    "computed",
    "missing",
    "withheld",
    "refused",
    "undecided",
    "not applicable",
]
Answers = Mapping[str, Mapping[str, int]]
"""By path of a question: how often each option was answered."""

DUST = Fraction(1, 10**40)  # what irrational values may be off, which have 50 digits
MORE_DECIMALS = 2
"""With how many decimals more than scores what they add and cost is shown."""
MOST_DECIMALS = 20


@dataclass(frozen=True)
class Share:
    """A part of the total in points: exact, and as it is shown, with `places` decimals; shown parts of one
    node add up."""

    exact: Fraction
    shown: Fraction
    places: int


@dataclass(frozen=True)
class TraceStep:
    """A node on the way. `value` is before rounding and `printed` after; None where there is none. `share` is
    its weight among its siblings (0 to 1), None where it does not count by a weight; `adds` and `costs` are
    its points in the total and those that lack of the best it can reach, None where points cannot be shared
    out (below min, max, geometric and harmonic means, and below a node that is given otherwise than what is
    below it makes). `raw` is what a formula was given; `computed` what a given value stands for."""

    node: Node
    name: str
    source: Source
    value: Fraction | None
    printed: Fraction | None
    share: Fraction | None
    adds: Share | None
    costs: Share | None
    raw: Fraction | None = None
    computed: Fraction | None = None
    answers: tuple[tuple[str, Fraction, int], ...] = ()  # option, its score, how many gave it
    # of a node that asks for more respondents than there are: these, and how many it asks for
    few: tuple[int, int] | None = None
    result: str | None = None  # how the node is judged
    verdicts: tuple[Judged, ...] = ()
    children: tuple[TraceStep, ...] = ()

    @property
    def passes(self) -> bool | None:
        """Whether it gets the first judgement of its level, which is the best one; None where that is not
        told."""
        return self.verdicts[0].holds if self.verdicts else None

    def walk(self) -> Iterator[TraceStep]:
        """This step and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Trace:
    """How one unit came to its rating. `bands` are all of the rule set, in order; `lacks` is what a rating
    would take, where none is given; `exact` has what the exact arithmetic made of the unit."""

    unit: str
    root: TraceStep
    bands: tuple[Judged, ...]
    lacks: tuple[str, ...]
    notes: tuple[Text, ...]
    exact: ExactResult
    refused: tuple[str, ...] = ()  # paths of nodes of which the data have a value that cannot be right
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def rules(self) -> RuleSet:
        """The rule set by which the unit was rated."""
        return self.exact.plan.rules

    @property
    def outcome(self) -> Outcome[Exact, bool | None]:
        """By path: every node's value, before rounding and after."""
        return self.exact.outcome

    @property
    def rating(self) -> str | None:
        """The rating that is given; None where none is."""
        return self.exact.rating

    @property
    def given(self) -> Mapping[str, Exact]:
        """By path: what the data say, as far as it counts."""
        return self.outcome.given

    @property
    def given_at(self) -> int | None:
        """Which of the bands is the one given."""
        bands = self.outcome.bands
        return None if bands is None or self.rating is None else int(bands.number or 0)

    @property
    def better(self) -> tuple[str, ...]:
        """The ratings of the bands above the one given, the nearest first; all of them where none is
        given."""
        names = dict.fromkeys(
            band.name for band in reversed(self.bands[: self.given_at]) if band.name != self.rating
        )
        return tuple(names)

    @cached_property
    def _steps(self) -> Mapping[str, TraceStep]:
        return {step.node.path: step for step in self.root.walk()}

    def step(self, path: str) -> TraceStep:
        """The step of a node, by its path."""
        return self._steps[path]


@dataclass(frozen=True)
class Seen:
    """What the data say of one unit, and what became of it: all that its trace needs. `shared` are the nodes
    reported as one through an alias, with the names under which they are."""

    unit: str
    lacks: tuple[str, ...]
    notes: tuple[Text, ...]
    given: Given[Exact, bool | None]
    shared: Mapping[str, str]


def seen(evaluation: Evaluation) -> Iterator[Seen]:
    """Every unit of an evaluation, in the order of the data."""
    claims = evaluation.dataset.claims
    aliased = [claim for claim in claims.nodes if claim.alias is not None]
    for result, row in zip(evaluation.units(), evaluation.frame.iter_rows(named=True), strict=True):
        shared = {
            path: evaluation.name_of(path)
            for claim in aliased
            if row[claim.column] is not None
            for path in claim.paths
        }
        yield Seen(result.unit, result.lacks, result.notes, given_of(claims, row), shared)


def explain(rules: RuleSet, dataset: Dataset, unit: str, answers: Answers | None = None) -> Trace:
    """The trace of one unit of a dataset; `answers` are the counts of its answers, where the data are
    answers. Raises KenError where the data have no such unit."""
    evaluation = evaluate_dataset(rules, dataset.only(unit))
    (only,) = seen(evaluation)
    return replace(traced(rules, only, answers or {}), diagnostics=evaluation.diagnostics)


def traced(rules: RuleSet, seen_unit: Seen, answers: Answers) -> Trace:
    """The trace of a unit; `answers` are the counts of its answers, by path of a question."""
    plan = Plan.of(rules)
    exact = evaluate_exactly(plan, seen_unit.given)
    root = _TraceBuilder(plan, exact, seen_unit, answers).step(rules.total, Fraction(1))
    places = _places(rules, root)
    root = _shown(_shown(root, "adds", places, None), "costs", places, None)
    holds: Sequence[bool | None] = (
        [None] * len(rules.bands) if exact.outcome.bands is None else exact.outcome.bands.holds
    )
    verdicts = tuple(
        _judged_band(plan, exact, band, is_held) for band, is_held in zip(rules.bands, holds, strict=True)
    )
    refused = tuple(path for path, is_refused in seen_unit.given.refused.items() if is_refused)
    return Trace(seen_unit.unit, root, verdicts, seen_unit.lacks, seen_unit.notes, exact, refused)


def _places(rules: RuleSet, root: TraceStep) -> int:
    """With how many decimals points are shown: so many that their sum is rounded as the total is."""
    places = rules.scale.decimals + MORE_DECIMALS
    if root.adds is None:
        return places
    for more in range(MOST_DECIMALS):
        shown = _cut(root.adds.exact, places + more)
        if round_exactly(shown, rules.scale.decimals, rules.scale.rounding) == root.printed:
            return places + more
    return places


def _cut(value: Fraction, places: int) -> Fraction:
    return Fraction(math.floor(value * 10**places + Fraction(1, 2)), 10**places)


def _judged_band(plan: Plan, exact: ExactResult, band: Band, holds: bool | None) -> Judged:
    known = all(
        exact.outcome.printed.get(path) is not None
        for path in ([TOTAL] if band.when is None else [TOTAL, *plan.referred(band.when)])
    )
    return band_verdict(plan, band, exact.outcome, holds) if known else Judged(band.rating, None, ())


@dataclass(frozen=True)
class _TraceBuilder:
    """Makes the steps of one unit, from the total down."""

    plan: Plan
    exact: ExactResult
    seen: Seen
    answers: Answers

    def step(
        self, node: Node, factor: Fraction | None, share: Fraction | None = None, *, zeroed: bool = False
    ) -> TraceStep:
        """The node's step; `factor` is what a point of it is worth in the total, None where points cannot be
        shared out; `zeroed` whether it counts as 0 where it has no value."""
        rules, outcome = self.plan.rules, self.exact.outcome
        path = node.path
        value, printed, raw = (
            _fraction(outcome.values[path]),
            _fraction(outcome.printed[path]),
            _fraction(outcome.given[path]),
        )
        counts_as = Fraction(0) if value is None and zeroed else value
        places = rules.scale.decimals + MORE_DECIMALS
        adds = costs = None
        if factor is not None and counts_as is not None:
            adds, costs = (
                Share(points, points, places)
                for points in (factor * counts_as, factor * (self.best(node) - counts_as))
            )
        shares, zero = self.shares(node), Policy.of(node).fills
        worth = {
            child.path: factor * shares[child.path]
            for child in node.children
            if factor is not None and child.path in shares
        }
        children = tuple(
            self.step(child, worth.get(child.path), shares.get(child.path), zeroed=zero)
            for child in node.children
        )
        return TraceStep(
            node,
            self.seen.shared.get(path) or rules.short_name(path),
            self.source(node),
            value,
            printed,
            share,
            adds,
            costs,
            raw if node.is_raw else None,
            _fraction(outcome.computed.get(path)),
            self.counted(node),
            self.few(path),
            None if (judgement := taken(outcome.judged.get(path))) is None else judgement.result,
            tuple(self.judged(node)),
            children,
        )

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

    def shares(self, node: Node) -> Mapping[str, Fraction]:
        """By path of each child that counts: its share in the node's value. Nothing where points cannot be
        shared out: also where the value is given, and not what is below it makes."""
        values, computed = self.exact.outcome.values, self.exact.outcome.computed.get(node.path)
        stands = self.exact.outcome.given[node.path] is not None and computed != values[node.path]
        if stands or values[node.path] is None or not node.children:
            return {}
        counted = [
            child for child in node.children if values[child.path] is not None or Policy.of(node).fills
        ]
        shares = way_of(node).shares([child.relative_weight for child in counted])
        return {} if shares is None else dict(zip((child.path for child in counted), shares, strict=True))

    def best(self, node: Node) -> Fraction:
        """The most that a node can be, of children that count."""
        shares = self.shares(node)
        if not shares:
            return self.plan.reach.ends(node)[1]
        return sum(
            (shares[child.path] * self.best(child) for child in node.children if child.path in shares),
            Fraction(0),
        )

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


def _fraction(value: Exact) -> Fraction | None:
    return None if value is None else Fraction(value)


def _shown(step: TraceStep, kind: Literal["adds", "costs"], places: int, shown: Fraction | None) -> TraceStep:
    """The step with what is shown of its points cut so that the children's add up to it (the largest
    remainders go up)."""
    own: Share | None = getattr(step, kind)
    if own is None:
        return step
    unit = Fraction(1, 10**places)
    if shown is None:
        shown = _cut(own.exact, places)
    parts = [
        (number, part.exact)
        for number, child in enumerate(step.children)
        if (part := getattr(child, kind)) is not None
    ]
    cut = (
        _apportioned([exact for _, exact in parts], shown, unit)
        if parts and abs(sum(exact for _, exact in parts) - own.exact) < DUST
        else {}
    )
    children = list(step.children)
    for part, (number, _) in enumerate(parts):
        children[number] = _shown(children[number], kind, places, cut.get(part))
    share = Share(own.exact, shown, places)
    return (
        replace(step, adds=share, children=tuple(children))
        if kind == "adds"
        else replace(step, costs=share, children=tuple(children))
    )


def _apportioned(parts: Sequence[Fraction], whole: Fraction, unit: Fraction) -> dict[int, Fraction]:
    """The parts as multiples of the unit that add up to the whole, itself a multiple of it."""
    floors = [math.floor(part / unit) for part in parts]
    left = int(whole / unit) - sum(floors)
    by_remainder = sorted(
        range(len(parts)), key=lambda number: (floors[number] - parts[number] / unit, number)
    )
    raised = set(by_remainder[:left])
    return {number: (floor + (number in raised)) * unit for number, floor in enumerate(floors)}


__all__ = ["Answers", "Seen", "Share", "Trace", "TraceStep", "explain", "seen", "traced"]

"""What is known of the way to a rating: every node of one unit with its value, what it adds to the total and
what it costs, what its steps did, and what judged it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from ..meaning.arithmetic.exact import Exact
from ..meaning.model import TOTAL, Node, RuleSet
from ..meaning.one_unit import ExactResult
from ..meaning.plan import Outcome
from ..meaning.states import Given
from ..words.diagnostics import Diagnostic, Text
from .conditions import Judged
from .shown_points import Share

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
    plus: Share | None = None  # what is added to what its children make, in points of the total
    read: Fraction | None = None  # the raw value, as it is read
    rating: str | None = None  # by its own bands
    answered: tuple[str, ...] = ()  # the answer of its unit; several where they earn the score that is given
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
    asked: RuleSet | None = None  # the rule set that was asked for, where a variant of it holds for the unit
    given_values: Mapping[str, Exact] = field(default_factory=dict)  # by path: what stands in the data
    second_edition: bool = False

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
    def banded_at(self) -> int | None:
        """Which of the bands is the one that the bands themselves gave, before notches and limits of the
        rating."""
        record, bands = self.outcome.ratings.get(TOTAL), self.outcome.bands
        if record is None or bands is None or self.rating is None or record.banded is None:
            return self.given_at
        return int(record.banded) if record.banded < bands.none else self.given_at

    @property
    def better(self) -> tuple[str, ...]:
        """The ratings of the bands above the one given, the nearest first; all but the worst where none is
        given; none where ratings have no order."""
        if self.rules.scale.better == "none":
            return ()
        names = dict.fromkeys(
            band.name
            for band in reversed(self.bands[: -1 if self.given_at is None else self.given_at])
            if band.name != self.rating
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


__all__ = ["Answers", "Seen", "Source", "Trace", "TraceStep"]

"""What a rule set says, as frozen data: no files, no arithmetic, no messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from ..words.diagnostics import Position
from ..words.hints import as_typed
from .answer_scale import AnsweredBy as AnsweredBy
from .answer_scale import AnswerScale as AnswerScale
from .lineage import Lineage
from .meant_findings import Suppression as Suppression
from .possible import Possible as Possible
from .possible import Span as Span
from .reference import ReferenceTable
from .scoring import Adjustment, Case, PointsTable, RatingLimit, RawValue, Refusal, RoundStep, StandIn
from .titles import PLAIN as PLAIN
from .titles import UNTITLED as UNTITLED
from .titles import Title as Title

if TYPE_CHECKING:
    from .expressions import Expression
    from .statements import Statement

Rounding = Literal["half_up", "half_even", "down", "up"]
Missing = Literal["error", "skip", "zero"]
HitPolicy = Literal["first", "unique"]
Better = Literal["higher", "lower", "none"]

LEVELS: Mapping[str, str] = {
    "instruments": "instrument",
    "indicators": "indicator",
    "subindicators": "subindicator",
    "questions": "question",
    "parts": "part",
}
"""The keys under which children stand, and what one of these children is called."""

TOTAL = "total"
"""The id of the node over all others."""

RAW_LIMIT = Fraction(10**15)
"""Values that nothing else bounds lie between -10^15 and 10^15."""

NO_NUMBER = "none"
"""How a node is combined of which no number is made."""

NOWHERE = Position("")

INPUT = "input"
"""The level of a fact about a unit, which has no score."""

_SECOND: Mapping[str, int] = {"edition": 2}
"""Of fields that fingerprints leave out where they are not used."""


def is_below(path: str, owner: str) -> bool:
    """Whether a node stands below another one, by their paths."""
    return owner == TOTAL or path.startswith(f"{owner}.")


def above_of(path: str) -> tuple[str, ...]:
    """The paths of the nodes above one, the total first."""
    steps = path.split(".") if path != TOTAL else []
    return (TOTAL, *(".".join(steps[:depth]) for depth in range(1, len(steps)))) if steps else ()


def _in_order(some: Sequence[str], all_: Sequence[str]) -> bool:
    """Whether all of some steps stand among others, in their order."""
    rest = iter(all_)
    return all(step in rest for step in some)


@dataclass(frozen=True)
class Scale:
    """Scores that data give lie in [minimum, maximum], and every score is rounded to `decimals` by `rounding`
    where it is shown or compared. Where an end is not `bounded` nothing is held against it: it is where the
    total ends. `better` says which way is up."""

    minimum: Fraction
    maximum: Fraction
    decimals: int
    rounding: Rounding
    bounded_below: bool = field(default=True, metadata=_SECOND)
    bounded_above: bool = field(default=True, metadata=_SECOND)
    better: Better = field(default="higher", metadata=_SECOND)
    measure: str | None = field(default=None, metadata=_SECOND)


@dataclass(frozen=True)
class Threshold:
    """A number that conditions may call by its name."""

    id: str
    value: Fraction
    title: Title = UNTITLED
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Node:
    """Something with a score. `path` is its ids from below the total, joined by dots; the total's own path is
    "total"."""

    id: str
    path: str
    level: str
    title: Title = UNTITLED
    weight: Fraction | None = None
    weight_is_percent: bool = False
    combine: str = "mean"  # the name of a way of scoring
    children: tuple[Node, ...] = ()
    missing: Missing = "error"
    min_coverage: Fraction = Fraction(0)
    min_respondents: int = 0
    answers: str | None = None
    reversed: bool = False
    score: Expression | None = None
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)
    places: Mapping[str, Position] = field(default_factory=dict, compare=False)  # by key of its mapping
    # what its raw value can be, if it has one
    value: RawValue | None = field(default=None, metadata=_SECOND)
    of: Expression | None = field(default=None, metadata=_SECOND)
    points: PointsTable | None = field(default=None, metadata=_SECOND)
    cases: tuple[Case, ...] = field(default=(), metadata=_SECOND)
    best: int | None = field(default=None, metadata=_SECOND)
    applies: Expression | None = field(default=None, metadata=_SECOND)
    stand_in: StandIn | None = field(default=None, metadata=_SECOND)
    plus: tuple[Adjustment, ...] = field(default=(), metadata=_SECOND)
    at_least: tuple[Adjustment, ...] = field(default=(), metadata=_SECOND)
    at_most: tuple[Adjustment, ...] = field(default=(), metadata=_SECOND)
    round: RoundStep | None = field(default=None, metadata=_SECOND)
    decimals: int | None = field(default=None, metadata=_SECOND)  # None: the scale's
    refuse: tuple[Refusal, ...] = field(default=(), metadata=_SECOND)
    bands: tuple[Band, ...] = field(default=(), metadata=_SECOND)  # of the total: RuleSet.bands
    notches: tuple[Adjustment, ...] = field(default=(), metadata=_SECOND)
    no_better_than: tuple[RatingLimit, ...] = field(default=(), metadata=_SECOND)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict, metadata=_SECOND)
    better: Better | None = field(default=None, metadata=_SECOND)  # None: the scale's
    measure: str | None = field(default=None, metadata=_SECOND)
    is_whole: bool = field(default=False, metadata=_SECOND)  # within it, `total` is this node
    kin: tuple[str, str] | None = field(default=None, compare=False)  # key of its layer, and path there

    @property
    def is_raw(self) -> bool:
        """Whether data give it a raw value, of which its score is made."""
        return self.value is not None

    @property
    def relative_weight(self) -> Fraction:
        """Its weight among its siblings; all are alike where none is written."""
        return Fraction(1) if self.weight is None else self.weight

    def at(self, key: str) -> Position:
        """Where the value of a key stands; where the node does when the key is not written."""
        return self.places.get(key, self.position)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Judgement:
    """What a node of a level is judged to be where `when` holds of its printed score; the first counts."""

    result: str
    when: Expression
    title: Title = UNTITLED
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Band:
    """A rating: given when the printed total lies in [minimum, maximum] and `when` holds; None is no
    condition."""

    rating: str
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    when: Expression | None = None
    title: Title = UNTITLED
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)
    above: bool = field(default=False, metadata=_SECOND)  # without the minimum itself
    below: bool = field(default=False, metadata=_SECOND)  # without the maximum itself
    minimum_position: Position = field(default=NOWHERE, compare=False)
    maximum_position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Target:
    """At least `at_least` (0 to 1) of the rated units meet `condition`."""

    id: str
    condition: Expression
    at_least: Fraction
    title: Title = UNTITLED
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)
    share_position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class OwnClaim:
    """What is to stay true of the results of a rule set. `statement` is what it says (see statements.py)."""

    id: str
    statement: Statement
    title: Title = UNTITLED
    because: Title = UNTITLED
    position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class RuleSet:
    """A rule set, resolved: what it extends is already laid under it."""

    id: str
    title: Title
    unit: str
    scale: Scale
    total: Node
    bands: tuple[Band, ...]
    hit_policy: HitPolicy = "first"
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    answers: Mapping[str, AnswerScale] = field(default_factory=dict)
    judgements: Mapping[str, tuple[Judgement, ...]] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # to paths
    targets: tuple[Target, ...] = ()
    effective: tuple[str | None, str | None] = (None, None)
    source: str | None = None
    subject: Title = UNTITLED  # the field that it is of: food, health
    corresponds: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    inputs: Mapping[str, Node] = field(default_factory=dict, metadata=_SECOND)
    worded: frozenset[str] = frozenset()  # paths of what data give the number of a word, and no score
    # the inputs whose words choose a variant, and by these words (None: one without a patch) the variants
    choosing: tuple[str, ...] = field(default=(), metadata=_SECOND)
    variants: Mapping[tuple[str | None, ...], RuleSet] = field(default_factory=dict, metadata=_SECOND)
    tables: Mapping[str, ReferenceTable] = field(default_factory=dict, metadata=_SECOND)
    lent: Mapping[str, Node] = field(default_factory=dict)  # by path: what data can give in variants alone
    fingerprint: str = ""
    files: tuple[str, ...] = ()
    asked_as: str = field(default="", compare=False)  # the name or path by which it was looked for
    taken: tuple[str, ...] = field(default=(), compare=False)  # the files of rule sets that `like` takes
    suppressions: Mapping[str, Suppression] = field(default_factory=dict)  # by check
    claims: tuple[OwnClaim, ...] = field(default=(), compare=False)
    position: Position = field(default=NOWHERE, compare=False)
    places: Mapping[str, Position] = field(default_factory=dict, compare=False)  # by key, scale.decimals too
    alias_positions: Mapping[str, Position] = field(default_factory=dict, compare=False)
    notes: tuple[tuple[str, Title], ...] = field(default=(), compare=False)  # what each is of, and its text
    lineage: Lineage | None = field(default=None, compare=False)  # the layers that it comes from
    made_of: tuple[RuleSet, ...] = field(default=(), compare=False)  # of one put together in a comparison

    def at(self, key: str) -> Position:
        """Where the value of a key of the rule set stands; its beginning when the key is not written."""
        return self.places.get(key, self.position)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by path, the total first, parents before children."""
        return {node.path: node for node in self.total.walk()}

    @cached_property
    def conditions(self) -> tuple[tuple[str, Expression], ...]:
        """Every condition, with the rating, the result or the target that it is of."""
        return (
            *((band.rating, band.when) for band in self.bands if band.when is not None),
            *((own.result, own.when) for judgements in self.judgements.values() for own in judgements),
            *((target.id, target.condition) for target in self.targets),
        )

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Every way to write a node's name (its path or an end of it), and the paths it can mean."""
        paths_by_name: dict[str, list[str]] = {}
        for path in self.readable:
            steps = path.split(".")
            for start in range(len(steps)):
                paths_by_name.setdefault(".".join(steps[start:]), []).append(path)
        return {name: tuple(paths) for name, paths in paths_by_name.items()}

    @cached_property
    def table_columns(self) -> Mapping[str, ReferenceTable]:
        """The columns of reference tables as expressions name them (growth.m), each with its table."""
        return {f"{table.id}.{name}": table for table in self.tables.values() for name in table.columns}

    @cached_property
    def unclear(self) -> Mapping[str, tuple[str, ...]]:
        """Of `names` those that can mean several paths."""
        return {name: paths for name, paths in self.names.items() if len(paths) > 1}

    def meant(self, name: str) -> tuple[str, ...]:
        """The paths that a name in data can mean: those of `names`, else with steps left out (survey.q3)."""
        paths = self.names.get(name, ())
        if paths or "." not in name:
            return paths
        steps = name.split(".")
        return tuple(path for path in self.names.get(steps[-1], ()) if _in_order(steps, path.split(".")))

    @cached_property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """The lists that conditions may use (instruments, …): the paths of all nodes of that level."""
        levels = {
            plural: tuple(n.path for n in self.nodes.values() if n.level == level)
            for plural, level in LEVELS.items()
        }
        return {plural: paths for plural, paths in levels.items() if paths}

    @cached_property
    def entries(self) -> Mapping[str, Node]:
        """Everything that has a value, by path: nodes and inputs."""
        return {**self.nodes, **self.inputs}

    @cached_property
    def readable(self) -> Mapping[str, Node]:
        """Everything that data can give a value, by path: nodes and inputs, those of variants too."""
        return {**self.lent, **self.entries}

    def limits(self, node: Node) -> tuple[Fraction, Fraction]:
        """Between which values data may give a node: its own range, what its answers can earn, or the
        scale."""
        low = self.scale.minimum if self.scale.bounded_below else None
        high = self.scale.maximum if self.scale.bounded_above else None
        if node.value is not None:
            low, high = node.value.minimum, node.value.maximum
        elif node.answers is not None and node.answers in self.answers:
            scores = self.answers[node.answers].options.values()
            low, high = min(scores), max(scores)
        return (-RAW_LIMIT if low is None else low), (RAW_LIMIT if high is None else high)

    def steps(self, node: Node) -> tuple[Fraction, ...]:
        """The only scores that a question can have, lowest first, where its unit answers it once; none for
        other nodes."""
        scale = self.answers.get(node.answers or "") if not node.children and node.value is None else None
        if scale is None or scale.answered_by != "unit":
            return ()
        return tuple(
            sorted(
                {
                    score
                    for word in scale.options
                    if (score := scale.score(word, reversed_=node.reversed)) is not None
                }
            )
        )

    def possible(self, node: Node) -> Possible:
        """What data may give a node: a value within its limits; where its unit answers it once, the score of
        an answer."""
        steps = self.steps(node)
        if node.path in self.worded or (node.level == INPUT and node.answers is not None):
            scale = self.answers[node.answers or ""]
            count = len(scale.words) + len(scale.scores_given(reversed_=node.reversed))
            steps = tuple(Fraction(number) for number in range(count))
        spans = tuple((step, step) for step in steps) or (self.limits(node),)
        if node.value is None:
            return Possible(spans)
        if node.value.step is not None:
            return Possible(spans, step=node.value.step, base=node.value.minimum or Fraction(0))
        places = node.value.decimals
        if places is not None and node.value.rounding is not None:
            return Possible(spans, rounded=(places, node.value.rounding))
        return Possible(spans, step=None if places is None else Fraction(1, 10**places))

    def better_at(self, node: Node) -> Better:
        """Which way is up at a node."""
        return node.better or self.scale.better

    @property
    def typed(self) -> str:
        """What it is called on a command line."""
        return as_typed(self.asked_as or self.id)

    def short_name(self, path: str) -> str:
        """The node's id where that is unique, else its path."""
        last = path.rsplit(".", 1)[-1]
        return last if len(self.names[last]) == 1 else path

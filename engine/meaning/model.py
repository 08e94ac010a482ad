"""What a rule set says, as frozen data: no files, no arithmetic, no messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..words.diagnostics import Position
from ..words.language import fallbacks

if TYPE_CHECKING:
    from .expressions import Expression

Rounding = Literal["half_up", "half_even", "down", "up"]
Missing = Literal["error", "skip", "zero"]
HitPolicy = Literal["first", "unique"]
AnsweredBy = Literal["respondents", "unit"]

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
"""Raw values of questions with a formula lie between -10^15 and 10^15."""

NOWHERE = Position("")


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


PLAIN = "plain"
"""What stands for the language of a text that is in none."""


class Title(Mapping[str, str]):
    """A label by language, as far as the rule set gives it; one without a language stands under PLAIN. It
    cannot be changed, and can be a key. The order is that in which one text stands for another."""

    __slots__ = ("_texts",)

    def __init__(self, given: str | Mapping[str, str | None] | None = None) -> None:
        texts = given if isinstance(given, Mapping) else {PLAIN: given}
        order = [PLAIN, *fallbacks([language for language in texts if language != PLAIN])]
        self._texts = {language: text for language in order if (text := texts.get(language))}

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Title({self._texts!r})"

    def in_language(self, language: str) -> str | None:
        """The text in a language; where there is none, the one that stands for it, or None."""
        return self._texts.get(language) or next(iter(self._texts.values()), None)


UNTITLED = Title()


@dataclass(frozen=True)
class Scale:
    """Every score lies in [minimum, maximum], and is rounded to `decimals` by `rounding` where it is shown or
    compared."""

    minimum: Fraction
    maximum: Fraction
    decimals: int
    rounding: Rounding


@dataclass(frozen=True)
class Threshold:
    """A number that conditions may call by its name."""

    id: str
    value: Fraction
    title: Title = UNTITLED
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class AnswerScale:
    """Answer text to score. `answered_by`: a question has a mean of many answers, or one answer for the
    unit."""

    id: str
    options: Mapping[str, Fraction]
    title: Title = UNTITLED
    source: str | None = None
    answered_by: AnsweredBy = "respondents"
    position: Position = field(default=NOWHERE, compare=False)
    option_positions: Mapping[str, Position] = field(default_factory=dict, compare=False)

    def score(self, answer: str, *, reversed_: bool) -> Fraction | None:
        """The score of an answer; turned round about the middle of the scale's own scores for reversed
        questions."""
        score = self.options.get(answer)
        if score is None or not reversed_:
            return score
        return min(self.options.values()) + max(self.options.values()) - score


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
    raw_minimum: Fraction | None = None
    raw_maximum: Fraction | None = None
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)
    places: Mapping[str, Position] = field(default_factory=dict, compare=False)  # by key of its mapping

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


Span: TypeAlias = tuple[Fraction, Fraction]
"""Every number between two, both included."""


@dataclass(frozen=True)
class Possible:
    """The values that something can have: those of `spans`, lowest first. Where it is not `exact`, no others,
    and perhaps not all of these."""

    spans: tuple[Span, ...]
    exact: bool = True

    @property
    def low(self) -> Fraction:
        """The least value; what it can have is never empty."""
        return self.spans[0][0]

    @property
    def high(self) -> Fraction:
        """The greatest value."""
        return self.spans[-1][1]

    @cached_property
    def only(self) -> tuple[Fraction, ...]:
        """Where these are single values: these, lowest first."""
        return tuple(low for low, _ in self.spans) if all(low == high for low, high in self.spans) else ()

    def takes(self, value: Fraction) -> bool:
        """Whether a value lies within one of the spans."""
        return any(low <= value <= high for low, high in self.spans)

    def up_to(self, share: Fraction) -> Fraction:
        """The greatest value that is not beyond a share (0 to 1) of the way from the lowest to the
        highest."""
        wanted = self.low + (self.high - self.low) * share
        return max(min(high, wanted) for low, high in self.spans if low <= wanted)


@dataclass(frozen=True)
class Judgement:
    """What a node of some level is judged to be where `when` holds of its printed score; the first that holds
    counts."""

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
    rank: int | None = None
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)
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
class Suppression:
    """Findings of one check that are meant: of the ratings or ids in `ignore`, for the reason in
    `because`."""

    ignore: tuple[str, ...]
    because: str
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
    fingerprint: str = ""
    files: tuple[str, ...] = ()
    suppressions: Mapping[str, Suppression] = field(default_factory=dict)  # by check
    position: Position = field(default=NOWHERE, compare=False)
    # by key of its mapping; of scale: scale.decimals
    places: Mapping[str, Position] = field(default_factory=dict, compare=False)
    alias_positions: Mapping[str, Position] = field(default_factory=dict, compare=False)

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
        for path in self.nodes:
            steps = path.split(".")
            for start in range(len(steps)):
                paths_by_name.setdefault(".".join(steps[start:]), []).append(path)
        return {name: tuple(paths) for name, paths in paths_by_name.items()}

    @cached_property
    def unclear(self) -> Mapping[str, tuple[str, ...]]:
        """Of `names` those that can mean several paths."""
        return {name: paths for name, paths in self.names.items() if len(paths) > 1}

    def meant(self, name: str) -> tuple[str, ...]:
        """The paths that a name in data can mean: those of `names`, else of nodes below others with steps
        left out (survey.q3)."""
        paths = self.names.get(name, ())
        if paths or "." not in name:
            return paths
        steps = name.split(".")
        return tuple(path for path in self.names.get(steps[-1], ()) if _in_order(steps, path.split(".")))

    @cached_property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """The lists that conditions may use (instruments, indicators, …): the paths of all nodes of that
        level."""
        levels = {
            plural: tuple(n.path for n in self.nodes.values() if n.level == level)
            for plural, level in LEVELS.items()
        }
        return {plural: paths for plural, paths in levels.items() if paths}

    def limits(self, node: Node) -> tuple[Fraction, Fraction]:
        """Between which values data may give a node: its own range, what its answers can earn, or the
        scale."""
        low, high = self.scale.minimum, self.scale.maximum
        if node.answers is not None and node.answers in self.answers and node.score is None:
            scores = self.answers[node.answers].options.values()
            low, high = min(scores), max(scores)
        if node.score is not None:
            low, high = -RAW_LIMIT, RAW_LIMIT
        return (
            low if node.raw_minimum is None else node.raw_minimum,
            high if node.raw_maximum is None else node.raw_maximum,
        )

    def steps(self, node: Node) -> tuple[Fraction, ...]:
        """The only scores that a question can have, lowest first, where its unit answers it once; none for
        other nodes."""
        scale = self.answers.get(node.answers or "") if not node.children and node.score is None else None
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
        return Possible(tuple((step, step) for step in steps) or (self.limits(node),))

    def short_name(self, path: str) -> str:
        """The node's id where that is unique, else its path."""
        last = path.rsplit(".", 1)[-1]
        return last if len(self.names[last]) == 1 else path

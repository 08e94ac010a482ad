"""What a run of a plan has found, and what names stand for in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias

from .arithmetic import Number, Truth
from .choosing import Chosen
from .model import Band, Judgement
from .scope import Scope
from .states import Value
from .step_records import HeardOf, StepRecord
from .word_options import Choice, Options, WordKind

Values: TypeAlias = "dict[str, Number | None]"


@dataclass
class RatingRecord(Generic[Number, Truth]):
    """What rated a node: whether all is known, or does not apply, that a rating hangs on; the number of the
    band that its bands gave, by how many places each notch moved it (0 where it does not hold), and the
    number after all notches; of each limit, by its rating, whether each of its conditions holds."""

    rated: Truth
    banded: Number
    moves: list[Number] = field(default_factory=list)
    notched: Number | None = None
    limits: dict[str, list[Truth]] = field(default_factory=dict)


@dataclass
class Outcome(Generic[Number, Truth]):
    """What a run found. A path that no data can give a value is not in the mappings (or has None)."""

    nodes: dict[str, Value[Number, Truth]] = field(default_factory=dict)  # with their states; inputs too
    values: Values[Number] = field(default_factory=dict)  # at full precision
    printed: Values[Number] = field(default_factory=dict)  # rounded: what is shown and judged
    given: Values[Number] = field(default_factory=dict)  # what data give and counts
    read: dict[str, Value[Number, Truth]] = field(default_factory=dict)  # raw values, as they are read
    # by node that asks for respondents: there are some, and not enough
    few: dict[str, Truth] = field(default_factory=dict)
    judged: dict[str, Chosen[Number, Truth, Judgement]] = field(default_factory=dict)
    rated: Truth | None = None  # what bands look at is known; None: for no unit
    bands: Chosen[Number, Truth, Band] | None = None  # means nothing where `rated` does not hold
    # by node and rating: whether it is rated no better than this
    limits: dict[tuple[str, str], Truth] = field(default_factory=dict)
    # given and computed value disagree beyond rounding
    differs: dict[str, Truth] = field(default_factory=dict)
    computed: dict[str, Number] = field(default_factory=dict)  # what a given value stands in the place of
    # by node with bands of its own: its rating, with its states; the number of the word in `words`
    node_bands: dict[str, Chosen[Number, Truth, Band]] = field(default_factory=dict)
    words: dict[tuple[str, WordKind], Value[Number, Truth]] = field(default_factory=dict)
    # by node with bands: what its bands, then its notches, then each limit of its rating did
    ratings: dict[str, RatingRecord[Number, Truth]] = field(default_factory=dict)
    # by node: what its steps did, where the run is to keep it
    records: dict[str, StepRecord] | None = None
    # by node: what its steps heard of its rules, where the run is to keep that
    heard: dict[str, HeardOf] | None = None
    # what was looked up in reference tables, by the name of the column
    columns: dict[str, Value[Number, Truth]] = field(default_factory=dict)

    def is_there(self, path: str) -> bool:
        """Whether a node has a value, where a run is exact."""
        return self.values[path] is not None

    def word(self, path: str) -> Value[Number, Truth]:
        """The number of the word that is said of a node: of its rating, else of its answer."""
        return self.words.get((path, "rating")) or self.words.get((path, "answer")) or self.nodes[path]


@dataclass(frozen=True)
class NamesOf(Generic[Number, Truth]):
    """What names stand for where an expression stands (`scope`): `own` has names that mean something in it
    alone (`own_judged` those that are printed otherwise), `value_of` gives what a path has, printed or
    carried, or a column of a reference table, `word_of` the number of a word, `number` a threshold, `nothing`
    what own names are that have no value here."""

    scope: Scope
    own: Mapping[str, Any]
    value_of: Callable[[str, bool], Any]
    word_of: Callable[[Choice], Any]
    number: Callable[[Any], Any]
    nothing: Callable[[], Any]
    own_judged: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, name: str, *, judged: bool) -> Any:
        """What a name stands for; a list of nodes is a tuple."""
        if judged and name in self.own_judged:
            return self.own_judged[name]
        if name in self.own:
            return self.own[name]
        named = self.scope.find(name)
        assert named is not None, name
        if named.kind == "own":
            return self.nothing()
        if named.kind == "threshold":
            return self.number(named.number)
        if named.kind == "column":
            return self.value_of(name, judged)
        values = tuple(self.value_of(path, judged) for path in named.paths)
        return values if named.kind == "list" else values[0]

    def options(self, name: str) -> Options | None:
        """The words that a name can have for a value, with their numbers."""
        options = None if name in self.own else self.scope.options(name)
        return None if options is None else options.with_numbers(self.word_of)


__all__ = ["NamesOf", "Outcome", "RatingRecord", "Values"]

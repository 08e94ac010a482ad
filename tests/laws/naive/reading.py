"""A whole rule set of the second edition, read from plain YAML data.

`data_of(text)` reads a text as rule sets are meant (`no` and `1:30` are texts); `Book.from_data(data)` reads
the rules. Variants are `patches`."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import yaml

from .expressions import names, read
from .first import LEVELS
from .numbers import THAI, exact, exact_or_none, percent
from .tables import Tables

Written = Mapping[str, Any]


_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc]
    """Only `true`, `false`, `null` and numbers are no texts."""


_Loader.yaml_implicit_resolvers = {
    letter: [
        (tag, pattern)
        for tag, pattern in found
        if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
    ]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false|True|False)$"), "tfTF")
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), "-+0123456789")
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?$"), "-+0123456789"
)


def data_of(text: str) -> dict[str, Any]:
    """The plain data of a rule set's text."""
    found: dict[str, Any] = yaml.load(text, _Loader)
    return found


def word_of(written: Any) -> str:
    """A word as it is written, whatever YAML took it for."""
    return str(written).lower() if isinstance(written, bool) else str(written).strip()


@dataclass(frozen=True)
class Measure:
    """The scale: how scores are printed, what may be given, and which end is better."""

    low: Fraction | None
    high: Fraction | None
    decimals: int
    rounding: str
    better: str


@dataclass(frozen=True)
class Kind:
    """What a raw value or an input can be; `empty` is the cell that stands for an empty one."""

    low: Fraction | None = None
    high: Fraction | None = None
    decimals: int | None = None
    step: Fraction | None = None
    rounding: str | None = None
    words: tuple[str, ...] | None = None
    empty: Any = None


@dataclass(frozen=True)
class Choice:
    """Words with what they give: a score, `missing`, `not_applicable`, or nothing but the word (None)."""

    options: Mapping[str, Fraction | str | None]
    answered_by: str | None = None
    named: bool = False

    @property
    def scores(self) -> list[Fraction]:
        return [each for each in self.options.values() if isinstance(each, Fraction)]

    @property
    def scored(self) -> bool:
        """Whether the words have numbers."""
        return any(each is not None for each in self.options.values())

    def earned(self, word: str, *, turned: bool) -> Fraction | str | None:
        """What a word gives in a question, which may be turned round."""
        score = self.options[word]
        if turned and isinstance(score, Fraction):
            return min(self.scores) + max(self.scores) - score
        return score


@dataclass(frozen=True)
class Way:
    """One way of scoring, with the condition it is taken on; `of` is looked up instead of the raw value."""

    kind: str
    content: Any = None
    when: tuple[Any, ...] = ()
    of: Any = None


@dataclass
class Item:
    """A node. What is inherited has been handed down."""

    path: str
    level: str
    above: Item | None
    written: Written
    children: list[Item] = field(default_factory=list)
    weight: Fraction = Fraction(1)
    policy: str = "error"
    coverage: Fraction = Fraction(0)
    own_missing: Fraction | str | None = None
    choice: Choice | None = None
    answered_by: str | None = None
    decimals: int = 0
    better: str = "higher"
    thresholds: dict[str, Fraction] = field(default_factory=dict)
    value: Kind | None = None
    ways: list[Way] = field(default_factory=list)
    searched: bool = False
    bands: list[Written] = field(default_factory=list)

    @property
    def below(self) -> list[Item]:
        """All nodes below this one."""
        return [item for child in self.children for item in (child, *child.below)]

    @property
    def choices(self) -> list[Choice]:
        """The answers of its ways."""
        return [way.content for way in self.ways if way.kind == "answers"]

    @property
    def turned(self) -> bool:
        return bool(self.written.get("reversed"))

    @property
    def by_unit(self) -> bool:
        """Whether the unit itself answers; else the mean of respondents' answers is its score."""
        own = self.written.get("answered_by")
        named = [choice for choice in self.choices if choice.named]
        if own:
            return bool(own == "unit")
        if named and named[0].answered_by:
            return named[0].answered_by == "unit"
        if self.answered_by:
            return self.answered_by == "unit"
        return not (named and named[0].scored and self.value is None and len(self.ways) == 1)

    @property
    def column(self) -> str:
        """What a cell of its column is: a `raw` value, an `answer`, or a `score`."""
        if self.children:
            return "score"
        if self.value or any(way.kind == "points" for way in self.ways) or self.reads_raw:
            return "raw"
        return "answer" if self.choices and not self.looks_elsewhere else "score"

    @property
    def looks_elsewhere(self) -> bool:
        """Whether it looks up something else than its raw value."""
        return any(way.of is not None for way in self.ways)

    @property
    def reads_raw(self) -> bool:
        """Whether a formula or condition of its own names `value`."""
        keys = ("of", "score", "cases", "applies", "refuse", "plus", "at_least", "at_most")
        return any("value" in _named(self.written.get(key)) for key in keys)

    @property
    def words_only(self) -> bool:
        """Whether it is answered with words that have no numbers."""
        return bool(self.choices) and not any(choice.scored for choice in self.choices)

    @property
    def judged_by_bands(self) -> bool:
        """Whether its own bands take the place of its level's judgements: the whole has both."""
        return bool(self.bands) and self.above is not None

    @property
    def numberless(self) -> bool:
        """Whether no number is made at this node."""
        return self.words_only or [way.kind for way in self.ways] == ["none"]


def _named(written: Any) -> set[str]:
    """The names in all expressions of what is written below a key."""
    if isinstance(written, Mapping):
        return set().union(*(_named(each) for key, each in written.items() if key in _EXPRESSIONS))
    if isinstance(written, list):
        return set().union(*(_named(each) for each in written))
    return set() if written is None or written == "" else names(read(written))


_EXPRESSIONS = ("of", "score", "when")


@dataclass
class Book:
    """A whole rule set."""

    measure: Measure
    top: Item
    inputs: dict[str, Kind]
    judgements: dict[str, list[Written]]
    unique: bool
    tables: Tables = field(default_factory=lambda: Tables({}))

    @functools.cached_property
    def items(self) -> dict[str, Item]:
        """All nodes by path, the whole first."""
        return {item.path: item for item in (self.top, *self.top.below)}

    def find(self, name: str) -> Item:
        """A node by its path or id."""
        items = self.items
        if name in items:
            return items[name]
        (found,) = (item for path, item in items.items() if path.rsplit(".", 1)[-1] == name)
        return found

    @classmethod
    def from_data(cls, data: Written) -> Book:
        """The rules that this data writes down; variants are not looked at."""
        scale = data.get("scale") or {}
        measure = Measure(
            exact_or_none(scale.get("min")),
            exact_or_none(scale.get("max")),
            int(scale.get("decimals", 0)),
            scale.get("rounding", "half_up"),
            scale.get("better", "higher"),
        )
        above = Item("", "", None, {}, decimals=measure.decimals, better=measure.better)
        scales = {name: choice_of(each, named=True) for name, each in (data.get("answers") or {}).items()}
        top = {key: each for key, each in data.items() if key not in ("answers", "value", "weight", "tables")}
        inputs: dict[str, Kind] = {}
        judgements = {level: list(each) for level, each in (data.get("judgements") or {}).items()}
        whole = _item("total", "total", above, top, scales, inputs)
        whole.above = None
        tables = Tables(data.get("tables") or {})
        return cls(measure, whole, inputs, judgements, data.get("hit_policy") == "unique", tables)


def _item(
    path: str,
    level: str,
    above: Item,
    written: Written,
    scales: Mapping[str, Choice],
    inputs: dict[str, Kind],
) -> Item:
    item = Item(
        path,
        level,
        above,
        written,
        policy=above.policy,
        coverage=above.coverage,
        choice=above.choice,
        answered_by=above.answered_by,
        decimals=above.decimals,
        better=above.better,
    )
    missing = written.get("missing")
    if missing in ("error", "skip", "zero"):
        item.policy = missing
    elif missing is not None:
        item.own_missing = missing if missing == "not_applicable" else exact(missing)
    if written.get("min_coverage") is not None:
        item.coverage = percent(str(written["min_coverage"]))
    if written.get("answers") is not None:
        item.choice = _choice(written["answers"], scales)
    if written.get("answered_by"):
        item.answered_by = written["answered_by"]
    if written.get("decimals") is not None:
        item.decimals = int(written["decimals"])
    if written.get("weight") is not None:
        item.weight = share(written["weight"])
    item.thresholds = dict(above.thresholds)
    for name, number in (written.get("thresholds") or {}).items():
        item.thresholds[name] = exact(number["value"] if isinstance(number, Mapping) else number)
    for name, kind in (written.get("inputs") or {}).items():
        if name in inputs:
            raise ValueError(f"{name} is defined twice")
        inputs[name] = kind_of(kind or {})
    if written.get("value") is not None or (written.get("range") is not None and "value" not in written):
        item.value = kind_of(written.get("value") or {"range": written["range"]})
    item.bands = bands_of(written.get("bands"))
    for key, child_level in LEVELS.items():
        for name, child in children_of(written.get(key)).items():
            child_path = name if path == "total" else f"{path}.{name}"
            item.children.append(_item(child_path, child_level, item, child, scales, inputs))
    item.ways, item.searched = _ways(item, scales)
    own_better = written.get("better") if path != "total" else None
    if own_better:
        item.better = own_better  # for this node alone
    return item


def _ways(item: Item, scales: Mapping[str, Choice]) -> tuple[list[Way], bool]:
    """The ways of scoring of a node, and whether the first that holds is searched for."""
    written = item.written
    of = written.get("of")
    if written.get("cases") is not None:
        return [
            Way(*_one_way(case, scales), conditions(case.get("when")), case.get("of", of))
            for case in written["cases"]
        ], True
    if any(written.get(key) is not None for key in ("points", "score")):
        return [Way(*_one_way(written, scales), (), of)], False
    if item.children and of is None:
        weighted = any(child.written.get("weight") is not None for child in item.children)
        kind = written.get("combine") or ("weighted_mean" if weighted else "mean")
        return [Way("none") if kind == "none" else Way("combine", kind)], False
    if item.value is not None and written.get("answers") is None and of is None:
        return [Way("value")], False
    if item.choice is not None:
        return [Way("answers", item.choice, (), of)], False
    return [Way("value", None, (), of) if of is not None else Way("given")], False


def _one_way(written: Written, scales: Mapping[str, Choice]) -> tuple[str, Any]:
    if written.get("points") is not None:
        return "points", written["points"]
    if written.get("score") is not None:
        return "score", written["score"]
    return "answers", _choice(written["answers"], scales)


def _choice(written: Any, scales: Mapping[str, Choice]) -> Choice:
    return scales[written] if isinstance(written, str) else choice_of(written)


def choice_of(written: Any, *, named: bool = False) -> Choice:
    """Answers as they are written: words with scores, or a list of words."""
    answered_by = None
    if isinstance(written, Mapping) and isinstance(written.get("options"), Mapping | list):
        answered_by = written.get("answered_by")
        written = written["options"]
    if isinstance(written, list):
        return Choice({word_of(word): None for word in written}, answered_by, named)
    return Choice(
        {
            word_of(word): each if each in ("missing", "not_applicable") else exact(each)
            for word, each in written.items()
        },
        answered_by,
        named,
    )


def kind_of(written: Written) -> Kind:
    """What a raw value or an input can be."""
    low, high = range_of(written.get("range"))
    words = written.get("one_of")
    return Kind(
        low,
        high,
        None if written.get("decimals") is None else int(written["decimals"]),
        exact_or_none(written.get("step")),
        written.get("rounding"),
        None if words is None else tuple(word_of(word) for word in words),
        written.get("missing"),
    )


def range_of(written: Any) -> tuple[Fraction | None, Fraction | None]:
    """Both ends of `0..500.4`, `..20`, `85..`, of a single number, or of {min, max}."""
    if written is None:
        return None, None
    if isinstance(written, Mapping):
        return exact_or_none(written.get("min")), exact_or_none(written.get("max"))
    text = str(written).translate(THAI)
    if ".." not in text:
        return exact(text), exact(text)
    low, high = (end.strip() for end in text.split("..", 1))
    return exact(low) if low else None, exact(high) if high else None


def conditions(written: Any) -> tuple[Any, ...]:
    """A condition, or a list of which all hold."""
    if written is None:
        return ()
    return tuple(written) if isinstance(written, list) else (written,)


def bands_of(written: Any) -> list[Written]:
    """Bands, best first: a list, or by rating."""
    if isinstance(written, Mapping):
        return [{**(band or {}), "rating": rating} for rating, band in written.items()]
    return list(written or [])


def share(written: Any) -> Fraction:
    """A weight: a number, `45%` or `1/18`."""
    text = str(written).translate(THAI).strip()
    return percent(text) if text.endswith("%") else exact(text.replace(" ", ""))


def children_of(written: str | Sequence[str] | Written | None) -> dict[str, dict[str, Any]]:
    """Children by id: from ranges, a list of ids and ranges, ids with titles, or ids with what they are."""
    if written is None:
        return {}
    if isinstance(written, Mapping):
        return {
            str(name): dict(child) if isinstance(child, Mapping) else {} for name, child in written.items()
        }
    found: dict[str, dict[str, Any]] = {}
    for each in [written] if isinstance(written, str) else written:
        for name in _counted(str(each)):
            found[name] = {}
    return found


def _counted(written: str) -> list[str]:
    """The ids of a range `q1..q4`, or the one that it is."""
    text = written.strip().translate(THAI)
    match = re.fullmatch(r"(\w*?)(\d+)\s*\.\.\s*(\w*?)(\d+)", text)
    if match is None:
        return [text]
    return [f"{match[1]}{number}" for number in range(int(match[2]), int(match[4]) + 1)]

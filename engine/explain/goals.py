"""What a least change is to reach: a better rating, or a node's bound; and the names in which it is asked
for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..data.naming import node_named
from ..meaning.arithmetic import Arithmetic, Number, Truth
from ..meaning.arithmetic.exact import ExactArithmetic
from ..meaning.model import LEVELS, TOTAL, RuleSet, is_below
from ..meaning.names import Outcome
from ..meaning.one_unit import ExactResult
from ..meaning.scope import words_at
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.hints import did_you_mean, nearest_or
from ..words.numerals import read_number, western
from .conditions import wanted_of
from .levers import VALUES, is_of_scores, items_to_have
from .trace import Trace

_BOUND = re.compile(r"\s*([^<>=\s]+)\s*(>=|>|<=|<)\s*([^<>=\s]+)\s*")
_WORD = re.compile(r"\s*([^<>=\s]+)\s*==\s*(.*\S)\s*")


@dataclass(frozen=True)
class Goal:
    """What is to be reached: a rating, of the whole or of a node (`path`), or a node's score beyond a bound
    (`sign` is one of >= > <= <)."""

    rating: str | None = None
    path: str = TOTAL
    sign: str = ">="
    bound: Fraction | None = None

    @property
    def is_up(self) -> bool:
        """Whether it is a matter of higher scores, where these are better."""
        return self.path == TOTAL if self.rating is not None else self.sign in (">", ">=")

    def reached(self, result: ExactResult) -> bool:
        """Whether a unit that is rated so has reached it."""
        if self.rating is not None:
            return (result.rating if self.path == TOTAL else result.word(self.path)) == self.rating
        value = result.outcome.printed[self.path]
        assert self.bound is not None
        if value is None:
            return False
        return bool(ExactArithmetic(result.plan.rules.scale).compare(self.sign, value, self.bound))

    def met(self, a: Arithmetic[Number, Truth], outcome: Outcome[Number, Truth]) -> Truth:
        """Whether it is reached, in an arithmetic; of ratings, that of the whole."""
        if self.rating is None:
            printed = outcome.printed[self.path]
            if printed is None:
                return a.either([])
            return a.compare(self.sign, printed, a.number(self.bound or Fraction(0)))
        bands = outcome.bands
        if bands is None:
            return a.either([])
        places = (place for place, band in enumerate(bands.cases) if band.rating == self.rating)
        return a.either([bands.is_taken(a, place) for place in places])

    def number_in(self, rules: RuleSet) -> int:
        """The number of the rating that is wanted, among those that there are."""
        assert self.rating is not None
        words = [band.rating for band in rules.bands] if self.path == TOTAL else words_at(rules, self.path)
        return list(words or ()).index(self.rating)


def goals(trace: Trace) -> list[Goal]:
    """The better ratings, the nearest first; and the bounds of nodes that these look at or by which a node is
    judged, where items stand below that could be had."""
    if not is_of_scores(trace.rules):
        return [] if trace.rules.scale.better == "none" else [Goal(rating) for rating in trace.better]
    plan = trace.exact.plan
    bounds: dict[tuple[str, str, Fraction], None] = {}
    for rating in trace.better:
        for band in trace.rules.bands:
            if band.rating == rating and band.when is not None:
                bounds.update(dict.fromkeys(wanted_of(plan, band.when, trace.outcome)))
    for path, judged in trace.outcome.judged.items():
        if trace.rules.nodes[path].children and judged.cases and not judged.holds[0]:
            bounds.update(dict.fromkeys(wanted_of(plan, judged.cases[0].when, trace.outcome, path)))
    items = [item.path for item in items_to_have(trace, ())]
    return [
        *map(Goal, trace.better),
        *(
            Goal(None, path, sign, bound)
            for path, sign, bound in bounds
            if path != TOTAL and any(is_below(item, path) for item in items)
        ),
    ]


def goal_of(rules: RuleSet, text: str) -> Goal:
    """The goal that a text names: a rating, or a node's bound such as web >= 85. Raises KenError for anything
    else."""
    position = Position("--goal")
    if text in [band.rating for band in rules.bands]:
        return Goal(text)
    if (named := _WORD.fullmatch(text)) is not None:
        return _word_goal(rules, named[1], named[2], position)
    match = _BOUND.fullmatch(western(text))
    threshold = None if match is None else rules.thresholds.get(match[3])
    bound = None if match is None else threshold.value if threshold is not None else read_number(match[3])
    if match is None or bound is None:
        names = [band.rating for band in rules.bands]
        message = say("“{goal}” is no rating of {rules} and no bound of a node", goal=text, rules=rules.id)
        hint = say("write one of {ratings}, or for example total >= 85", ratings=names)
        raise KenError([Diagnostic("no-goal", message, position, hint)])
    return Goal(None, node_named(rules, match[1], position), match[2], bound)


def _word_goal(rules: RuleSet, name: str, word: str, position: Position) -> Goal:
    """That something is said of a node: one of its ratings, or of its answers. Raises KenError."""
    path = node_named(rules, name, position)
    words = [band.rating for band in rules.bands] if path == TOTAL else list(words_at(rules, path) or ())
    if word not in words:
        message = say("“{word}” is no word of “{name}”", word=word, name=name)
        hint = nearest_or(word, words, say("its words are {words}", words=words))
        raise KenError([Diagnostic("no-goal", message, position, hint)])
    return Goal(word, path)


def paths_of(rules: RuleSet, names: Sequence[str]) -> list[str]:
    """The paths of nodes and inputs that are named, an alias for all that it stands for. Raises KenError for
    a name of nothing."""
    paths: list[str] = []
    faults: list[Diagnostic] = []
    for name in names:
        if name in rules.aliases:
            paths += rules.aliases[name]
            continue
        try:
            paths.append(node_named(rules, name, Position("--keep")))
        except KenError as problem:
            faults += problem.diagnostics
    if faults:
        raise KenError(faults)
    return paths


def levels_of(rules: RuleSet, names: Sequence[str]) -> list[str]:
    """The levels that plurals name (instruments, indicators, …), "items" and "values". Raises KenError for
    another word."""
    known = {plural: level for plural, level in LEVELS.items() if plural in rules.lists}
    known |= {"items": "items", VALUES: VALUES}
    faults = [
        Diagnostic(
            "no-level",
            say("{rules} has no {name}", rules=rules.id, name=name),
            Position("--by"),
            did_you_mean(name, list(known)),
        )
        for name in names
        if name not in known
    ]
    if faults:
        raise KenError(faults)
    return [known[name] for name in names]


__all__ = ["Goal", "goal_of", "goals", "levels_of", "paths_of"]

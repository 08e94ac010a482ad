"""What a least change is to reach: a better rating, or a node's bound; and the names in which it is asked
for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..data.naming import node_named
from ..meaning.model import LEVELS, TOTAL, RuleSet, is_below
from ..meaning.one_unit import ExactResult
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.hints import did_you_mean
from ..words.numerals import read_number, western
from .conditions import wanted_of
from .levers import items_to_have
from .trace import Trace

_BOUND = re.compile(r"\s*([^<>=\s]+)\s*(>=|>)\s*([^<>=\s]+)\s*")


@dataclass(frozen=True)
class Goal:
    """What is to be reached: a rating, or a node's score above a bound (`sign` is >= or >)."""

    rating: str | None = None
    path: str = TOTAL
    sign: str = ">="
    bound: Fraction | None = None

    def reached(self, result: ExactResult) -> bool:
        """Whether a unit that is rated so has reached it."""
        if self.rating is not None:
            return result.rating == self.rating
        value = result.outcome.printed[self.path]
        assert self.bound is not None
        return value is not None and (value >= self.bound if self.sign == ">=" else value > self.bound)


def goals(trace: Trace) -> list[Goal]:
    """The better ratings, the nearest first; and the bounds of nodes that these look at or by which a node is
    judged, where items stand below that could be had."""
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
    match = _BOUND.fullmatch(western(text))
    threshold = None if match is None else rules.thresholds.get(match[3])
    bound = None if match is None else threshold.value if threshold is not None else read_number(match[3])
    if match is None or bound is None:
        names = [band.rating for band in rules.bands]
        message = say("“{goal}” is no rating of {rules} and no bound of a node", goal=text, rules=rules.id)
        hint = say("write one of {ratings}, or for example total >= 85", ratings=names)
        raise KenError([Diagnostic("no-goal", message, position, hint)])
    return Goal(None, node_named(rules, match[1], position), match[2], bound)


def paths_of(rules: RuleSet, names: Sequence[str]) -> list[str]:
    """The paths of nodes that are named, an alias for all that it stands for. Raises KenError for a name of
    nothing."""
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
    """The levels that plurals name (instruments, indicators, …), and "items". Raises KenError for another
    word."""
    known = {**{plural: level for plural, level in LEVELS.items() if plural in rules.lists}, "items": "items"}
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

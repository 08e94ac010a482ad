"""What each unit of a rated dataset lacks for a rating, and what the policy for missing scores did about
it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from ..data.claims import Claims
from ..meaning.chosen_variant import of_words
from ..meaning.missing_policy import Policy, counts_as_zero
from ..meaning.model import Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.states import State
from ..meaning.steps_in_order import combines, value_expressions_of
from ..words.diagnostics import Text, say
from .rated import Columns

_STATES = tuple(State)
_CODES = {state: code for code, state in enumerate(_STATES)}


class Gaps(NamedTuple):
    """Of one unit: the names of what a rating needs and it does not have, and notes on what was refused,
    cannot be told, was left out or counted as 0."""

    lacks: tuple[str, ...]
    notes: tuple[Text, ...]


def gaps_of_units(
    rules: RuleSet, claims: Claims, columns: Columns, frame: pl.DataFrame, name_of: Callable[[str], str]
) -> Iterator[Gaps]:
    """The gaps of every unit, in the order of the rated frame; `name_of` says how a node is called. Units
    whose nodes are in the same states share their answer. What it lacks is told of rated units too."""
    paths = list(rules.readable)
    states = {path: state_column(columns, path) for path in paths}
    has_all = frame.select(
        pl.all_horizontal(
            state == _CODES[State.KNOWN] for path, state in states.items() if path in rules.nodes
        )
    ).to_series()
    given = {
        path: pl.any_horizontal(pl.col(column).is_not_null() for column in own)
        for path, node in rules.nodes.items()
        if node.children and (own := claims.columns_for(path))
    }
    chosen = {
        f"chosen {path}": pl.col(columns["printed", path]) if ("printed", path) in columns else pl.lit(None)
        for path in rules.choosing
    }
    named = states | {f"given {path}": is_given for path, is_given in given.items()} | chosen
    others = frame.filter(~has_all).select(expr.alias(name) for name, expr in named.items()).iter_rows()
    all_known = (_CODES[State.KNOWN],) * len(paths)
    by_pattern: dict[tuple[Any, ...], Gaps] = {}
    for is_whole in has_all:
        pattern = all_known if is_whole else next(others)
        if pattern not in by_pattern:
            unit = _UnitStates(
                _rules_for(rules, pattern[len(paths) + len(given) : len(named)]),
                name_of,
                {path: _STATES[code] for path, code in zip(paths, pattern, strict=False)},
                {path for path, is_given in zip(given, pattern[len(paths) :], strict=False) if is_given},
            )
            by_pattern[pattern] = Gaps(unit.lacks(), tuple(unit.notes()))
        yield by_pattern[pattern]


def _rules_for(rules: RuleSet, words: Sequence[float | None]) -> RuleSet:
    """The rules that hold where the inputs that choose have words with some numbers."""
    numbers = [int(number) for number in words if number is not None]
    is_told = rules.choosing and len(numbers) == len(rules.choosing)
    return of_words(rules, numbers) if is_told else rules


def state_with(code: int) -> State:
    """The state that has a place in `State`."""
    return _STATES[code]


def state_column(columns: Columns, path: str) -> pl.Expr:
    """The state of a node in every unit, as its place in `State`."""
    if ("printed", path) not in columns:  # no data have it
        return pl.lit(_CODES[State.MISSING])
    known = pl.col(columns["printed", path]).is_not_null()
    code = pl.when(known).then(_CODES[State.KNOWN]).otherwise(_CODES[State.MISSING])
    kinds = {"inapplicable": State.NOT_APPLICABLE, "undecided": State.UNDECIDED, "refused": State.REFUSED}
    for kind, state in kinds.items():
        if (kind, path) in columns:
            code = pl.when(pl.col(columns[kind, path])).then(_CODES[state]).otherwise(code)
    return code


@dataclass(frozen=True)
class _UnitStates:
    """The state of every node of a unit, by path. `given` are the nodes above others whose own score the data
    have."""

    rules: RuleSet
    name_of: Callable[[str], str]
    states: Mapping[str, State]
    given: Collection[str]

    def is_known(self, path: str) -> bool:
        return self.states[path] is State.KNOWN

    def lacks(self) -> tuple[str, ...]:
        """What a rating needs and is not there, as high up as it is missing whole: first what chooses a
        variant."""
        if untold := [path for path in self.rules.choosing if not self.is_known(path)]:
            return tuple(map(self.name_of, untold))
        return tuple(
            dict.fromkeys(
                name
                for path in Plan.of(self.rules).required
                if self._harms(path)
                for name in self._missing_below(path)
            )
        )

    def _missing_below(self, path: str) -> Iterator[str]:
        """The names of what a node without a value lacks: its own where nothing below it is known."""
        node = self.rules.entries[path]
        if not combines(node):
            yield from self._looked_at(node)
            return
        if not any(self.is_known(inner.path) for child in node.children for inner in child.walk()):
            yield self.name_of(path)
            return
        policy = Policy.of(node)
        # what is merely missing does no harm where the policy stands in for it
        stands_in = (policy.skips or policy.fills) and self.states[path] is not State.MISSING
        harmful = [
            child.path
            for child in node.children
            if self._harms(child.path) and not (stands_in and self.states[child.path] is State.MISSING)
        ]
        inside = [name for child_path in harmful for name in self._missing_below(child_path)]
        yield from inside or self._looked_at(node)

    def _looked_at(self, node: Node) -> Iterator[str]:
        """The names of what is not there of that which makes a node's value; its own where all is. What only
        `refuse` names does not lack: a refusal that cannot be told refuses nothing."""
        plan = Plan.of(self.rules)
        children = {child.path for child in node.children} if combines(node) else set()
        named = (
            path
            for expression in value_expressions_of(node)
            for path in plan.referred(expression, node.path)
            if path not in children
        )
        inside = [name for path in named if self._harms(path) for name in self._missing_below(path)]
        yield from inside or [self.name_of(node.path)]

    def _harms(self, path: str) -> bool:
        return not self.is_known(path) and self.states[path] is not State.NOT_APPLICABLE

    def notes(self) -> Iterator[Text]:
        """What was refused, cannot be told, was left out or counted as 0: a sentence for each of these."""
        refused = self._lowest(State.REFUSED)
        contradictory = [path for path in refused if self._only_refuses(path)]
        if wrong := self._named(path for path in refused if path not in contradictory):
            yield say("refused, because a value cannot be right: {nodes}", nodes=wrong)
        if contradictory:
            yield say(
                "refused, because values contradict each other: {nodes}", nodes=self._named(contradictory)
            )
        if undecided := self._named(self._lowest(State.UNDECIDED)):
            yield say("cannot be told: {nodes}", nodes=undecided)
        skipped, zeroed = self._stood_in_for()
        if skipped:
            yield say("left out, because they have no score: {nodes}", nodes=skipped)
        if zeroed:
            yield say("counted as 0, because they have no score: {nodes}", nodes=zeroed)

    def _lowest(self, state: State) -> list[str]:
        """The paths of the nodes and inputs in a state that hang on none in it."""
        plan = Plan.of(self.rules)
        return [
            path
            for path, node in self.rules.entries.items()
            if self.states.get(path) is state
            and not any(self.states.get(below) is state for below in plan.looked_at(node))
        ]

    def _named(self, paths: Iterable[str]) -> list[str]:
        """What nodes are called, each name once."""
        return list(dict.fromkeys(map(self.name_of, paths)))

    def _only_refuses(self, path: str) -> bool:
        """Whether nothing but its own `refuse` can have refused a node: it has no value that data give."""
        node = self.rules.entries[path]
        return bool(node.refuse) and bool(node.children) and node.value is None and path not in self.given

    def _stood_in_for(self) -> tuple[list[str], list[str]]:
        """The names of what was left out, and of what counted as 0: of a node that has nothing below it its
        own."""
        skipped: dict[str, None] = {}
        zeroed: dict[str, None] = {}
        for path, node in self.rules.nodes.items():
            missing = [
                self.name_of(child.path)
                for child in node.children
                if self.states[child.path] is State.MISSING
            ]
            if not missing or not self.is_known(path) or path in self.given:
                continue
            policy = Policy.of(node)
            if counts_as_zero(node, self.is_known):
                some = len(missing) < len(node.children)
                zeroed.update(dict.fromkeys(missing if some else [self.name_of(path)]))
            elif policy.skips or policy.fills:
                skipped.update(dict.fromkeys(missing))
        return list(skipped), list(zeroed)


__all__ = ["Gaps", "gaps_of_units", "state_column", "state_with"]

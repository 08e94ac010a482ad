"""Which node of one rule set is which of another, and whether they mean the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..meaning.model import TOTAL, Node, RuleSet, above_of
from ..meaning.ways import way_of
from .canonical_forms import canonical, values_of


@dataclass(frozen=True)
class Definitions:
    """What each node of a rule set means, as values that can be compared with those of another rule set."""

    rules: RuleSet
    _known: dict[str, Hashable] = field(default_factory=dict, repr=False)

    @cached_property
    def thresholds(self) -> Mapping[str, str]:
        """By name of a threshold: its number."""
        return values_of(self.rules)

    def reading(self, path: str) -> Hashable:
        """How data of the node are read: nodes with the same can share a column."""
        node, scale = self.rules.nodes[path], self.rules.scale
        options = None
        if node.answers is not None and node.answers in self.rules.answers:
            options = tuple(sorted(self.rules.answers[node.answers].options.items()))
        limits = node.value
        return (
            options,
            options is not None and node.reversed,
            self.rules.steps(node),
            limits,
            scale.minimum,
            scale.maximum,
        )

    def of(self, path: str) -> Hashable:
        """The node and all below it: titles, sources and the order of children left out."""
        if path not in self._known:
            self._known[path] = (self._asked(path), self._made(self.rules.nodes[path]))
        return self._known[path]

    def _asked(self, path: str) -> Hashable:
        """How many respondents are asked for above a node, and of what."""
        above = [self.rules.nodes[owner] for owner in above_of(path)]
        return tuple((node.path, node.min_respondents) for node in above if node.min_respondents)

    def _made(self, node: Node) -> Hashable:
        if not node.children:
            formula = None if node.score is None else canonical(node.score, self.thresholds)
            rounding = (
                (self.rules.scale.decimals, self.rules.scale.rounding)
                if formula and "round" in formula
                else None
            )
            return (self.reading(node.path), formula, rounding, node.min_respondents)
        policy = (node.missing, node.min_coverage if node.missing == "skip" else None, node.min_respondents)
        below = tuple(
            sorted(
                (
                    (child.id, share, self.of(child.path))
                    for child, share in zip(node.children, shares(node), strict=True)
                ),
                key=lambda child: child[0],
            )
        )
        return (combined(node), policy, below)


def combined(node: Node) -> str:
    """How a node combines, whatever its weights are."""
    return way_of(node).essence


def shares(node: Node) -> tuple[Fraction, ...]:
    """The weight of each child: its share of all of them, where only proportions count."""
    return tuple(way_of(node).relative([child.relative_weight for child in node.children]))


@dataclass(frozen=True)
class Correspondence:
    """Pairs of nodes, by path. One node can correspond to several: those that an alias of the other rule set
    names.

    `pairs` has the node of the old and of the new rule set, parents first; `moved` those of them that stand
    elsewhere. `split` and `merged` are the nodes that became several, and the several that became one."""

    old: RuleSet
    new: RuleSet
    pairs: tuple[tuple[str, str], ...]
    moved: tuple[tuple[str, str], ...]
    split: Mapping[str, tuple[str, ...]]
    merged: Mapping[str, tuple[str, ...]]

    def only(self, old: str) -> str | None:
        """The node that is this one and no other's."""
        matches = self.new_of.get(old, ())
        return matches[0] if len(matches) == 1 and self.old_of[matches[0]] == (old,) else None

    @cached_property
    def new_of(self) -> Mapping[str, tuple[str, ...]]:
        """By path of the old rule set: the nodes that it corresponds to in the new one."""
        return _grouped(self.pairs)

    @cached_property
    def old_of(self) -> Mapping[str, tuple[str, ...]]:
        """By path of the new rule set: the nodes that it corresponds to in the old one."""
        return _grouped((new, old) for old, new in self.pairs)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """By the first of each pair: all that it stands with."""
    grouped: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        grouped[one] = (*grouped.get(one, ()), other)
    return grouped


def correspondence(old: RuleSet, new: RuleSet) -> Correspondence:
    """Nodes at the same place first; then those of an alias; then those of one id and level that moved."""
    return _Matcher(old, new).result()


class _Matcher:
    """Finds the pairs, one kind after the other."""

    def __init__(self, old: RuleSet, new: RuleSet) -> None:
        self.old, self.new = old, new
        self.pairs: dict[tuple[str, str], None] = {}
        self.moved: list[tuple[str, str]] = []
        self.split: dict[str, tuple[str, ...]] = {}
        self.merged: dict[str, tuple[str, ...]] = {}

    def result(self) -> Correspondence:
        self.pair(TOTAL, TOTAL)
        self.split = dict(self.by_alias(self.new, self.old, 1))
        self.merged = dict(self.by_alias(self.old, self.new, 0))
        for one, several in self.split.items():
            for other in several:
                self.pair(one, other)
        for one, several in self.merged.items():
            for other in several:
                self.pair(other, one)
        for one, other in self.moves():
            if one not in self.taken(0) and other not in self.taken(1):
                self.moved.append((one, other))
                self.pair(one, other)
        return Correspondence(
            self.old, self.new, tuple(self.pairs), tuple(self.moved), self.split, self.merged
        )

    def taken(self, side: int) -> set[str]:
        return {pair[side] for pair in self.pairs}

    def pair(self, old: str, new: str) -> None:
        self.pairs[old, new] = None
        below = {child.id: child.path for child in self.new.nodes[new].children}
        for child in self.old.nodes[old].children:
            if child.id in below:
                self.pair(child.path, below[child.id])

    def by_alias(
        self, several_in: RuleSet, one_in: RuleSet, side: int
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """A node of the one rule set that is the alias of nodes of the other, all of them new there."""
        for alias, members in several_in.aliases.items():
            paths = one_in.names.get(alias, ())
            free = not self.taken(side) & set(members) and not self.taken(1 - side) & set(paths)
            if len(paths) == 1 and free:
                yield paths[0], tuple(members)

    def moves(self) -> list[tuple[str, str]]:
        taken = self.taken(0), self.taken(1)
        loose = [
            [node for path, node in rules.nodes.items() if path not in taken[side]]
            for side, rules in enumerate((self.old, self.new))
        ]
        counts = [Counter((node.id, node.level) for node in nodes) for nodes in loose]
        target = {(node.id, node.level): node.path for node in loose[1]}
        keys = [(node, (node.id, node.level)) for node in loose[0]]
        return [(node.path, target[key]) for node, key in keys if counts[0][key] == 1 == counts[1][key]]


__all__ = ["Correspondence", "Definitions", "combined", "correspondence", "shares"]

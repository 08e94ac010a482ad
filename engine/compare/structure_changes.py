"""Which nodes there are in two rule sets, where they stand, and what they weigh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..meaning.facts_in_words import UNKNOWN, weight_text, weighted_name
from ..meaning.model import TOTAL, Node
from ..words.diagnostics import Text, listed, say
from .correspondence import combined, shares
from .rule_differences import Change, Difference
from .rule_pair import RulePair

_SEVERAL = 2

Paths = tuple[str, str]
"""A node by its path in the old and in the new rule set."""


def structure_changes(pair: RulePair) -> Iterator[Change]:
    """One change for each parent whose children differ; parents between which a node moved are one change,
    and so are those that became one, or that one became, with what stands above them."""
    groups: dict[Paths, set[Paths]] = {}
    for old, new in pair.nodes.pairs:
        if _children_differ(pair, pair.old.nodes[old], pair.new.nodes[new]):
            groups[old, new] = {(old, new)}
    parents = [
        {child.path: node.path for node in rules.nodes.values() for child in node.children}
        for rules in pair.both
    ]

    def known_above(paths: Paths) -> list[Paths]:
        return [
            parent
            for side, path in enumerate(paths)
            for parent in _known_above(pair, path, parents[side], side)
        ]

    parted = [
        own for own in groups if _Siblings(pair, pair.old.nodes[own[0]], pair.new.nodes[own[1]]).is_parted
    ]
    for touched in [
        *map(known_above, pair.nodes.moved),
        *([own, *known_above(own)] for own in parted if TOTAL not in own),
    ]:
        for parent in touched:
            groups.setdefault(parent, {parent})
        together = set().union(*(groups[parent] for parent in touched))
        for parent in together:
            groups[parent] = together
    for group in dict.fromkeys(map(frozenset, groups.values())):
        yield _restructured(pair, sorted(group))


def _known_above(pair: RulePair, path: str, parents: Mapping[str, str], side: int) -> list[Paths]:
    """The pairs of the nearest node above that both rule sets have; `side` is 0 for a path of the old one."""
    while True:
        path = parents[path]
        known = [paths for paths in pair.nodes.pairs if paths[side] == path]
        if known:
            return known


def _children_differ(pair: RulePair, one: Node, other: Node) -> bool:
    """Whether two nodes have other children, or the same with other weights or combined otherwise."""
    if not one.children and not other.children:
        return False
    paths = {child.path for child in other.children}
    matches = (
        tuple(match for match in pair.nodes.new_of.get(child.path, ()) if match in paths)
        for child in one.children
    )
    theirs = sorted(zip(matches, shares(one), strict=True))
    ours = sorted(zip(((child.path,) for child in other.children), shares(other), strict=True))
    return theirs != ours or combined(one) != combined(other)


def _restructured(pair: RulePair, parents: Sequence[Paths]) -> Change:
    aspects: list[_Aspect] = []
    for old, new in parents:
        siblings = _Siblings(pair, pair.old.nodes[old], pair.new.nodes[new])
        aspects += [
            aspect for aspect in siblings.aspects() if all(aspect.said != own.said for own in aspects)
        ]
    kinds = {aspect.kind for aspect in aspects}
    return Change(
        kinds.pop() if len(kinds) == 1 else "structure",
        listed(_clauses(aspects)),
        tuple(aspect.difference for aspect in aspects),
        rates=True,
        facets=frozenset(("children", old, new) for old, new in parents),
    )


def _clauses(aspects: Sequence[_Aspect]) -> list[Text]:
    """What differs in words, each once: of nodes that go the same way in one clause."""
    clauses: list[Text] = []
    for aspect in aspects:
        nodes = [own.node for own in aspects if own.way and (own.kind, own.way) == (aspect.kind, aspect.way)]
        clause = aspect.clause
        if len(nodes) >= _SEVERAL:
            clause = _of_several(aspect, nodes)
        if clause not in clauses:
            clauses.append(clause)
    return clauses


def _of_several(aspect: _Aspect, nodes: Sequence[str]) -> Text:
    """What is said of nodes that go the same way as that of an aspect."""
    if aspect.kind == "moved":
        return say("{nodes} move from {old} to {new}", nodes=nodes, old=aspect.way[0], new=aspect.way[1])
    if aspect.kind == "added":
        return say("{nodes} are added to {parent}", nodes=nodes, parent=aspect.way[0])
    return say("{nodes} are taken away from {parent}", nodes=nodes, parent=aspect.way[0])


@dataclass(frozen=True)
class _Aspect:
    """One way in which what is below a node differs: of which kind, in words, and as a difference. Of a node
    that comes, goes or moves alike with others: its id, and between which nodes."""

    kind: str
    clause: Text
    difference: Difference
    node: str = ""
    way: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[object, ...]:
        """What is said, wherever: of nodes that became one the same is not said twice."""
        return self.kind, self.clause, self.difference.what, self.difference.old, self.difference.new


@dataclass(frozen=True)
class _Siblings:
    """What is below one node in both rule sets."""

    pair: RulePair
    old: Node
    new: Node

    def aspects(self) -> Iterator[_Aspect]:
        """Everything that is otherwise: how the children are combined, which became several or one, what they
        weigh, which went and which came."""
        yield from self.combination()
        yield from self.splits()
        yield from self.merges()
        yield from self.weights()
        yield from self.gone()
        yield from self.come()

    @cached_property
    def kept(self) -> list[tuple[Node, Node]]:
        """Each child with each on the other side that it is."""
        return [
            (child, match)
            for child in self.old.children
            for match in self.new.children
            if (child.path, match.path) in self.pair.nodes.pairs
        ]

    @cached_property
    def parts(self) -> dict[str, list[Node]]:
        """By path of an old child: the new ones that it became."""
        return {child.path: [match for one, match in self.kept if one is child] for child, _ in self.kept}

    @cached_property
    def sources(self) -> dict[str, list[Node]]:
        """By path of a new child: the old ones that became it."""
        return {match.path: [child for child, other in self.kept if other is match] for _, match in self.kept}

    @property
    def is_parted(self) -> bool:
        """Whether some of the children are those of a neighbour: of several nodes that became one, or that
        one became."""
        olds = (child.path for child in self.old.children if child.path not in self.parts)
        news = (child.path for child in self.new.children if child.path not in self.sources)
        return any(map(self.went_next_door, olds)) or any(map(self.came_from_next_door, news))

    def went_next_door(self, path: str) -> bool:
        """Whether an old child stands below another of the nodes that this one became."""
        nodes = self.pair.nodes
        parts = nodes.new_of.get(self.old.path, ())
        return any(_above(match) in parts for match in nodes.new_of.get(path, ()))

    def came_from_next_door(self, path: str) -> bool:
        """Whether a new child stood below another of the nodes that became this one."""
        nodes = self.pair.nodes
        sources = nodes.old_of.get(self.new.path, ())
        return any(_above(match) in sources for match in nodes.old_of.get(path, ()))

    def combination(self) -> Iterator[_Aspect]:
        """How the children are combined."""
        if combined(self.old) != combined(self.new):
            what = say("how {node} combines what is below it", node=self.old.id)
            places = self.old.at("combine"), self.new.at("combine")
            difference = Difference(what, self.old.combine, self.new.combine, *places)
            yield _Aspect("combine", difference.sentence, difference)

    def splits(self) -> Iterator[_Aspect]:
        """The children that became several."""
        for path, parts in self.parts.items():
            if len(parts) > 1:
                child = self.pair.old.nodes[path]
                clause = say("{node} becomes {parts}", node=_weighted([child]), parts=_each(parts))
                difference = Difference(
                    subject(child), _weighted([child]), _weighted(parts), child.position, parts[0].position
                )
                yield _Aspect("split", clause, difference)

    def merges(self) -> Iterator[_Aspect]:
        """The children that became one."""
        for path, parts in self.sources.items():
            if len(parts) > 1:
                child = self.pair.new.nodes[path]
                clause = say("{parts} become {node}", node=_weighted([child]), parts=_each(parts))
                difference = Difference(
                    subject(child), _weighted(parts), _weighted([child]), parts[0].position, child.position
                )
                yield _Aspect("merge", clause, difference)

    def weights(self) -> Iterator[_Aspect]:
        """The children that weigh otherwise."""
        old, new = self.shares(self.old), self.shares(self.new)
        shifted = [
            (child, match)
            for child, match in self.kept
            if len(self.parts[child.path]) == len(self.sources[match.path]) == 1
            and old[child.path] != new[match.path]
            and weight_text(child) != weight_text(match)
        ]
        clause = say(
            "weights below {node}: {weights}",
            node=self.pair.old.short_name(self.old.path),
            weights=[
                say("{node} {old} → {new}", node=child.id, old=_weight(child), new=_weight(match))
                for child, match in shifted
            ],
        )
        for child, match in shifted:
            what, places = say("weight of {node}", node=child.id), (child.at("weight"), match.at("weight"))
            yield _Aspect("weights", clause, Difference(what, _weight(child), _weight(match), *places))

    def shares(self, node: Node) -> dict[str, Fraction]:
        """By path of a child: its share of its siblings' weights."""
        return dict(zip((child.path for child in node.children), shares(node), strict=True))

    def gone(self) -> Iterator[_Aspect]:
        """The old children that are not there any more."""
        moved, parent = dict(self.pair.nodes.moved), self.pair.old.short_name(self.old.path)
        for child in self.old.children:
            if child.path in self.parts or self.went_next_door(child.path):
                continue
            if child.path in moved:
                yield self.moved(child.path, moved[child.path])
            else:
                clause = say("{node} is taken away from {parent}", node=child.id, parent=parent)
                lost = self.lost(child)
                if lost:
                    clause = say("{clause}, and with it {nodes}", clause=clause, nodes=lost)
                difference = Difference(
                    subject(child), _weighted([child]), None, child.position, self.new.position
                )
                yield _Aspect("removed", clause, difference, child.id, () if lost else (parent,))

    def lost(self, child: Node) -> list[str]:
        """What goes with a child that is taken away, where some of what is below it stands elsewhere now."""
        known = self.pair.nodes.new_of
        below = [inner for inner in child.walk() if inner is not child]
        is_kept = any(inner.path in known for inner in below)
        return [inner.id for inner in below if inner.path not in known] if is_kept else []

    def come(self) -> Iterator[_Aspect]:
        """The new children that were not there."""
        moved = {new: old for old, new in self.pair.nodes.moved}
        parent = self.pair.new.short_name(self.new.path)
        for child in self.new.children:
            if child.path in self.sources or self.came_from_next_door(child.path):
                continue
            if child.path in moved:
                yield self.moved(moved[child.path], child.path)
            else:
                clause = say("{node} is added to {parent}", node=child.id, parent=parent)
                difference = Difference(
                    subject(child), None, _weighted([child]), self.old.position, child.position
                )
                yield _Aspect("added", clause, difference, child.id, (parent,))

    def moved(self, old: str, new: str) -> _Aspect:
        """That a node stands below another one."""
        child, match = self.pair.old.nodes[old], self.pair.new.nodes[new]
        above = [
            rules.short_name(_above(path)) for rules, path in zip(self.pair.both, (old, new), strict=True)
        ]
        name = child.id if child.id == match.id else f"{child.id} → {match.id}"
        clause = say("{node} moves from {old} to {new}", node=name, old=above[0], new=above[1])
        difference = Difference(subject(child), old, new, child.position, match.position)
        return _Aspect("moved", clause, difference, name, tuple(above))


def _above(path: str) -> str:
    return path.rpartition(".")[0] or TOTAL


def subject(node: Node) -> Text:
    """A node as what something is said of: instrument web."""
    return say("{level} {node}", level=Text(node.level), node=node.id)


def _weight(node: Node) -> str:
    return weight_text(node) or UNKNOWN


def _weighted(nodes: Sequence[Node]) -> str:
    return ", ".join(_each(nodes))


def _each(nodes: Sequence[Node]) -> list[str]:
    """Nodes by their ids, with what they weigh."""
    return [weighted_name(node.id, node) for node in nodes]


__all__ = ["structure_changes", "subject"]

"""Which `was` lines a rule set may want: from titles, for the author to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ..meaning.kinship import nearness
from ..meaning.model import TOTAL, Node, RuleSet
from ..words.diagnostics import Text, say, visible
from .identity_changes import name_of
from .rule_pair import RulePair

FAR = 0.4
"""Titles that have less in common are not proposed."""

Proposal = tuple[str, str, Text]
"""A name, what is to be written there, and why."""


def proposed(old: RuleSet, new: RuleSet) -> Iterator[tuple[str, Text | None]]:
    """The lines of a snippet of YAML, each with its comment. What is declared already, or is the same by its
    place and title, is left out."""
    lines = list(_Proposals(RulePair(old, new)).every())
    if not lines:
        yield "", say("nothing is to be confirmed: ids and titles say which node is which")
        return
    yield "", say("delete what is not so, and put the rest into {rules}", rules=new.id)
    yield "change:", None
    yield from ((f"  {name}: {{{written}}}", why) for name, written, why in lines)


class _Proposals:
    """What may be declared of the nodes of the new rule set."""

    def __init__(self, pair: RulePair) -> None:
        self.pair = pair
        self.left = [
            node for path, node in pair.old.nodes.items() if path not in pair.nodes.new_of and path != TOTAL
        ]

    def every(self) -> Iterator[Proposal]:
        """A proposal for each node of which ids and titles do not say it by themselves."""
        nodes, declared = self.pair.nodes, self._declared
        for path, node in self.pair.new.nodes.items():
            olds = nodes.old_of.get(path, ())
            if len(olds) == 1 and nodes.how[olds[0], path] in ("title", "reworded", "moved"):
                before = self.pair.old.nodes[olds[0]]
                if before.id != node.id or before.title != node.title:
                    yield self._was(node, before)
            elif not olds and path not in declared:
                yield from self._closest(node)

    @property
    def _declared(self) -> frozenset[str]:
        """The nodes of which the new rule set says what they were, or that they are new."""
        lineage = self.pair.new.lineage
        return frozenset() if lineage is None else frozenset(lineage.own.was)

    @property
    def _open(self) -> list[Node]:
        """The nodes of the new rule set of which nothing says what they were."""
        olds, declared = self.pair.nodes.old_of, self._declared
        nodes = self.pair.new.nodes.items()
        return [node for path, node in nodes if not olds.get(path) and path not in declared]

    @cached_property
    def _nearest(self) -> Mapping[str, Node]:
        """By path of such a node the old node that is nobody's of the title that comes nearest: those first
        that are nearest to each other, and of these the one that has its id."""
        pairs = [
            (nearness(other.title, node.title), other.id == node.id, node, other)
            for node in self._open
            for other in self.left
            if other.level == node.level
        ]
        found: dict[str, Node] = {}
        taken: set[str] = set()
        for near, _, node, other in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
            if near >= FAR and node.path not in found and other.path not in taken:
                found[node.path] = other
                taken.add(other.path)
        return found

    def _closest(self, node: Node) -> Iterator[Proposal]:
        """The old node that comes nearest; that it is new where none is, and its id was another one's."""
        if before := self._nearest.get(node.path):
            yield self._was(node, before)
        elif node.path in self.pair.old.nodes:
            why = say("“{new}”; nothing old is near", new=_title(node))
            yield name_of(self.pair.new, node), "new: true", why

    def _was(self, node: Node, before: Node) -> Proposal:
        written = f"was: {name_of(self.pair.old, before)}"
        why = say("“{new}”, was “{old}”", new=_title(node), old=_title(before))
        return name_of(self.pair.new, node), written, why


def _title(node: Node) -> str:
    return visible(" / ".join(dict.fromkeys(node.title.values())) or node.id)


__all__ = ["proposed"]

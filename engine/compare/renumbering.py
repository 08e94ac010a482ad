"""Which `was` lines a rule set may want: from titles, for the author to confirm."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.kinship import nearness
from ..meaning.model import TOTAL, Node, RuleSet
from ..words.diagnostics import Text, say, visible
from .identity_changes import name_of
from .rule_pair import RulePair

FAR = 0.3
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
        nodes = self.pair.nodes
        for path, node in self.pair.new.nodes.items():
            olds = nodes.old_of.get(path, ())
            if len(olds) == 1 and nodes.how[olds[0], path] in ("title", "reworded", "moved"):
                before = self.pair.old.nodes[olds[0]]
                if before.id != node.id or before.title != node.title:
                    yield self._was(node, before)
            elif not olds and path not in self._declared:
                yield from self._closest(node)

    @property
    def _declared(self) -> frozenset[str]:
        """The nodes of which the new rule set says what they were, or that they are new."""
        lineage = self.pair.new.lineage
        return frozenset() if lineage is None else frozenset(lineage.own.was)

    def _closest(self, node: Node) -> Iterator[Proposal]:
        """The old node that is nobody's, of the title that comes nearest; that it is new where none is near,
        and its id was another one's."""
        near = {
            other.path: nearness(other.title, node.title) for other in self.left if other.level == node.level
        }
        best = max(near, key=lambda path: near[path], default=None)
        if best is not None and near[best] >= FAR:
            before = self.pair.old.nodes[best]
            self.left.remove(before)
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

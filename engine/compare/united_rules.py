"""Two rule sets as one, as far as the reading of data goes: every node and input that one of them has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..meaning.model import TOTAL, Node, RuleSet
from .correspondence import correspondence


def counting(reader: RuleSet, compared: Sequence[RuleSet]) -> RuleSet:
    """The reader, asking for a respondent wherever one of the rule sets asks for some: so that they are
    counted there."""
    asking: set[str] = set()
    for rules in compared:
        nodes = correspondence(rules, reader).new_of
        asking.update(
            match
            for path, node in rules.nodes.items()
            if node.min_respondents
            for match in nodes.get(path, ())
        )

    def marked(node: Node) -> Node:
        children = tuple(map(marked, node.children))
        return replace(
            node, children=children, min_respondents=max(node.min_respondents, int(node.path in asking))
        )

    return replace(reader, total=marked(reader.total)) if asking else reader


def united(first: RuleSet, other: RuleSet) -> RuleSet:
    """The first rule set with the nodes and inputs that only the other has. One of a name that is another
    thing in the first is left out."""
    nodes = correspondence(other, first)
    added: dict[str, list[Node]] = {}
    for node in other.nodes.values():
        above = node.path.rpartition(".")[0] or TOTAL
        is_new = node.path != TOTAL and node.path not in nodes.new_of and node.path not in first.inputs
        if is_new and above in nodes.new_of:
            added.setdefault(nodes.new_of[above][0], []).append(node)

    def grown(node: Node) -> Node:
        children = (*map(grown, node.children), *(moved(new, node) for new in added.get(node.path, ())))
        return replace(node, children=children)

    def moved(node: Node, parent: Node) -> Node:
        """A node with those of its children that the first rule set does not have, below another parent."""
        here = replace(
            node, path=node.id if parent.path == TOTAL else f"{parent.path}.{node.id}", children=()
        )
        return replace(
            here,
            children=tuple(moved(child, here) for child in node.children if child.path not in nodes.new_of),
        )

    made = replace(first, total=grown(first.total), answers={**other.answers, **first.answers})
    names = made.names
    inputs = {path: node for path, node in other.inputs.items() if path not in names}
    made = _worded(replace(made, inputs={**inputs, **first.inputs}), first, other)
    # columns may be called by either place
    elsewhere = {old: (new,) for old, new in nodes.pairs if nodes.only(old) == new and old != new}
    aliases = {
        name: members
        for name, members in {**elsewhere, **other.aliases, **first.aliases}.items()
        if name not in made.names
    }
    return replace(
        made,
        aliases={
            name: members for name, members in aliases.items() if all(path in made.nodes for path in members)
        },
    )


def _worded(made: RuleSet, first: RuleSet, other: RuleSet) -> RuleSet:
    """The rule set, of whose new nodes data say the words that they say by the other rule set."""
    if not other.worded:
        return made
    places = correspondence(other, made).new_of
    new = {place for path in other.worded for place in places.get(path, ()) if place not in first.nodes}
    return replace(made, worded=first.worded | new)


__all__ = ["counting", "united"]

"""Two rule sets as one, as far as the reading of data goes: every node and input that one of them has."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from ..meaning.model import TOTAL, Node, RuleSet
from .correspondence import Correspondence, correspondence


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
    """The first rule set with the nodes and inputs that only the other has. A node whose place or id is
    another thing's in the first gets an id that no data have; an input of such a name is left out."""
    nodes = correspondence(other, first)
    added: dict[str, list[Node]] = {}
    for node in other.nodes.values():
        above = node.path.rpartition(".")[0] or TOTAL
        is_new = node.path != TOTAL and node.path not in nodes.new_of and node.path not in first.inputs
        if is_new and above in nodes.new_of:
            added.setdefault(nodes.new_of[above][0], []).append(node)

    def is_called_otherwise(node: Node) -> bool:
        return node.id in first.names and other.names[node.id] == (node.path,)

    def grown(node: Node) -> Node:
        taken = {child.id for child in node.children}
        more = (moved(new, node, taken) for new in added.get(node.path, ()))
        return replace(node, children=(*map(grown, node.children), *more))

    def moved(node: Node, parent: Node, taken: Collection[str]) -> Node:
        """A node with those of its children that the first rule set does not have, below another parent."""
        is_taken = node.id in taken or is_called_otherwise(node)
        id_ = f"{node.id}__{_VERSION.sub('_', other.id)}" if is_taken else node.id
        path = id_ if parent.path == TOTAL else f"{parent.path}.{id_}"
        here = replace(node, id=id_, path=path, children=())
        below = (child for child in node.children if child.path not in nodes.new_of)
        return replace(here, children=tuple(moved(child, here, ()) for child in below))

    made = replace(first, total=grown(first.total), answers={**other.answers, **first.answers})
    known = {*made.names, *(old for old, _ in nodes.inputs)}
    inputs = {path: node for path, node in other.inputs.items() if path not in known}
    made = replace(
        made,
        inputs={**inputs, **first.inputs},
        lineage=None,
        made_of=(*(first.made_of or (first,)), *(other.made_of or (other,))),
    )
    return _with_other_names(_worded(made, first, other), first, other, nodes)


_VERSION = re.compile("[^A-Za-z0-9]+")


def _with_other_names(made: RuleSet, first: RuleSet, other: RuleSet, nodes: Correspondence) -> RuleSet:
    """The rule set, of which columns may be called as either rule set calls them, where that is the name of
    nothing else."""
    elsewhere: dict[str, tuple[str, ...]] = {}
    for old, new in (*nodes.pairs, *nodes.inputs):
        if old != new and (nodes.only(old) == new or old in other.inputs):
            elsewhere[old] = (new,)
            if old in other.names:
                elsewhere.setdefault(other.short_name(old), (new,))
    aliases = {
        name: members
        for name, members in {**elsewhere, **other.aliases, **first.aliases}.items()
        if name not in made.names
    }
    known = made.entries
    aliases = {name: own for name, own in aliases.items() if all(path in known for path in own)}
    return replace(made, aliases=aliases)


def named_as(reader: RuleSet, data_of: RuleSet) -> RuleSet:
    """A rule set that data are read by, with its nodes called as another one calls them. A node that this one
    has not, and whose id is something else there, gets an id that no data have; of what is one there and
    several here, its name is an alias."""
    nodes = correspondence(data_of, reader)
    ids = {match: data_of.nodes[path].id for path in data_of.nodes if (match := nodes.only(path)) is not None}
    places: dict[str, str] = {}

    def renamed(node: Node, above: str) -> Node:
        id_ = ids.get(node.path, f"{node.id}__" if node.id in data_of.names else node.id)
        path = id_ if above in ("", TOTAL) else f"{above}.{id_}"
        while path in places.values():
            id_, path = f"{id_}_", f"{path}_"
        path = places[node.path] = TOTAL if node.path == TOTAL else path
        children = tuple(renamed(child, path) for child in node.children)
        return replace(node, id=TOTAL if path == TOTAL else id_, path=path, children=children)

    made = replace(reader, total=renamed(reader.total, ""))
    made = replace(made, worded=frozenset(places.get(path, path) for path in reader.worded), lent={})
    names: dict[str, tuple[str, ...]] = {}
    for path, matches in nodes.new_of.items():
        for name in (data_of.short_name(path), path):
            names.setdefault(name, tuple(places[match] for match in matches))
    for name, members in {**reader.aliases, **{path: (path,) for path in places}}.items():
        if name not in data_of.names:
            names.setdefault(name, tuple(places.get(path, path) for path in members))
    return replace(made, aliases={name: own for name, own in names.items() if name not in made.names})


def _worded(made: RuleSet, first: RuleSet, other: RuleSet) -> RuleSet:
    """The rule set, of whose new nodes data say the words that they say by the other rule set."""
    if not other.worded:
        return made
    places = correspondence(other, made).new_of
    new = {place for path in other.worded for place in places.get(path, ()) if place not in first.nodes}
    return replace(made, worded=first.worded | new)


__all__ = ["counting", "named_as", "united"]

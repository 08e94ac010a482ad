"""Which node of two rule sets is which, as far as its id or its title does not say so by itself."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.facts_in_words import UNKNOWN
from ..meaning.kinship import are_alike
from ..meaning.model import INPUT, TOTAL, Node, RuleSet, Title
from ..words.diagnostics import Text, listed, say
from .rule_differences import Change, Difference, brief
from .rule_pair import RulePair


def identity_changes(pair: RulePair) -> Iterator[Change]:
    """What is to be known beside the changes: whom the author has to ask, which ids stand for something else,
    which nodes have other ids, and which other titles. None of it changes a rating by itself."""
    for kind, found in (
        ("asked", _asked(pair)),
        ("another", _another(pair)),
        ("renumbered", _renumbered(pair)),
        ("retitled", _retitled(pair)),
    ):
        told = list(found)
        if told:
            sentences, differences = zip(*told, strict=True)
            yield Change(kind, listed(brief(sentences)), differences, rates=False)


Told = tuple[Text, Difference]


def _asked(pair: RulePair) -> Iterator[Told]:
    """Nodes of one place whose titles are so different that only the author knows whether they are one."""
    for old, new in pair.nodes.asked:
        one, other = pair.old.entries[old], pair.new.entries[new]
        sentence = say(
            "{node} is taken for another {level}, because its title is another: “{old}” → “{new}” (write "
            "was: {was} if it is the same, new: true if not)",
            node=other.id,
            level=Text(other.level),
            old=_title(one.title),
            new=_title(other.title),
            was=name_of(pair.old, one),
        )
        yield sentence, _titles(one, other)


def _another(pair: RulePair) -> Iterator[Told]:
    """Ids that stand for something else now: the old one is gone, or has another id."""
    asked, same = set(pair.nodes.asked), {*pair.nodes.pairs, *pair.nodes.inputs}
    for path, other in pair.new.entries.items():
        one = pair.old.entries.get(path)
        if one is None or (path, path) in same or (path, path) in asked:
            continue
        sentence = say(
            "{node} is another {level}: “{old}” → “{new}”",
            node=name_of(pair.new, other),
            level=Text(other.level),
            old=_title(one.title),
            new=_title(other.title),
        )
        yield sentence, _titles(one, other)


def _renumbered(pair: RulePair) -> Iterator[Told]:
    """Nodes that have another id, and are no part of what was split or joined."""
    for one, other in _single(pair):
        if one.id == other.id:
            continue
        names = name_of(pair.old, one), name_of(pair.new, other)
        sentence = say("{old} is {new} now", old=names[0], new=names[1])
        if pair.nodes.how[one.path, other.path] not in ("declared", "alias"):
            sentence = say(
                "{old} is {new} now, as the title “{title}” tells (write was: {old} at {new} to confirm it)",
                old=names[0],
                new=names[1],
                title=_title(other.title),
            )
        what = say("{level} {node}", level=Text(one.level), node=names[0])
        yield sentence, Difference(what, one.id, other.id, one.position, other.position)


def _retitled(pair: RulePair) -> Iterator[Told]:
    """Nodes whose title is another one in every language, though they are the same."""
    for one, other in _single(pair):
        if not are_alike(one.title, other.title):
            sentence = say(
                "{node} has another wording: “{old}” → “{new}”",
                node=name_of(pair.new, other),
                old=_title(one.title),
                new=_title(other.title),
            )
            yield sentence, _titles(one, other)


def _single(pair: RulePair) -> Iterator[tuple[Node, Node]]:
    """Every two nodes or inputs that are one, and nothing else's part."""
    for old, new in (*pair.nodes.pairs, *pair.nodes.inputs):
        one, other = pair.old.entries[old], pair.new.entries[new]
        if new != TOTAL and (one.level == INPUT or pair.nodes.only(old) == new):
            yield one, other


def is_retitled(pair: RulePair, one: Node, other: Node) -> bool:
    """Whether it is told here that two nodes have other titles."""
    return pair.nodes.only(one.path) == other.path and not are_alike(one.title, other.title)


def name_of(rules: RuleSet, node: Node) -> str:
    """What a node or an input is called: by its id where that is clear."""
    return node.id if node.level == INPUT else rules.short_name(node.path)


def _titles(one: Node, other: Node) -> Difference:
    what = say("title of {node}", node=other.id)
    return Difference(what, _title(one.title), _title(other.title), one.at("title"), other.at("title"))


def _title(title: Title) -> str:
    return " / ".join(dict.fromkeys(title.values())) or UNKNOWN


__all__ = ["identity_changes", "is_retitled", "name_of"]

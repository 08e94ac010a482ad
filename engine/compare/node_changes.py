"""What two rule sets say otherwise of single nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..meaning.model import Node
from ..words.diagnostics import Text, say
from .rule_differences import Change, Difference, Facet, value_text
from .rule_pair import RulePair


@dataclass(frozen=True)
class _Attribute:
    """What a node is said to be in both rule sets: its key, what it is called, and both values."""

    key: str
    words: Text
    old: Any
    new: Any


def node_changes(pair: RulePair) -> Iterator[Change]:
    """The same attribute changed in the same way in several nodes is one change."""
    grouped: dict[tuple[str, str, str], list[tuple[Facet, Difference]]] = {}
    for one, other in pair.paired:
        for attribute in _attributes(pair, one, other):
            key, old, new = attribute.key, value_text(attribute.old), value_text(attribute.new)
            if attribute.old != attribute.new:
                what = say(
                    "{attribute} of {node}", attribute=attribute.words, node=pair.old.short_name(one.path)
                )
                difference = Difference(what, old, new, one.at(key), other.at(key))
                grouped.setdefault((key, old, new), []).append(((key, one.path, other.path), difference))
    for (key, old, new), same in grouped.items():
        what = same[0][1].what
        if len(same) > 1:
            what = say("{first} and {count} more", first=what, count=len(same) - 1)
        yield Change(
            key,
            say("{what}: {old} → {new}", what=what, old=old, new=new),
            tuple(difference for _, difference in same),
            rates=True,
            facets=frozenset(facet for facet, _ in same),
        )


def _attributes(pair: RulePair, one: Node, other: Node) -> Iterator[_Attribute]:
    """Everything that can change a node's score, beside its children."""
    if one.children and other.children:
        yield _Attribute("missing", say("what is done about missing scores"), one.missing, other.missing)
        if one.missing == other.missing == "skip":
            yield _Attribute("min_coverage", say("least coverage"), one.min_coverage, other.min_coverage)
    if one.children or one.level == "question":
        words = say("least number of respondents")
        yield _Attribute("min_respondents", words, one.min_respondents, other.min_respondents)
    if one.children or other.children:
        return
    scales = [
        rules.answers.get(node.answers or "") for rules, node in zip(pair.both, (one, other), strict=True)
    ]
    options = [None if scale is None else scale.options for scale in scales]
    if one.answers != other.answers and options[0] != options[1]:
        yield _Attribute("answers", say("answer scale"), one.answers, other.answers)
    yield _Attribute("reversed", say("reversed"), one.reversed, other.reversed)
    if not pair.same_condition(one.score, other.score):
        formulas = [None if node.score is None else node.score.text for node in (one, other)]
        yield _Attribute("score", say("formula"), *formulas)
    ranges = [
        None if node.value is None else (node.value.minimum, node.value.maximum) for node in (one, other)
    ]
    yield _Attribute("range", say("range"), *ranges)


__all__ = ["node_changes"]

"""Neighbours with one title."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import Node, RuleSet, Title
from ..words.diagnostics import Diagnostic, Severity, say

ID = "title-twice"
SEVERITY: Severity = "warning"
WHY = say("Two neighbours with one title cannot be told apart in a report; one was copied and not renamed.")
PASSES = """
parts: {a: {title: {th: บริการ, en: Service}}, b: {title: {th: ข้อมูล, en: Information}}}
"""
FAILS = """
parts: {a: {title: {th: บริการ, en: Service}}, b: {title: {th: บริการ, en: Service}}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node whose title, in every language, is that of a neighbour before it, and was
    written anew: what `like` copies is meant to be alike."""
    for parent in rules.nodes.values():
        first: dict[Title, Node] = {}
        for node in parent.children:
            earlier = first.setdefault(node.title, node)
            if node.title and node.at("title") != earlier.at("title"):
                message = say(
                    "{id} has the title of {earlier}: {title}",
                    id=node.id,
                    earlier=earlier.id,
                    title=list(node.title.values()),
                )
                hint = say("write the title of {id}, or take one of the two away", id=node.id)
                yield Diagnostic(ID, message, node.at("title"), hint, SEVERITY, node.path)

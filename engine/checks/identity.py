"""Ids that have another title than in what a rule set extends."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..meaning.titles import TitleInMessage
from ..words.diagnostics import Diagnostic, Severity, Text, say

ID = "identity"
SEVERITY: Severity = "warning"
WHY = say(
    "Ids are given anew every year. Where an id has a title that is quite another one, only the author "
    "knows whether it is the same: advice, data of last year and comparisons follow what it is."
)
PASSES = """
extends: demo/2569
change: {q1: {new: true, title: {th: ข้อมูล, en: Information}}}
"""
FAILS = """
extends: demo/2569
change: {q1: {title: {th: ข้อมูล, en: Information}}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node that is not taken for the one that had its id in what is extended, because
    their titles are too different, and of which nothing is declared."""
    layers = () if rules.lineage is None else rules.lineage.generations
    identity = layers[-1].identity if layers else None
    for old, new in identity.asked if identity is not None else ():
        node, before = rules.entries.get(new), layers[-2].side.entries[old]
        if node is None:  # of a variant
            continue
        message = say(
            "{node} is taken for another {level}, because its title “{new}” is not “{old}” any more",
            node=node.id,
            level=Text(node.level),
            new=TitleInMessage.of(node.title),
            old=TitleInMessage.of(before.title),
        )
        hint = say("write was: {was} if it is the same one, new: true if it is not", was=before.id)
        yield Diagnostic(ID, message, node.at("title"), hint, SEVERITY, node.path)

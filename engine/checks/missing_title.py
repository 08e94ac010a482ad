"""Titles that are lacking in a language."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import PLAIN, RuleSet, Title
from ..words.diagnostics import Diagnostic, Position, Severity, say

ID = "missing-title"
SEVERITY: Severity = "warning"
WHY = say(
    "What has a title in one language of the rule set only is shown to readers of the other by an id or "
    "in a foreign language."
)
PASSES = """
parts: {a: {title: {th: ก, en: A}}, b: {}}
"""
FAILS = """
parts: {a: {title: {th: ก}}, b: {}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """The languages are those of the rule set's own title; what has no title at all is meant to be known by
    its id."""
    languages = [language for language in rules.title if language != PLAIN]
    titled: list[tuple[str, Title, Position]] = [
        *((rules.short_name(node.path), node.title, node.position) for node in rules.nodes.values()),
        *((band.rating, band.title, band.position) for band in rules.bands),
    ]
    for name, title, position in titled:
        lacking = [language for language in languages if title.keys() - {PLAIN} and language not in title]
        for language in lacking:
            yield Diagnostic(
                ID,
                say("{name} has no title in {language}", name=name, language=language),
                position,
                say("write title: {{th: …, en: …}}"),
                SEVERITY,
                name,
            )

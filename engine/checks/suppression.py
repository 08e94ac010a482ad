"""Findings that a rule set says are meant, and where it says so of something that is not found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.hints import nearest_or

ID = "suppression"
SEVERITY: Severity = "warning"
WHY = say("What is said to be meant and is not found any more hides the next finding of that kind.")
PASSES = """
bands: [{rating: high, from: 50}, {rating: best, from: 90}, {rating: low}]
checks: {shadowed: {ignore: [best], because: a rating of next year}}
"""
FAILS = """
checks: {shadowed: {ignore: [best], because: a rating of next year}}
"""


def meant(rules: RuleSet, found: Iterable[Diagnostic], known: Collection[str]) -> Iterator[Diagnostic]:
    """The findings without those that the rule set says are meant. `known` are the ids of all checks."""
    used: set[tuple[str, str]] = set()
    for told in found:
        suppression = rules.suppressions.get(told.code)
        if suppression is not None and told.about in suppression.ignore:
            used.add((told.code, told.about))
        else:
            yield told
    for code, suppression in rules.suppressions.items():
        if code not in known:
            hint = nearest_or(code, known, say("checks are {checks}", checks=sorted(known)))
            yield Diagnostic(
                ID, say("there is no check “{check}”", check=code), suppression.position, hint, SEVERITY, code
            )
            continue
        for about in suppression.ignore:
            if (code, about) not in used:
                message = say("{check} finds nothing about {about}", check=code, about=about)
                yield Diagnostic(
                    ID,
                    message,
                    suppression.position,
                    say("take {about} out of ignore", about=about),
                    SEVERITY,
                    about,
                )

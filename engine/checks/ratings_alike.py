"""Ratings and results that are one name, misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..meaning.model import RuleSet
from ..words.alike import differ_by_a_slip
from ..words.diagnostics import Diagnostic, Position, Severity, say

ID = "ratings-alike"
SEVERITY: Severity = "warning"
WHY = say("A rating that is misspelt in one band is another rating: reports and counts show both.")
PASSES = """
bands:
  - {rating: excellent, from: 50, to: 100, when: a >= 50}
  - {rating: excellent, from: 60, to: 100}
  - {rating: low, from: 0, to: 100}
"""
FAILS = """
bands:
  - {rating: excellent, from: 50, to: 100, when: a >= 50}
  - {rating: excelelnt, from: 60, to: 100}
  - {rating: low, from: 0, to: 100}
"""
_MOST = 200  # so many names are held against each other


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each rating, and each result of a level, that differs from one before by a slip."""
    yield from _alike((band.rating, band.position) for band in rules.bands)
    for judgements in rules.judgements.values():
        yield from _alike((judgement.result, judgement.position) for judgement in judgements)


def _alike(names: Iterable[tuple[str, Position]]) -> Iterator[Diagnostic]:
    seen: dict[str, Position] = {}
    for name, position in names:
        if len(seen) == _MOST:
            return
        near = next((earlier for earlier in seen if differ_by_a_slip(name, earlier)), None)
        if near is not None and name not in seen:
            message = say(
                "“{name}” and “{earlier}” (line {line}) are two names that differ by one or two letters",
                name=name,
                earlier=near,
                line=seen[near].line,
            )
            hint = say(
                "if they are one, write it in one way: “{name}” or “{earlier}”", name=name, earlier=near
            )
            yield Diagnostic(ID, message, position, hint, SEVERITY, name)
        seen.setdefault(name, position)

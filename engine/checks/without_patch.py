"""Options of a choice among variants for which nothing is patched."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "without-patch"
SEVERITY: Severity = "note"
WHY = say("For an option without a patch the rules hold as they stand outside variants, meant or forgotten.")
PASSES = """
inputs: {size: {one_of: [small, large]}}
variants:
  size:
    small: {bands: {high: {from: 40}, low: {to: 39.99}}}
    large: {bands: {high: {from: 60}, low: {to: 59.99}}}
"""
FAILS = """
inputs: {size: {one_of: [small, large]}}
variants:
  size:
    small: {bands: {high: {from: 40}, low: {to: 39.99}}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A note for each input that chooses among variants and has options without a patch."""
    for place, path in enumerate(rules.choosing):
        input_ = rules.inputs[path]
        scale = rules.answers[input_.answers or ""]
        patched = {words[place] for words in rules.variants}
        left = [word for word in scale.options if word not in patched]
        if left:
            message = say("variants: no patch for {words} of {input}", words=left, input=path)
            hint = say("there the rules hold as they stand; write a patch where others are meant")
            position = scale.option_positions.get(left[0], scale.position)
            yield Diagnostic(ID, message, position, hint, SEVERITY, path)

"""Words that are looked up in answers that do not have them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.hints import nearest_or
from .looked_up import LookedUp, looked_up, words_looked_up
from .tried_units import Tried, samples

ID = "word-gap"
SEVERITY: Severity = "error"
WHY = say(
    "A word that is looked up, and that the answers do not have, gives no score, though nothing is missing."
)
PASSES = """
inputs: {size: {one_of: [small, large]}}
parts: null
questions: {q: {of: size, answers: {small: 20, large: 80}}}
"""
FAILS = """
inputs: {size: {one_of: [small, large, huge]}}
parts: null
questions: {q: {of: size, answers: {small: 20, large: 80}}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each word that can be looked up and is not there, and for each answer that no word is."""
    for own in looked_up(rules):
        words = words_looked_up(rules, own) if own.answers is not None else None
        if words is None or own.answers is None:
            continue
        scale, path = rules.answers[own.answers], own.named(rules)
        for word, number in words.items():
            if word not in scale.words and path is not None and _is_asked(rules, own, path, number):
                message = say(
                    "{node}: the answers do not have “{word}”, which {name} can be",
                    node=own.node.path,
                    word=word,
                    name=rules.short_name(path),
                )
                hint = say("write its score: {word}: …", word=word)
                yield Diagnostic(ID, message, scale.position, hint, SEVERITY, own.node.path)
        for word in scale.words if scale.is_own else ():
            if word not in words and path is not None:
                message = say(
                    "{node}: {name} is never “{word}”",
                    node=own.node.path,
                    name=rules.short_name(path),
                    word=word,
                )
                hint = nearest_or(word, words, say("its words are {words}", words=list(words)))
                at = scale.option_positions.get(word, scale.position)
                yield Diagnostic(ID, message, at, hint, "warning", own.node.path)


def _is_asked(rules: RuleSet, own: LookedUp, path: str, number: int) -> bool:
    """Whether a unit with a word is looked up there."""
    conditions = [condition for condition, _ in own.conditions]
    units: Iterator[Tried] = samples(rules, own.node, conditions, {path: [Fraction(number)]})
    return any(own.is_asked(unit) for unit in units)

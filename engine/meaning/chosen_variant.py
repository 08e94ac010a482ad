"""Which variant of a rule set holds for a unit: by the words of the inputs that choose it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from .arithmetic.exact import Exact
from .model import RuleSet
from .plan import Plan
from .states import Given


def variant_for(rules: RuleSet, given: Given[Exact, bool | None]) -> RuleSet | None:
    """The rules that hold for one unit; None where an input that chooses is missing or refused."""
    if not rules.choosing:
        return rules
    numbers = []
    for path in rules.choosing:
        value = rules.inputs[path].value
        assert value is not None
        number = None if given.refused.get(path) else given.scores.get(path)
        if number is None and not given.refused.get(path):
            number = value.missing
        if number is None:
            return None
        numbers.append(int(Fraction(number)))
    return of_words(rules, numbers)


def of_words(rules: RuleSet, numbers: list[int]) -> RuleSet:
    """The rules that hold where the inputs that choose have words with some numbers."""
    words: list[str | None] = []
    for place, (path, number) in enumerate(zip(rules.choosing, numbers, strict=True)):
        word = list(rules.answers[rules.inputs[path].answers or ""].options)[number]
        has_patch = any(key[place] == word for key in rules.variants)
        words.append(word if has_patch else None)
    return rules.variants.get(tuple(words), rules)


def combinations_of(rules: RuleSet) -> Iterator[tuple[list[int], RuleSet]]:
    """Every combination of words of the inputs that choose, by their numbers, with the rules that hold."""
    counts = [range(len(rules.answers[rules.inputs[path].answers or ""].options)) for path in rules.choosing]
    for numbers in product(*counts):
        yield list(numbers), of_words(rules, list(numbers))


def plan_for(plan: Plan, given: Given[Exact, bool | None]) -> Plan | None:
    """The plan of the rules that hold for one unit; see `variant_for`."""
    rules = variant_for(plan.rules, given)
    return None if rules is None else plan if rules is plan.rules else Plan.of(rules)


__all__ = ["combinations_of", "of_words", "plan_for", "variant_for"]

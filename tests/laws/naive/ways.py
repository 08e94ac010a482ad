"""The ways of scoring: answers, points, score, cases, combine; each gives a state and, if known, a number."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from . import numbers
from .first import KNOWN, MISSING, REFUSED, UNDECIDED, Scored, known
from .reading import Choice, Item, Kind, Way, range_of
from .telling import NOT_APPLICABLE, Cannot, Facts, Teller, Told, alike, worst


@dataclass(frozen=True)
class Answered:
    """The score of an answer that a respondent gave as a number."""

    value: Fraction


Subject = Fraction | str | Cannot | Answered | None


def outcome_of(facts: Facts, item: Item, subject: Subject) -> Scored:
    """What the way of a node makes of a raw value or a word (None where there is none)."""
    if isinstance(subject, Answered):
        return known(subject.value)
    chosen = chosen_way(facts, item, subject)
    return Scored(chosen.state) if isinstance(chosen, Cannot) else by_way(facts, item, chosen, subject)


def chosen_way(facts: Facts, item: Item, subject: Subject) -> Way | Cannot:
    """The first case that holds; one above it that cannot be told stops the search."""
    if not item.searched:
        return item.ways[0]
    teller = Teller(facts, item, Told(value=_raw(subject)))
    for way in item.ways:
        told = teller.holds(way.when)
        if isinstance(told, Cannot):
            return told
        if told:
            return way
    return Cannot(UNDECIDED)


def _raw(subject: Subject) -> Fraction | str | Cannot | None:
    return None if isinstance(subject, Answered) else subject


def by_way(facts: Facts, item: Item, way: Way, subject: Subject) -> Scored:
    """What one way gives."""
    if way.of is not None:
        subject = looked_up(facts, item, way, subject)
    match way.kind:
        case "combine":
            return combined(item, way.content, [facts.standing(child) for child in item.children])
        case "none":
            return nothing(facts, item)
        case "score":
            number = Teller(facts, item, Told(value=_raw(subject))).number(way.content)
            return Scored(number.state) if isinstance(number, Cannot) else known(number)
        case "given":
            return Scored(MISSING)
    if subject is None:
        return Scored(MISSING)
    assert not isinstance(subject, Answered)
    if isinstance(subject, Cannot):
        return Scored(UNDECIDED if subject.state == NOT_APPLICABLE else subject.state)
    if way.kind == "answers":
        return by_answers(
            way.content, subject, turned=item.turned, elsewhere=way.of is not None or bool(item.value)
        )
    if isinstance(subject, str):
        raise ValueError(f"{item.path}: the word {subject} has no score")
    return known(subject) if way.kind == "value" else by_points(way.content, subject)


def looked_up(facts: Facts, item: Item, way: Way, subject: Subject) -> Subject:
    """What `of` gives, as it is."""
    return Teller(facts, item, Told(value=_raw(subject))).looked_up(way.of)


def held(kind: Kind, number: Fraction) -> Fraction | Cannot:
    """A raw value as its kind has it: rounded if that says how, refused if it has too many decimals, lies
    beside the steps, or is out of range."""
    if kind.decimals is not None:
        rounded = numbers.to_decimals(number, kind.decimals, kind.rounding or "down")
        if rounded != number and kind.rounding is None:
            return Cannot(REFUSED)
        number = rounded
    if kind.step is not None and ((number - (kind.low or 0)) / kind.step).denominator != 1:
        return Cannot(REFUSED)
    low = Fraction(-(10**15)) if kind.low is None else kind.low
    high = Fraction(10**15) if kind.high is None else kind.high
    return number if low <= number <= high else Cannot(REFUSED)


# Answers


def by_answers(choice: Choice, subject: Fraction | str, *, turned: bool, elsewhere: bool) -> Scored:
    """What a word gives. A word that none of the answers is: undecided where something else is looked up
    in them, as in a table; refused where it is the answer itself."""
    text = subject if isinstance(subject, str) else str(float(subject))
    for word in choice.options:
        if alike(word, text):
            earned = choice.earned(word, turned=turned)
            if earned == "missing":
                return Scored(MISSING)
            if earned == "not_applicable":
                return Scored(NOT_APPLICABLE)
            return Scored(KNOWN, earned if isinstance(earned, Fraction) else None)
    return Scored(UNDECIDED if elsewhere else REFUSED)


# Points


def by_points(points: Mapping[Any, Any], subject: Fraction) -> Scored:
    """What a table gives for a number."""
    if "above" in points or "from" in points:
        return known(by_ladder(points, subject))
    for row, outcome in points.items():
        low, high = range_of(row)
        if (low is None or numbers.compared(subject, low) >= 0) and (
            high is None or numbers.compared(subject, high) <= 0
        ):
            return known(_at(outcome, low, high, subject))
    return Scored(UNDECIDED)


def _at(outcome: Any, low: Fraction | None, high: Fraction | None, subject: Fraction) -> Fraction:
    """A row's outcome: a number, or the height of a straight line."""
    if ".." not in str(outcome):
        return numbers.exact(outcome)
    begin, end = range_of(outcome)
    assert begin is not None
    assert end is not None
    assert low is not None
    assert high is not None
    return begin + (end - begin) * (subject - low) / (high - low)


def by_ladder(points: Mapping[str, Any], subject: Fraction) -> Fraction:
    """What the highest step gives that the number is above, or from which on it lies."""
    strictly = "above" in points
    steps = points["above" if strictly else "from"]
    if not isinstance(steps, Mapping):
        steps = {step: place for place, step in enumerate(steps, 1)}
    found = numbers.exact(points.get("else", 0))
    for step, outcome in sorted(steps.items(), key=lambda pair: numbers.exact(pair[0])):
        order = numbers.compared(subject, numbers.exact(step))
        if order > 0 or (order == 0 and not strictly):
            found = numbers.exact(outcome)
    return found


# Of the children


def nothing(facts: Facts, item: Item) -> Scored:
    """A node of which no number is made is not applicable if all below it is, else there without one."""
    states = [facts.standing(child).state for child in item.children]
    return Scored(NOT_APPLICABLE if set(states) == {NOT_APPLICABLE} else KNOWN)


def combined(item: Item, kind: str, children: Sequence[Scored]) -> Scored:
    """The score of a node from its children."""
    there = [
        (child.state, child.value, below.weight)
        for child, below in zip(children, item.children, strict=True)
        if child.state != NOT_APPLICABLE
    ]
    if not there:
        return Scored(NOT_APPLICABLE)
    state = worst(state for state, _, _ in there)
    if state in (REFUSED, UNDECIDED):
        return Scored(state)
    pairs = [(number, weight) for _, number, weight in there if number is not None]
    wanted = item.written.get("best")
    enough = len(there) if wanted is None else min(int(wanted), len(there))
    lacking = len(pairs) < enough
    if lacking:
        if item.policy == "error":
            return Scored(MISSING)
        if item.policy == "zero":
            pairs = [(number or Fraction(0), weight) for _, number, weight in there]
        elif len(pairs) < max(1, math.ceil(item.coverage * len(there))):
            return Scored(MISSING)
    if wanted is not None:
        pairs = best_of(pairs, int(wanted), lower=item.better == "lower")
    number = of_pairs(kind, pairs)
    if number is not None:
        return known(number)
    return Scored(MISSING if lacking and kind in _WEIGHTED else UNDECIDED)


_WEIGHTED = ("weighted_mean", "geometric_mean", "harmonic_mean")


def best_of(
    pairs: Sequence[tuple[Fraction, Fraction]], count: int, *, lower: bool
) -> list[tuple[Fraction, Fraction]]:
    """The best so many; of equals those that are written first."""
    places = sorted(range(len(pairs)), key=lambda at: pairs[at][0] if lower else -pairs[at][0])
    return [pairs[at] for at in sorted(places[:count])]


def of_pairs(kind: str, pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Values with weights put together; None where there is nothing to divide by."""
    values = [value for value, _ in pairs]
    match kind:
        case "sum":
            return sum(values, Fraction(0))
        case "product":
            return math.prod(values, start=Fraction(1))
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "median":
            return statistics.median(values)
        case "mean":
            return sum(values, Fraction(0)) / len(values)
    weighing = [(value, weight) for value, weight in pairs if weight > 0]
    if not weighing:
        return None
    if kind == "geometric_mean":
        return numbers.geometric_mean(weighing)
    if kind == "harmonic_mean":
        return numbers.harmonic_mean(weighing)
    weights = sum((weight for _, weight in weighing), Fraction(0))
    return sum((value * weight for value, weight in weighing), Fraction(0)) / weights

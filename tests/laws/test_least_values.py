"""The law of the least change by values: over random rule sets of which every unit is tried, each value that is
enough alone is told with its least change, else the fewest values that are enough together; what is said
never to be reached is reached by no unit."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
import yaml
from kenrules.engine.explain.goals import Goal
from kenrules.engine.explain.least import ways
from kenrules.engine.explain.remedies import Remedy
from kenrules.engine.meaning.one_unit import ExactResult, evaluate_exactly
from kenrules.engine.meaning.plan import Plan

from .budget import seeds
from .few_values import FewValues, few_values


class Tried:
    """A rule set with one unit, and the ratings of all units that it could be."""

    def __init__(self, book: FewValues, rules: Any, unit: Mapping[str, Any]) -> None:
        self.book, self.rules = book, rules
        self.now = {name: book.stand_ins[name] if value is None else value for name, value in unit.items()}
        self.free = [name for name in book.values if name not in book.fixed]
        self.unit = unit
        found = dict(self.rated())
        self.ratings = {chosen: result.rating for chosen, result in found.items()}
        totals = {result.outcome.printed["total"] for result in found.values()}
        self.totals = sorted(Fraction(total) for total in totals if total is not None)

    def rated(self) -> Iterator[tuple[tuple[Any, ...], ExactResult]]:
        """What there is by what the values are that can be changed."""
        plan = Plan.of(self.rules)
        for chosen in itertools.product(*(self.book.values[name] for name in self.free)):
            given = {
                name: self.number(name, value)
                for name, value in {**self.now, **dict(zip(self.free, chosen, strict=True))}.items()
            }
            yield chosen, evaluate_exactly(plan, given, judge=())

    def number(self, name: str, value: Any) -> Fraction:
        """What data give for a value: of a word of an input its number, of an answer its score."""
        if not isinstance(value, str):
            return Fraction(value)
        entry = self.rules.entries[name]
        scale = self.rules.answers[entry.answers]
        is_said = name in self.rules.inputs or name in self.rules.worded
        return Fraction(scale.words.index(value)) if is_said else scale.options[value]

    def reaching(self, rating: str) -> list[dict[str, Any]]:
        """The changes that reach a rating: by name, what is otherwise."""
        return [
            {name: value for name, value in zip(self.free, chosen, strict=True) if value != self.now[name]}
            for chosen, found in self.ratings.items()
            if found == rating
        ]

    def distance(self, name: str, value: Any) -> Fraction:
        """How far a value is from that which the unit has; of words, by their places, of answers by the places of their scores."""
        values = self.book.values[name]
        if not isinstance(value, str):
            return abs(Fraction(value) - Fraction(self.now[name]))
        if name in self.rules.inputs or name in self.rules.worded:
            return Fraction(abs(values.index(value) - values.index(self.now[name])))
        return abs(self.number(name, value) - self.number(name, self.now[name]))


def told(remedy: Remedy) -> dict[str, Any]:
    """The changes of a remedy, words as such."""
    return {change.path: change.new if change.words is None else change.words[1] for change in remedy.changes}


def unlike(tried: Tried, rating: str, remedies: list[Remedy]) -> str | None:
    """What is told of a goal and is not so; None where all is so."""
    reaching = tried.reaching(rating)
    fewest = min((len(changes) for changes in reaching), default=None)
    kinds = {remedy.found for remedy in remedies}
    if fewest is None:
        return None if kinds == {"impossible"} else f"{rating}: no unit reaches it, {kinds}"
    if kinds != {"found"}:
        return f"{rating}: {fewest} are enough, {kinds}"
    if any(told(remedy) not in reaching or remedy.result.rating != rating for remedy in remedies):
        return f"{rating}: {[told(remedy) for remedy in remedies]} does not give it"
    if {len(remedy.changes) for remedy in remedies} != {fewest}:
        return f"{rating}: {fewest} are enough, not {[told(remedy) for remedy in remedies]}"
    if fewest == 1:
        alone = {name for changes in reaching if len(changes) == 1 for name in changes}
        if alone != {remedy.changes[0].path for remedy in remedies} or len(alone) < len(remedies):
            return f"{rating}: {alone} are enough alone"
    for remedy in remedies:
        changes = told(remedy)
        for name, value in changes.items():
            others = {other: each for other, each in changes.items() if other != name}
            nearest = min(
                tried.distance(name, each[name])
                for each in reaching
                if name in each and {other: each[other] for other in each if other != name} == others
            )
            if tried.distance(name, value) != nearest:
                return f"{rating}: {changes}, and {name} need not be changed so far"
    return None


def loaded(path: Path, book: FewValues) -> Any:
    """The rule set; None where it is none."""
    path.write_text(yaml.safe_dump(book.rules, sort_keys=False), encoding="utf-8")
    try:
        return kenrules.load(path)
    except kenrules.KenError:
        return None


def cases(numbers: Iterator[int], folder: Path) -> Iterator[tuple[int, Tried, Any]]:
    """Rule sets that load, with units that are rated, and their traces."""
    for seed in numbers:
        chance = random.Random(seed)
        book = few_values(chance)
        path = folder / f"few{seed}.yaml"
        unit = book.unit(chance)
        rules = loaded(path, book)
        totals = [] if rules is None else Tried(book, rules, unit).totals
        if totals:
            book.rated_by(totals, chance)
            rules = loaded(path, book)
        if rules is None or not totals:
            continue
        row = {name: [float(value) if isinstance(value, Fraction) else value] for name, value in unit.items()}
        trace = kenrules.explain(rules, pl.DataFrame({"unit": ["u"], **row}), "u")
        if trace.rating is not None:
            yield seed, Tried(book, rules, unit), trace


def test_no_smaller_change_reaches_a_better_rating(tmp_path: Path):
    units = goals = 0
    for seed, tried, trace in cases(seeds(20, at_least=10), tmp_path):
        by_default = ways(trace, by=["values"], seconds=60)
        remedies = ways(trace, by=["values"], seconds=60, wanted=[Goal(rating) for rating in trace.better])
        for place, rating in enumerate(trace.better):
            own = [remedy for remedy in remedies if remedy.goal.rating == rating]
            fewest = min((len(remedy.changes) for remedy in own), default=0)
            further = [other for other in remedies if other.goal.rating in trace.better[place + 1 :]]
            is_detour = any(0 < len(other.changes) < fewest for other in further)
            shown = [remedy for remedy in by_default if remedy.goal.rating == rating]
            assert list(map(told, shown)) == ([] if is_detour else list(map(told, own))), (seed, rating)
            assert (fault := unlike(tried, rating, own)) is None, (seed, dict(tried.now), fault)
            goals += 1
        units += 1
    assert units >= 3
    assert goals >= 3

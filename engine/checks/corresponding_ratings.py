"""Ratings of an older rule set, and what stands for them in this one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..meaning.model import Band, RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.hints import nearest_or

ID = "corresponding-ratings"
SEVERITY: Severity = "error"
WHY = say(
    "Whether a unit has risen between two schemes is told by what corresponds: a rating left out, or two "
    "that cross, make a fall of a rise."
)
PASSES = """
# demo/2.yaml
bands: [{rating: pass, from: 50}, {rating: fail, to: 49.99}]
corresponds: {demo/1: {A: pass, B: pass, C: fail}}
"""
FAILS = """
# demo/2.yaml
bands: [{rating: pass, from: 50}, {rating: fail, to: 49.99}]
corresponds: {demo/1: {A: fail, B: pass, C: fail}}
"""


def check(rules: RuleSet, older: Mapping[str, RuleSet | None]) -> Iterator[Diagnostic]:
    """What does not go together with the bands of an older rule set; `older` has those that `corresponds`
    names, None where there is none."""
    for name, entries in rules.corresponds.items():
        other = older.get(name)
        at = rules.at(f"corresponds.{name}.{next(iter(entries))}")
        if other is None:
            message = say("corresponds: there is no rule set “{name}”", name=name)
            hint = say("write the name by which ken list shows it, for example ita/2565")
            yield Diagnostic(ID, message, at, hint, SEVERITY, rules.id)
            continue
        yield from _of_names(rules, other, name, entries)
        yield from _crossed(rules, other, name, entries)


def _of_names(
    rules: RuleSet, other: RuleSet, name: str, entries: Mapping[str, tuple[str, ...]]
) -> Iterator[Diagnostic]:
    own, theirs = _ladder(rules.bands), _ladder(other.bands)
    for rating, named in entries.items():
        at = rules.at(f"corresponds.{name}.{rating}")
        if rating not in theirs:
            message = say("{rules} has no rating “{name}”", rules=other.id, name=rating)
            hint = nearest_or(rating, theirs, say("its ratings are {ratings}", ratings=theirs))
            yield Diagnostic(ID, message, at, hint, SEVERITY, rules.id)
        elif rating in own and rating not in named:
            message = say(
                "“{rating}” is a rating of both, and by corresponds: it is not the same one", rating=rating
            )
            hint = say("add it: {rating}: {ratings}", rating=rating, ratings=[rating, *named])
            yield Diagnostic(ID, message, at, hint, SEVERITY, rules.id)
    lacking = [rating for rating in theirs if rating not in entries and rating not in own]
    if lacking:
        message = say("corresponds: says nothing of {ratings} of {rules}", ratings=lacking, rules=other.id)
        hint = say("add which rating stands for each: {rating}: …", rating=lacking[0])
        at = rules.at(f"corresponds.{name}.{next(iter(entries))}")
        yield Diagnostic(ID, message, at, hint, SEVERITY, rules.id)


def _crossed(
    rules: RuleSet, other: RuleSet, name: str, entries: Mapping[str, tuple[str, ...]]
) -> Iterator[Diagnostic]:
    """Where what stands for the worse of two ratings is better than what stands for the better one."""
    own = _ladder(rules.bands)
    listed = [rating for rating in _ladder(other.bands) if rating in entries]
    for better, worse in pairwise(listed):
        ends = [[own.index(rating) for rating in entries[side]] for side in (better, worse)]
        if min(ends[1]) < min(ends[0]) or max(ends[1]) < max(ends[0]):
            message = say(
                "in {rules} {better} is better than {worse}, and here {first} stands for {better} and "
                "{second} for {worse}",
                rules=other.id,
                better=better,
                worse=worse,
                first=entries[better],
                second=entries[worse],
            )
            hint = say("let the better rating stand for the better one; several can stand for one: [A, B]")
            at = rules.at(f"corresponds.{name}.{worse}")
            yield Diagnostic(ID, message, at, hint, SEVERITY, rules.id)


def _ladder(bands: tuple[Band, ...]) -> list[str]:
    return [band.rating for band in bands]


__all__ = ["FAILS", "ID", "PASSES", "SEVERITY", "WHY", "check"]

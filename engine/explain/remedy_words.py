"""Least changes in words."""

from __future__ import annotations

from fractions import Fraction

from ..meaning.facts_in_words import UNKNOWN, rating_text, score_text
from ..meaning.model import LEVELS, TOTAL
from ..meaning.one_unit import ExactResult
from ..words.diagnostics import Text, say
from ..words.language import Language
from .conditions import PLURALS
from .goals import Goal
from .least import Remedy
from .trace import Trace

IN_A_ROW = 20


def goal_words(trace: Trace, goal: Goal, language: Language) -> Text:
    """What is to be reached."""
    if goal.rating is not None:
        return rating_text(trace.rules, goal.rating, language)
    name = trace.rules.short_name(goal.path)
    bound = score_text(goal.bound or Fraction(0), trace.rules.scale)
    return (
        say("{node} {bound} or more", node=name, bound=bound)
        if goal.sign == ">="
        else say("{node} above {bound}", node=name, bound=bound)
    )


def way_sentence(trace: Trace, remedy: Remedy, language: Language) -> Text:
    """What a goal takes at the least."""
    return say(
        "{goal} {way}", goal=goal_words(trace, remedy.goal, language), way=way_words(trace, remedy, language)
    )


def way_words(trace: Trace, remedy: Remedy, language: Language) -> Text:
    """The same, without the goal."""
    by = level_words(remedy.by)
    match remedy.found:
        case "there":
            return say("is reached already")
        case "beyond":
            return say(
                "by {by}: the rules use what no proof can speak of ({rule})", by=by, rule=remedy.beyond
            )
        case "undecided":
            return say("by {by}: not decided in the time allowed", by=by)
        case "impossible":
            return _impossible(trace, remedy, language)
    after = _after(trace, remedy.goal, remedy.result, language)
    if remedy.by == "items":
        items = [trace.rules.short_name(change.path) for change in remedy.changes]
        # a longer list would be cut
        rows = [
            say("{names}", names=items[start : start + IN_A_ROW]) for start in range(0, len(items), IN_A_ROW)
        ]
        return say(
            "by {by}: at least {count}: {items}; then {after}",
            by=by,
            count=len(items),
            items=rows,
            after=after,
        )
    scale = trace.rules.scale
    changes = [
        say(
            "{node} {old} → {new}",
            node=trace.rules.short_name(change.path),
            old=score_text(change.old, scale),
            new=score_text(change.new, scale),
        )
        for change in remedy.changes
    ]
    return say(
        "by {by}: at least {points} points: {changes}; then {after}",
        by=by,
        points=score_text(remedy.points, scale),
        changes=changes,
        after=after,
    )


def _impossible(trace: Trace, remedy: Remedy, language: Language) -> Text:
    """That a goal cannot be reached. Where everything at its best leaves no rating, nothing was shown."""
    by, best = level_words(remedy.by), remedy.best
    if trace.rating is not None and best is not None and best.rating is None:
        return say("by {by}: not searched", by=by)
    after = _after(trace, remedy.goal, best, language)
    return say("by {by}: cannot be reached; with all of these at their best it is {best}", by=by, best=after)


def level_words(by: str) -> Text:
    """What is raised: the nodes of a level, or "items"."""
    return PLURALS[next((plural for plural, level in LEVELS.items() if level == by), by)]


def _after(trace: Trace, goal: Goal, result: ExactResult | None, language: Language) -> Text:
    """What the unit has when a change is made."""
    if result is None:
        return Text(UNKNOWN)
    total = score_text(result.outcome.printed[TOTAL], trace.rules.scale)
    if goal.rating is not None:
        rating = rating_text(trace.rules, result.rating, language)
        return say("total {total}: {rating}", total=total, rating=rating)
    score = score_text(result.outcome.printed[goal.path], trace.rules.scale)
    return say(
        "{node} {score}, total {total}", node=trace.rules.short_name(goal.path), score=score, total=total
    )


__all__ = ["goal_words", "level_words", "way_sentence", "way_words"]

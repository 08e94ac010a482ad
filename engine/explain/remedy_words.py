"""Least changes in words."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from ..meaning.facts_in_words import UNKNOWN, rating_text, score_text
from ..meaning.model import LEVELS, TOTAL
from ..meaning.one_unit import ExactResult
from ..meaning.printed_scores import printed_places
from ..words.diagnostics import Text, say
from ..words.language import Language
from ..words.numerals import Numeral, decimal_text, shown_text
from .clauses import said_word
from .conditions import PLURALS
from .goals import Goal
from .levers import VALUES
from .remedies import Raise, Remedy
from .trace import Trace

IN_A_ROW = 20

Names = Callable[[str], object]
"""What nodes are called, by their paths."""


def goal_words(trace: Trace, goal: Goal, language: Language, names: Names | None = None) -> Text:
    """What is to be reached; `names` are what nodes are called (None: their ids)."""
    called = names or trace.rules.short_name
    if goal.rating is not None and goal.path != TOTAL:
        return say("{node} {word}", node=called(goal.path), word=goal.rating)
    if goal.rating is not None:
        return rating_text(trace.rules, goal.rating, language)
    words = {"node": called(goal.path), "bound": score_text(goal.bound or Fraction(0), trace.rules.scale)}
    match goal.sign:
        case ">=":
            return say("{node} {bound} or more", **words)
        case ">":
            return say("{node} above {bound}", **words)
        case "<=":
            return say("{node} {bound} or less", **words)
    return say("{node} below {bound}", **words)


def way_sentence(trace: Trace, remedy: Remedy, language: Language) -> Text:
    """What a goal takes at the least."""
    return say(
        "{goal} {way}", goal=goal_words(trace, remedy.goal, language), way=way_words(trace, remedy, language)
    )


def way_words(trace: Trace, remedy: Remedy, language: Language, names: Names | None = None) -> Text:
    """The same, without the goal; `names` are what nodes are called (None: their ids)."""
    by, called = level_words(remedy.by), names or trace.rules.short_name
    if remedy.changes or remedy.found == "found":
        return _found_words(trace, remedy, by, language, called)
    return _open_words(trace, remedy, by, language, called)


def way_in_short(trace: Trace, remedy: Remedy, language: Language) -> Text:
    """How much is to be changed, and what the unit has then; or why no change is told."""
    if not remedy.changes:
        return way_words(trace, remedy, language)
    words: dict[str, object] = {
        "by": level_words(remedy.by),
        "count": len(remedy.changes),
        "points": score_text(remedy.points, trace.rules.scale),
        "after": _after(trace, remedy.goal, remedy.result, language, trace.rules.short_name),
    }
    if remedy.is_by_values and remedy.found != "found":
        return say("by {by}: {count} are enough, perhaps not the fewest; then {after}", **words)
    if remedy.by == "items" or remedy.is_by_values:
        return say("by {by}: at least {count}; then {after}", **words)
    if words["points"] == "1":
        return say("by {by}: at least 1 point; then {after}", **words)
    return say("by {by}: at least {points} points; then {after}", **words)


def _open_words(trace: Trace, remedy: Remedy, by: Text, language: Language, called: Names) -> Text:
    """Why no change is told."""
    match remedy.found:
        case "there":
            return say("is reached already")
        case "beyond":
            return say(
                "by {by}: the rules use what no proof can speak of ({rule})", by=by, rule=remedy.beyond
            )
        case "undecided" if remedy.left:
            return say(
                "by one of the {by}: not decided in the time allowed of {nodes}",
                by=by,
                nodes=[called(path) for path in remedy.left],
            )
        case "undecided" if remedy.is_by_values:
            return say("by several of the {by}: not decided in the time allowed", by=by)
        case "undecided":
            return say("by {by}: not decided in the time allowed", by=by)
        case "impossible" if remedy.is_by_values:
            return say("by {by}: cannot be reached, whatever those are that can be changed", by=by)
    best = _after(trace, remedy.goal, remedy.best, language, called)
    return say("by {by}: cannot be reached; with all of these at their best it is {best}", by=by, best=best)


def _found_words(trace: Trace, remedy: Remedy, by: Text, language: Language, called: Names) -> Text:
    """What is changed, and what the unit has then."""
    after = _after(trace, remedy.goal, remedy.result, language, called)
    if remedy.is_by_values:
        return _by_values(trace, remedy, after, language)
    if remedy.by == "items":
        items = [called(change.path) for change in remedy.changes]
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
            node=called(change.path),
            old=score_text(change.old, scale),
            new=score_text(change.new, scale),
        )
        for change in remedy.changes
    ]
    points = score_text(remedy.points, scale)
    if points == "1":
        return say("by {by}: at least 1 point: {changes}; then {after}", by=by, changes=changes, after=after)
    return say(
        "by {by}: at least {points} points: {changes}; then {after}",
        by=by,
        points=points,
        changes=changes,
        after=after,
    )


def _by_values(trace: Trace, remedy: Remedy, after: Text, language: Language) -> Text:
    """Which values are changed, to what."""
    words = {
        "by": level_words(remedy.by),
        "count": len(remedy.changes),
        "changes": [change_words(trace, change, language) for change in remedy.changes],
        "after": after,
    }
    if len(remedy.changes) == 1 and remedy.found == "found":
        return say("by one of the {by}: {changes}; then {after}", **words)
    if remedy.found == "found":
        return say("by {by}: at least {count}: {changes}; then {after}", **words)
    return say("by {by}: {count} are enough, perhaps not the fewest: {changes}; then {after}", **words)


def change_words(trace: Trace, change: Raise, language: Language) -> Text:
    """What is done to a value: raised, lowered, or from which word to which it is changed."""
    entry = trace.rules.entries[change.path]
    title = entry.title.in_language(language)
    name: object = trace.rules.short_name(change.path)
    if title is not None and title != name:
        name = say("{name} ({title})", name=name, title=title)
    old, new = change_values(trace, change)
    if change.words is not None:
        return say("change {node} from {old} to {new}", node=name, old=old, new=new)
    told = (
        say("raise {node} from {old} to {new}", node=name, old=old, new=new)
        if change.new > change.old
        else say("lower {node} from {old} to {new}", node=name, old=old, new=new)
    )
    if change.step is None:
        return told
    return say("{change} (in steps of {step})", change=told, step=decimal_text(change.step))


def change_values(trace: Trace, change: Raise) -> tuple[Text, Text]:
    """A value before and after."""
    if change.words is not None:
        before, after = words_of(trace, change)
        return say("{name}", name=before), say("{name}", name=after)
    entry, places = trace.rules.entries[change.path], _places(trace, change)
    measure = (entry.value.measure if entry.value is not None else None) or entry.measure
    old, new = (_measured(shown_text(value, places), measure) for value in (change.old, change.new))
    return old, new


def words_of(trace: Trace, change: Raise) -> tuple[str, str]:
    """Of words the one before, as data have it where that is known, and the one after."""
    assert change.words is not None
    before, after = change.words
    return said_word(trace.exact.plan, trace.outcome, change.path) or before, after


def _measured(number: Numeral, measure: str | None) -> Text:
    """A number with its measure, of which no digit is a number's."""
    if measure is None:
        return say("{number}", number=number)
    return say("{number} {measure}", number=number, measure=measure)


def _places(trace: Trace, change: Raise) -> int:
    """With how many decimals a value is shown: those of a score, or of its step."""
    entry = trace.rules.entries[change.path]
    if change.step is not None:
        return max(0, len(str(change.step.denominator)) - 1)
    if entry.value is None:
        return printed_places(trace.rules, entry)
    return 0 if entry.value.decimals is None else entry.value.decimals


def level_words(by: str) -> Text:
    """What is changed: the nodes of a level, "items" or "values"."""
    if by == VALUES:
        return say("values given")
    return PLURALS[next((plural for plural, level in LEVELS.items() if level == by), by)]


def _after(trace: Trace, goal: Goal, result: ExactResult | None, language: Language, called: Names) -> Text:
    """What the unit has when a change is made."""
    if result is None:
        return Text(UNKNOWN)
    number = result.outcome.printed[TOTAL]
    total = score_text(number, trace.rules.scale)
    if goal.rating is not None:
        rating = rating_text(trace.rules, result.rating, language) if trace.rules.bands else Text("")
        if number is None:
            return rating
        return say("total {total}: {rating}", total=total, rating=rating)
    score = score_text(result.outcome.printed[goal.path], trace.rules.scale)
    return say("{node} {score}, total {total}", node=called(goal.path), score=score, total=total)


__all__ = [
    "change_values",
    "change_words",
    "goal_words",
    "level_words",
    "way_in_short",
    "way_sentence",
    "way_words",
    "words_of",
]

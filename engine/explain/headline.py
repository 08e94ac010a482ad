"""The headline of a result, made in one place for all that show it: the total and the rating, how far from
the target it is, how much passes, and the shortest way to a better rating."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..meaning import statuses
from ..meaning.facts_in_words import result_text, titled
from ..meaning.model import TOTAL, UNTITLED, RuleSet, Target
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..meaning.steps_in_order import is_numberless
from ..words.diagnostics import Text, counted, listed, say
from ..words.language import Language
from ..words.numerals import Numeral, shown_text
from .clauses import Clause, apart_as_printed
from .conditions import PLURALS
from .reasons import unrated_words
from .remedies import Remedy
from .remedy_words import change_words, level_words
from .subjects import subjects_of
from .trace import Trace


@dataclass(frozen=True)
class Headline:
    """Sentences, each of which can stand alone: the result, how far it is from each target, how much passes,
    and the shortest way to the nearest better rating that a change was found for."""

    result: Text
    targets: tuple[Text, ...] = ()
    passing: Text | None = None
    way: Text | None = None

    @property
    def lines(self) -> tuple[Text, ...]:
        """All of them, the result first."""
        return (self.result, *self.targets, *filter(None, (self.passing, self.way)))

    @property
    def sentence(self) -> Text:
        """All of them in one sentence."""
        return listed(self.lines)


def headline(trace: Trace, ways: Sequence[Remedy], language: Language) -> Headline:
    """The headline of one unit; `ways` are the least changes that were looked for."""
    if trace.exact.status == statuses.NOT_APPLICABLE:
        return Headline(say("these rules are not for this unit"))
    return Headline(
        _result(trace, language),
        tuple(_targets(trace)),
        _passing(trace, language),
        _way(trace, ways, language),
    )


def _result(trace: Trace, language: Language) -> Text:
    """The total and the rating, as far as there are such; else why there is none."""
    total = total_words(trace)
    if trace.rating is None and (trace.rules.bands or total is None):
        why = unrated_words(trace)
        return why if total is None else say("total score {total}, {why}", total=total, why=why)
    if trace.rating is None:
        return say("total score {total}", total=total)
    rating = rating_name(trace.rules, trace.rating, language)
    if total is None:
        return say("rating {rating}", rating=rating)
    return say("total score {total}, rating {rating}", total=total, rating=rating)


def rating_name(rules: RuleSet, rating: str, language: Language) -> str:
    """What people call a rating: its title, where the rules have one in the language."""
    title = next((band.title for band in rules.bands if band.rating == rating), UNTITLED)
    return titled(rating, title, language)


def total_words(trace: Trace) -> Text | None:
    """The total as it is printed, with its measure; None where there is none."""
    rules, value = trace.rules, trace.root.printed
    if value is None or is_numberless(rules.total) or is_pure(rules, TOTAL):
        return None
    number, measure = _shown(rules, value), rules.scale.measure
    if measure:
        return say("{number} {measure}", number=number, measure=measure)
    return say("{number}", number=number)


def _shown(rules: RuleSet, value: Fraction) -> Numeral:
    return shown_text(value, printed_places(rules, rules.total))


def _targets(trace: Trace) -> Iterator[Text]:
    """How far from each target the total is, where the target is a bound of it."""
    for target in trace.rules.targets:
        clause = _bound(trace, target)
        if clause is not None:
            yield _distance(trace.rules, clause)


def _bound(trace: Trace, target: Target) -> Clause | None:
    """The comparison of the total with a bound that a target is; None where it is anything else, or the unit
    has no total."""
    tree = target.condition.tree
    is_one = isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.left, ast.Name)
    if total_words(trace) is None or not is_one:
        return None
    clauses = apart_as_printed(trace.exact.plan, target.condition, trace.outcome).clauses
    found = [clause for clause in clauses if clause.nodes == (TOTAL,) and clause.left == trace.root.printed]
    return found[0] if len(found) == len(clauses) == 1 and found[0].margin is not None else None


def _distance(rules: RuleSet, clause: Clause) -> Text:
    words = {"gap": _shown(rules, abs(clause.left - clause.right)), "bound": _shown(rules, clause.right)}
    if clause.left == clause.right:
        if clause.holds:
            return say("just at the target of {bound}", **words)
        return say("at {bound}, which the target leaves out", **words)
    is_low = clause.left < clause.right
    if clause.holds:
        return (
            say("within the target of {bound}, by {gap}", **words)
            if is_low
            else say("above the target of {bound} by {gap}", **words)
        )
    return (
        say("{gap} below the target of {bound}", **words)
        if is_low
        else say("{gap} more than the target of {bound}", **words)
    )


def _passing(trace: Trace, language: Language) -> Text | None:
    """How many of the indicators, or parts, have the best judgement of their level; None where they are not
    judged, or not all by the same."""
    judged = [steps[0] for steps in subjects_of(trace) if steps[0].verdicts]
    levels = {step.node.level for step in judged}
    names = {step.verdicts[0].name for step in judged}
    if len(levels) != 1 or len(names) != 1 or any(step.node.bands for step in judged):
        return None
    (level,), (name,) = levels, names
    passing = sum(step.passes is True for step in judged)
    unknown = sum(step.passes is None for step in judged)
    told = say(
        "{result}: {passing} of {count} {level}",
        result=result_text(trace.rules, level, name, language) or name,
        passing=passing,
        count=len(judged),
        level=PLURALS[f"{level}s"],
    )
    if not unknown:
        return told
    return say("{told}, {unknown} not known", told=told, unknown=unknown)


def nearest_way(trace: Trace, ways: Sequence[Remedy]) -> Remedy | None:
    """The change to the nearest better rating that one was found for: of several that with the fewest items,
    else of values, else of points."""
    for rating in trace.better:
        reached = best_way(way for way in ways if way.goal.path == TOTAL and way.goal.rating == rating)
        if reached is not None:
            return reached
    return None


def best_way(ways: Iterable[Remedy]) -> Remedy | None:
    """Of several ways to one goal that with the fewest items, else of values, else of points; None where none
    was found."""
    order = {"items": 0, "values": 1}
    reached = [way for way in ways if way.changes and way.result is not None]
    return min(reached, key=lambda way: (order.get(way.by, 2), len(way.changes), way.points), default=None)


def _way(trace: Trace, ways: Sequence[Remedy], language: Language) -> Text | None:
    if trace.rating is not None and trace.rules.scale.better != "none" and not trace.better:
        return say("there is no better rating")
    way = nearest_way(trace, ways)
    if way is None:
        return None
    rating = rating_name(trace.rules, way.goal.rating or "", language)
    if way.by == "items":
        how = counted(len(way.changes), "{count} more item", "{count} more items")
    elif way.is_by_values and len(way.changes) == 1:
        how = change_words(trace, way.changes[0], language)
    elif way.is_by_values:
        how = counted(len(way.changes), "{count} value changed", "{count} values changed")
    else:
        points = _shown(trace.rules, way.points)
        how = (
            say("1 point more in the {by}", by=level_words(way.by))
            if points == "1"
            else say("{points} points more, shared out over the {by}", points=points, by=level_words(way.by))
        )
    if way.found == "found":
        return say("the shortest way to {rating}: {how}", rating=rating, how=how)
    return say("a way to {rating}, perhaps not the shortest: {how}", rating=rating, how=how)


__all__ = ["Headline", "best_way", "headline", "nearest_way", "rating_name", "total_words"]

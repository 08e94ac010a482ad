"""The fewest values to a rating of a whole that hangs on nothing but the ratings of its parts: how many each
rating of each part takes at the least, and which of these take the fewest together.

Nothing is told where a part can be without a rating, or not apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from itertools import combinations_with_replacement, islice, product

from ..meaning.arithmetic.exact_rows import Numbers, RowsArithmetic, Truths
from ..meaning.keeping import kept_with
from ..meaning.model import TOTAL, RuleSet, is_below
from ..meaning.plan import run
from ..meaning.scope import asked_words_alone, choices_of, words_at
from ..meaning.settling import UndecidedError
from ..meaning.states import Given
from ..meaning.steps_in_order import is_numberless, rating_expressions_of
from ..meaning.word_options import Choice
from .alike_values import Groups, alike, chosen_among
from .box_search import BoxSearch
from .changeable import Changeable, Unit
from .goals import Goal

MOST_UNITS, AT_ONCE = 20_000, 500
"""Of a part with more units than so many, but for exchanges, nothing is told; so many are rated together."""

Values = Mapping[str, Fraction]


@dataclass(frozen=True)
class RatedPart:
    """A node right below the whole, and what of it can be changed."""

    path: str
    changeable: tuple[Changeable, ...]


def parts_of(unit: Unit, goal: Goal) -> Sequence[RatedPart]:
    """The parts whose ratings alone a goal hangs on, where everything that can be changed is of one of them;
    none where that is not so."""
    plan, rules = unit.trace.exact.plan, unit.trace.rules
    total = rules.total
    if goal.rating is None or goal.path != TOTAL or rules.choosing or not is_numberless(total):
        return ()
    below = {child.path for child in total.children}
    scope = plan.scope(TOTAL)
    for expression in rating_expressions_of(rules, total):
        asked = asked_words_alone(scope, expression.tree)
        if asked is None or not all(own.path in below and _is_its_word(rules, own) for own in asked):
            return ()
    if not all(isinstance(one.grid, tuple) for one in unit.changeable):
        return ()
    found = []
    for path in (child.path for child in total.children):
        if any(other not in (path, TOTAL) and not is_below(other, path) for other in plan.needs(path)):
            return ()
        own = tuple(one for one in unit.changeable if one.path == path or is_below(one.path, path))
        found.append(RatedPart(path, own))
    is_all = sum(len(part.changeable) for part in found) == len(unit.changeable)
    return found if is_all else ()


def _is_its_word(rules: RuleSet, choice: Choice) -> bool:
    """Whether a choice is between the only words that are said of a node, its ratings or its answers."""
    (own, *others) = choices_of(rules, choice.path)
    return not others and own.kind == choice.kind and own.words == words_at(rules, choice.path)


def fewest_by_parts(search: BoxSearch, goal: Goal, parts: Sequence[RatedPart]) -> Values | None:
    """The fewest values to a goal that hangs on the ratings of some parts; None where nothing reaches it.
    Raises UndecidedError."""
    unit = search.unit
    ways = kept_with(unit, "ways", tuple(parts), lambda: [_ways(search, part) for part in parts])
    waiting: list[tuple[int, tuple[int, ...]]] = [(0, (0,) * len(ways))]
    seen = {waiting[0][1]}
    while waiting:
        count, chosen = heappop(waiting)
        pairs = zip(ways, chosen, strict=True)
        values = {path: value for way, at in pairs for path, value in way[at].items()}
        if search.reached(goal, values):
            return values
        for number, way in enumerate(ways):
            at = chosen[number] + 1
            following = (*chosen[:number], at, *chosen[number + 1 :])
            if at < len(way) and following not in seen:
                seen.add(following)
                heappush(waiting, (count + len(way[at]) - len(way[at - 1]), following))
    return None


def _ways(search: BoxSearch, part: RatedPart) -> list[Values]:
    """For each rating that a part can have some of the fewest values that give it one, those with the fewest
    first; none for the one that it has. Raises UndecidedError."""
    unit = replace(search.unit, changeable=part.changeable)
    words = words_at(unit.trace.rules, part.path)
    if words is None:  # which nothing asks for
        return [{}]
    now = search.exactly({}).word(part.path)
    if now is None:
        raise UndecidedError
    left = {*words} - {now}
    ways: list[Values] = [{}]
    units = _units(alike(unit, part.path))
    for _ in range(0, MOST_UNITS, AT_ONCE):
        if not left or not (some := list(islice(units, AT_ONCE))):
            return ways
        search.reached(Goal(words[0], part.path), {})  # which looks at the time
        for values, number in zip(some, _rated(unit, part, some), strict=True):
            if number is None or number >= len(words):
                raise UndecidedError
            word = words[int(number)]
            if word in left:
                left.remove(word)
                ways.append(values)
    raise UndecidedError


def _units(groups: Groups) -> Iterator[Values]:
    """What a part can have, but for exchanges of what is alike: those in which few values are changed
    first."""
    for size in range(1, sum(map(len, groups)) + 1):
        for chosen in chosen_among(groups, size):
            together = [[one for one in group if one in chosen] for group in groups]
            yield from map(_joined, product(*(_changed(group) for group in together if group)))


def _changed(group: Sequence[Changeable]) -> list[Values]:
    """What some values that are alike can be changed to, all of them, in whatever order."""
    first = group[0]
    others = [value for number in range(first.count) if (value := first.value(number)) != first.old]
    paths = [one.path for one in group]
    return [
        dict(zip(paths, values, strict=True)) for values in combinations_with_replacement(others, len(group))
    ]


def _joined(values: Sequence[Values]) -> Values:
    return {path: value for own in values for path, value in own.items()}


def _rated(unit: Unit, part: RatedPart, units: Sequence[Values]) -> Numbers:
    """The number of the rating that a part has, by what is changed."""
    plan, count = unit.trace.exact.plan, len(units)
    own = unit.with_changes({one.path: one.old for one in part.changeable})
    given: Given[Numbers, Truths] = Given(
        {path: [values.get(path, value) for values in units] for path, value in own.scores.items()},
        {path: [value] * count for path, value in own.answers.items()},
        {path: [value] * count for path, value in own.respondents.items()},
        {path: [value] * count for path, value in own.refused.items()},
        {path: [value] * count for path, value in own.inapplicable.items()},
    )
    a = RowsArithmetic(plan.rules.scale, count)
    node = plan.rules.nodes[part.path]
    outcome = run(plan, a, given, judge=(), compare_given=False, top=node)
    word = outcome.word(part.path)
    if any(any(state) for state in (word.refused, word.undecided, word.inapplicable) if state is not None):
        raise UndecidedError
    return word.number or a.nothing()


__all__ = ["RatedPart", "fewest_by_parts", "parts_of"]

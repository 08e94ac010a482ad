"""The least change of values to a goal, in either direction. First each value alone: the other value nearest
to it that is enough. Where none is enough alone, the fewest values together, each no further from what it is
than it needs to be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..meaning.arithmetic.exact import Exact
from ..meaning.model import INPUT, TOTAL, RuleSet
from ..meaning.one_unit import evaluate_exactly
from ..meaning.settling import Budget, UndecidedError
from .alike_values import alike, chosen_among
from .box_search import BoxSearch
from .by_parts import fewest_by_parts, parts_of
from .changeable import Changeable, unit_of
from .fewest_needed import FewestNeeded, Needed
from .goals import Goal
from .levers import VALUES
from .remedies import Answer, Raise, Remedy
from .trace import Trace

ROUNDS = 3
"""So often what is not settled is tried again, as long as there is time."""

MANY = 5
"""Of so many values groups are looked at before each alone."""

A_WHILE = 0.5
"""So many seconds are spent on some values together, where there are others to look at."""

Values = Mapping[str, Fraction]


def value_ways(
    trace: Trace, goals: Sequence[Goal], keep: Collection[str], budget: Budget, by: str = VALUES
) -> list[Remedy]:
    """The least changes of values to each goal, in so much time. `by` is VALUES, or the level whose scores
    are changed; `keep` are the paths of what stays as it is."""
    if not goals:
        return []
    unit = unit_of(trace, keep, by)
    search = BoxSearch(unit, budget)
    found: dict[Goal, list[Remedy]] = {}
    for _ in range(ROUNDS):  # what was worked out in one is known in the next
        unsettled = [goal for goal in goals if not all(map(_is_settled, found.get(goal, [None])))]
        for number, goal in enumerate(unsettled):
            part = search.within(budget.part(1 / (len(unsettled) - number)))
            found[goal] = _better_known(found.get(goal), _ValueSearch(part, goal, by).remedies())
        if budget.left <= 0:
            break
    return [remedy for goal in goals for remedy in found[goal]]


def _better_known(before: list[Remedy] | None, now: list[Remedy]) -> list[Remedy]:
    """What is known after another search: a change that was found is not forgotten where that finds none."""
    is_lost = (
        before is not None and any(own.changes for own in before) and not any(own.changes for own in now)
    )
    is_told = all(map(_is_settled, now))
    return before if before is not None and is_lost and not is_told else now


def _is_settled(remedy: Remedy | None) -> bool:
    """Whether more time would tell no more."""
    return remedy is not None and remedy.found in ("found", "there", "impossible")


@dataclass(frozen=True)
class _ValueSearch:
    """The search for the least changes to one goal."""

    search: BoxSearch
    goal: Goal
    by: str

    @property
    def trace(self) -> Trace:
        return self.search.unit.trace

    @cached_property
    def named(self) -> Mapping[str, Changeable]:
        """What can be changed, by path."""
        return {one.path: one for one in self.search.unit.changeable}

    def remedies(self) -> list[Remedy]:
        """Each single value that is enough, with its least change; else what is enough together."""
        now = self.search.exactly({})
        if self.goal.reached(now):
            return [Remedy(self.goal, self.by, "there", result=now, is_by_values=True)]
        singles, left = self.singles()
        if singles:
            found = [self.remedy("found", {path: value}) for path, value in singles.items()]
            told = [remedy for remedy in found if remedy is not None]
            return told + ([self.untold(left)] if left or len(told) < len(found) else [])
        try:
            return [self.together(left)]
        except UndecidedError:
            return [self.untold(left)]

    def untold(self, left: Sequence[str]) -> Remedy:
        """That some values were not searched to the end."""
        return Remedy(self.goal, self.by, "undecided", left=tuple(left), is_by_values=True)

    def singles(self) -> tuple[dict[str, Fraction], list[str]]:
        """By path: the value nearest to that which the unit has, and enough alone; and the paths of those
        that were not searched to the end."""
        budget = self.search.budget.part(3 / 4)
        found: dict[str, Fraction] = {}
        left: list[str] = []
        looked_at = self.promising(self.search.within(budget.part(1 / 3)))
        for number, one in enumerate(looked_at):
            part = self.search.within(budget.part(1 / (len(looked_at) - number)))
            try:
                value = part.nearest(self.goal, one, {})
            except UndecidedError:
                left.append(one.path)
                continue
            if value is not None:
                found[one.path] = value
        return found, left

    def promising(self, search: BoxSearch) -> list[Changeable]:
        """What can be changed, without groups of which it is seen at once that all together do not do."""
        every = list(self.named.values())
        if len(every) < MANY:
            return every
        kept, waiting = [], [every[len(every) // 2 :], every[: len(every) // 2]]
        while waiting:
            group = waiting.pop()
            try:
                if search.is_hopeless(self.goal, group):
                    continue
            except UndecidedError:
                kept += group
                continue
            if len(group) == 1:
                kept += group
            else:
                waiting += [group[len(group) // 2 :], group[: len(group) // 2]]
        return kept

    def together(self, left: Sequence[str]) -> Remedy:
        """What is enough together, or that nothing is; no value is enough alone, but for those that were not
        searched to the end. Raises UndecidedError."""
        every, search = list(self.named.values()), self.search
        if search.is_hopeless(self.goal, every):
            return Remedy(self.goal, self.by, "impossible", is_by_values=True)
        climbed = self.climbed()
        most = len(self.named) + 1 if climbed is None else len(climbed)
        values, is_fewest = self.by_parts()
        if not is_fewest:
            needed = FewestNeeded(search.unit, self.goal).told(climbed, search.budget.part(1 / 3))
            values, is_fewest = self.fewest(search.within(search.budget.part(2 / 3)), most, needed)
        if values is None and climbed is None:
            if is_fewest:
                return Remedy(self.goal, self.by, "impossible", is_by_values=True)
            values = search.within(search.budget.part(2 / 3)).some(self.goal, every)
            if values is None:
                return Remedy(self.goal, self.by, "impossible", is_by_values=True)
            values = self.fewer(values)
        enough = climbed if values is None else values
        assert enough is not None
        values, is_least = self.nearer(enough)
        is_proved = is_fewest and is_least and not left
        remedy = self.remedy("found" if is_proved else "bound", values)
        return self.untold(left) if remedy is None else remedy

    def by_parts(self) -> tuple[Values | None, bool]:
        """The fewest values that are enough together, where the goal hangs on the ratings of parts alone, and
        whether that is told."""
        parts = parts_of(self.search.unit, self.goal)
        try:
            return (fewest_by_parts(self.search, self.goal, parts), True) if parts else (None, False)
        except UndecidedError:
            return None, False

    def climbed(self) -> Values | None:
        """Changes that are enough: one value after the other at its better end, those first with which the
        total gains most; without those that are not needed. None where it is not reached so."""
        values: dict[str, Fraction] = {}
        try:
            for path, end in self.ends():
                if self.search.reached(self.goal, {**values, path: end}):
                    return self.needed({**values, path: end})
                last = self.search.nearest(self.goal, self.named[path], values) if len(values) else None
                if last is not None:
                    return self.needed({**values, path: last})
                values[path] = end
        except UndecidedError:
            pass
        return None

    def ends(self) -> list[tuple[str, Fraction]]:
        """The better end of each value with which the total gains, those with which it gains most first.
        Raises UndecidedError."""
        gains: list[tuple[Fraction, str, Fraction]] = []
        for one in self.named.values():
            ends = [one.value(number) for number in (0, one.count - 1)]
            if isinstance(one.grid, tuple):
                ends = list(one.grid)
            own = [(self.total({one.path: end}), end) for end in ends if end != one.old]
            gain, end = max(own, default=(Fraction(0), one.old))
            if gain > 0:
                gains.append((-gain, one.path, end))
        return [(path, end) for _, path, end in sorted(gains, key=lambda gain: gain[0])]

    def total(self, values: Values) -> Fraction:
        """By how much the total is better with some changes; 0 where it cannot be told."""
        self.search.reached(self.goal, values)  # which looks at the time
        now, then = (self.search.exactly(each).outcome.printed[TOTAL] for each in ({}, values))
        if now is None or then is None:
            return Fraction(0)
        is_lower = self.trace.rules.scale.better == "lower"
        return (Fraction(now) - Fraction(then)) * (1 if is_lower else -1)

    def needed(self, values: Values) -> Values:
        """Changes that are enough, without those that are not needed beside the others, as far as the time
        suffices."""
        kept = dict(values)
        for path in values:
            without = {other: value for other, value in kept.items() if other != path}
            try:
                if self.search.reached(self.goal, without):
                    kept = without
            except UndecidedError:
                break
        return kept

    def fewest(
        self, search: BoxSearch, most: int, needed: Needed | None = None
    ) -> tuple[Values | None, bool]:
        """The fewest values that are enough together, two at the least and fewer than `most`, and whether no
        fewer are; None where none are, or time is over. So many are `needed`, where that is known; those that
        are perhaps enough are tried first. All of a size are tried a while first."""
        untold: list[tuple[Changeable, ...]] = []
        known: Values | None = None
        if needed is not None and needed.perhaps:
            known = self.confirmed(search, needed.perhaps)
            if known is not None and len(known) == needed.count:
                return known, True
        groups = alike(self.search.unit, self.goal.path)
        for size in range(2 if needed is None else max(2, needed.count), most):
            for chosen in chosen_among(groups, size):
                try:
                    found = search.within(search.budget.within(A_WHILE)).some(self.goal, chosen)
                except UndecidedError:
                    untold.append(chosen)
                    if search.budget.left <= 0:
                        return known, False
                    continue
                if found is not None:
                    return self.settled(found, [one for one in untold if len(one) < size], search)
        return self.settled(None, untold, search)

    def confirmed(self, search: BoxSearch, perhaps: Values) -> Values | None:
        """Some values that are perhaps enough, or others in their places; None where none are found."""
        try:
            changed = {path: value for path, value in perhaps.items() if value != self.named[path].old}
            if search.reached(self.goal, changed):
                return self.needed(changed)
            return search.within(search.budget.part(1 / 3)).some(
                self.goal, [self.named[path] for path in perhaps]
            )
        except UndecidedError:
            return None

    def settled(
        self, found: Values | None, untold: Sequence[Sequence[Changeable]], search: BoxSearch
    ) -> tuple[Values | None, bool]:
        """What was found, or what is found among values of which nothing was told in the first while, the
        fewest first; and whether all of these were settled."""
        for number, chosen in enumerate(untold):
            try:
                fewer = search.within(search.budget.part(1 / (len(untold) - number))).some(self.goal, chosen)
            except UndecidedError:
                return found, False
            if fewer is not None:
                return fewer, True
        return found, True

    def fewer(self, values: Values) -> Values:
        """Changes that are enough of fewer values, one after the other left as it is, as far as the time
        suffices."""
        kept = values
        for path in values:
            rest = [self.named[other] for other in kept if other != path]
            try:
                found = self.search.within(self.search.budget.within(A_WHILE)).some(self.goal, rest)
            except UndecidedError:
                continue
            if found is not None:
                kept = found
        return kept

    def nearer(self, values: Values) -> tuple[Values, bool]:
        """Changes that are enough, each no further from what the unit has than it needs to be beside the
        others; and whether that is proved."""
        kept = dict(values)
        try:
            before: Values = {}
            while before != kept:
                before = dict(kept)
                for path in list(kept):
                    others = {other: value for other, value in kept.items() if other != path}
                    nearest = self.search.nearest(self.goal, self.named[path], others)
                    assert nearest is not None
                    kept[path] = nearest
        except UndecidedError:
            return kept, False
        return kept, True

    # what is told

    def remedy(self, found: Answer, values: Values) -> Remedy | None:
        """A change with what it gives by exact arithmetic; None where that is not the goal."""
        result = evaluate_exactly(
            self.trace.exact.plan, self.search.unit.with_changes(values), judge=(), compare_given=False
        )
        if not self.goal.reached(result):
            return None
        changes = tuple(_change(self.named[path], values[path]) for path in self.named if path in values)
        data = dict(_data(self.trace.rules, self.search.unit.with_changes(values).scores))
        return Remedy(self.goal, self.by, found, changes, data, result, is_by_values=True)


def _data(rules: RuleSet, scores: Mapping[str, Exact]) -> Iterator[tuple[str, Fraction | str]]:
    """What data would say, by path: words as such."""
    for path, value in scores.items():
        entry = rules.entries[path]
        is_word = path in rules.worded or (entry.level == INPUT and entry.answers is not None)
        if value is None:
            continue
        if not is_word:
            yield path, Fraction(value)
            continue
        scale = rules.answers[entry.answers or ""]
        # behind the words stand the scores that data can give in their place
        given: tuple[Fraction | str, ...] = scale.scores_given(reversed_=entry.reversed)
        yield path, (*scale.words, *given)[int(value)]


def _change(one: Changeable, new: Fraction) -> Raise:
    old_word, new_word = one.word(one.old), one.word(new)
    words = None if old_word is None or new_word is None else (old_word, new_word)
    step = one.grid.step if one.is_free and not isinstance(one.grid, tuple) else None
    return Raise(one.path, one.old, new, words, step)


__all__ = ["value_ways"]

"""Whether some values of a unit can be such that it reaches a goal: by halving what they can be. A box of
values of which no unit reaches it is left out whole; what is found is confirmed by exact arithmetic. So
nothing is passed over, whatever formulas stand in the way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from typing import Any

from ..meaning.arithmetic import Arithmetic, Number, Truth
from ..meaning.arithmetic.boxes import BoxArithmetic, BoxTruth, Rounded
from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.arithmetic.intervals import Enclosure
from ..meaning.model import TOTAL, Node
from ..meaning.names import Outcome
from ..meaning.one_unit import ExactResult
from ..meaning.plan import run
from ..meaning.settling import Budget, UndecidedError
from ..meaning.states import Given
from .changeable import Changeable, Unit
from .goals import Goal

Boxed = Outcome["Enclosure | None", BoxTruth]
Values = Mapping[str, Fraction]
Places = tuple[int, int]
"""The first and the last of the places of a value."""


class Reaching(Enum):
    """What units of a box reach a goal."""

    NONE = "none"
    SOME = "perhaps some"
    ALL = "all"


@dataclass
class BoxSearch:
    """The search among the values of one unit, with what was worked out before."""

    unit: Unit
    budget: Budget
    _boxes: dict[tuple[tuple[str, Fraction, Fraction], ...], Boxed] = field(default_factory=dict)
    _nodes: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _rounded: Rounded = field(default_factory=dict)
    _units: dict[tuple[tuple[str, Fraction], ...], ExactResult] = field(default_factory=dict)

    # one unit, and all of a box

    def exactly(self, values: Values) -> ExactResult:
        """What the unit has with other values."""
        key = tuple(sorted(values.items()))
        if key not in self._units:
            given = self.unit.with_changes(values)
            plan = self.unit.trace.exact.plan
            outcome = self._run(ExactArithmetic(plan.rules.scale), given, values)
            self._units[key] = ExactResult(plan, _brief(outcome))
        return self._units[key]

    def reached(self, goal: Goal, values: Values) -> bool:
        """Whether the unit reaches a goal with other values. Raises UndecidedError when the time is over."""
        self._go_on()
        return goal.reached(self.exactly(values))

    def reaching(self, goal: Goal, box: Mapping[str, tuple[Fraction, Fraction]]) -> Reaching:
        """Which units of a box reach a goal. Raises UndecidedError when the time is over."""
        self._go_on()
        key = tuple((path, low, high) for path, (low, high) in sorted(box.items()))
        if key not in self._boxes:
            a = BoxArithmetic(self.unit.trace.rules.scale, self._rounded)
            self._boxes[key] = _brief(self._run(a, self._boxed(box), box))
        return _reaching(self.unit, goal, self._boxes[key])

    def _run(
        self, a: Arithmetic[Number, Truth], given: Given[Number, Truth], changed: Mapping[str, object]
    ) -> Outcome[Number, Truth]:
        """What is made of what is given; nodes that hang on values that they had before have what they had
        then."""
        keys = {
            path: (type(a), path, *((other, changed[other]) for other in sorted(hangs_on)))
            for path, hangs_on in self.unit.hanging(changed)
        }
        same = {path: self._nodes[key] for path, key in keys.items() if key in self._nodes}
        plan = self.unit.trace.exact.plan
        outcome = run(plan, a, given, linked=same, judge=(), compare_given=False)
        self._nodes |= {key: outcome.nodes[path] for path, key in keys.items() if path not in same}
        return outcome

    def _boxed(self, box: Mapping[str, tuple[Fraction, Fraction]]) -> Given[Enclosure | None, BoxTruth]:
        given = self.unit.with_changes(dict.fromkeys(box, Fraction(0)))
        points = self.unit.points
        scores = {path: points[path] for path in given.scores if path in points}
        return Given(
            scores | {path: Enclosure(low, high) for path, (low, high) in box.items()},
            _points(given.answers),
            {
                path: Enclosure(Fraction(n), Fraction(n))
                for path, n in given.respondents.items()
                if n is not None
            },
            {path: True for path, refused in given.refused.items() if refused},
            {path: True for path, out in given.inapplicable.items() if out},
        )

    def _go_on(self) -> None:
        if self.budget.left <= 0:
            raise UndecidedError

    def within(self, budget: Budget) -> BoxSearch:
        """The same search in another time."""
        return replace(self, budget=budget)

    # one value

    def nearest(self, goal: Goal, one: Changeable, others: Values) -> Fraction | None:
        """The value nearest to that which the unit has, and another one, with which it reaches a goal; None
        where there is none. Raises UndecidedError."""
        above = self._first(goal, one, others, range(one.place + 1, one.count))
        least = 0
        if above is not None:  # below only what is nearer is looked at
            low = 2 * one.old - one.value(above)
            least = bisect_right(range(one.place), low, key=one.value)
        below = self._first(goal, one, others, range(one.place - 1, least - 1, -1))
        found = above if below is None else below
        return None if found is None else one.value(found)

    def _first(self, goal: Goal, one: Changeable, others: Values, places: range) -> int | None:
        """The first of some places with whose value the unit reaches a goal: one that is met by halving, and
        none before it."""
        met = self._met(goal, one, others, places)
        before = self._first_of_boxes(goal, one, others, places if met is None else places[:met])
        return places[met] if before is None and met is not None else before

    def _met(self, goal: Goal, one: Changeable, others: Values, places: range) -> int | None:
        """Which of some places, counted from 0, reaches a goal while the one before does not; None where the
        last of them does not reach it."""
        if not places or not self.reached(goal, {**others, one.path: one.value(places[-1])}):
            return None
        low, high = -1, len(places) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if self.reached(goal, {**others, one.path: one.value(places[middle])}):
                high = middle
            else:
                low = middle
        return high

    def _first_of_boxes(self, goal: Goal, one: Changeable, others: Values, places: range) -> int | None:
        """The first of some places, looking at boxes of them."""
        waiting = [places]
        while waiting:
            part = waiting.pop()
            if not part:
                continue
            if len(part) == 1:
                if self.reached(goal, {**others, one.path: one.value(part[0])}):
                    return part[0]
                continue
            ends = sorted((one.value(part[0]), one.value(part[-1])))
            box = {path: (value, value) for path, value in others.items()} | {one.path: (ends[0], ends[1])}
            match self.reaching(goal, box):
                case Reaching.NONE:
                    continue
                case Reaching.ALL:
                    waiting.append(part[:1])
                case Reaching.SOME:
                    waiting += [part[len(part) // 2 :], part[: len(part) // 2]]
        return None

    # several values

    def is_hopeless(self, goal: Goal, free: Sequence[Changeable]) -> bool:
        """Whether it is seen at once that the unit does not reach a goal, whatever some values are. Raises
        UndecidedError."""
        box = {one.path: (one.value(0), one.value(one.count - 1)) for one in free}
        return self.reaching(goal, box) is Reaching.NONE

    def some(self, goal: Goal, free: Sequence[Changeable]) -> dict[str, Fraction] | None:
        """Values of some that can be changed with which the unit reaches a goal, those that stay as they are
        left out; None where there are none. Raises UndecidedError."""
        waiting: list[tuple[Places, ...]] = [tuple((0, one.count - 1) for one in free)]
        while waiting:
            box = waiting.pop()
            pairs = list(zip(free, box, strict=True))
            nearest = {one.path: one.value(min(max(one.place, low), high)) for one, (low, high) in pairs}
            values = {one.path: nearest[one.path] for one in free if nearest[one.path] != one.old}
            is_one = all(low == high for low, high in box)
            if is_one:
                if self.reached(goal, values):
                    return values
                continue
            reaching = self.reaching(
                goal, {one.path: (one.value(low), one.value(high)) for one, (low, high) in pairs}
            )
            if reaching is Reaching.NONE:
                continue
            if reaching is Reaching.ALL and self.reached(goal, values):
                return values
            waiting += _halves(free, box)
        return None


def _halves(free: Sequence[Changeable], box: tuple[Places, ...]) -> list[tuple[Places, ...]]:
    """A box cut in two: between rows of tables and words as long as there are several, else where it is
    widest. The half with the value that the unit has, or the nearer one, is last."""
    inside = [
        [cut for cut in one.cuts if low < cut <= high] for one, (low, high) in zip(free, box, strict=True)
    ]
    most = max(map(len, inside))
    if most:
        at = next(place for place, cuts in enumerate(inside) if len(cuts) == most)
        middle = inside[at][most // 2] - 1
    else:
        widths = [
            Fraction(high - low, max(1, one.count - 1)) for one, (low, high) in zip(free, box, strict=True)
        ]
        at = widths.index(max(widths))
        middle = sum(box[at]) // 2
    low, high = box[at]
    lower, upper = ((*box[:at], part, *box[at + 1 :]) for part in ((low, middle), (middle + 1, high)))
    return [upper, lower] if free[at].place <= middle else [lower, upper]


def _brief(outcome: Outcome[Number, Truth]) -> Outcome[Number, Truth]:
    """As much of an outcome as goals are of: many are kept."""
    return Outcome(outcome.nodes, printed=outcome.printed, bands=outcome.bands, words=outcome.words)


def _points(numbers: Mapping[str, Exact]) -> dict[str, Enclosure | None]:
    return {
        path: None if number is None else Enclosure(Fraction(number), Fraction(number))
        for path, number in numbers.items()
    }


def _reaching(unit: Unit, goal: Goal, outcome: Boxed) -> Reaching:
    """Which units reach a goal, by what a run over a box has found."""
    rules = unit.trace.rules
    if goal.rating is not None and goal.path != TOTAL:
        return _of_number(outcome.word(goal.path).number, goal.number_in(rules))
    if goal.rating is None:
        printed = outcome.printed[goal.path]
        if printed is None:
            return Reaching.NONE
        bound = Enclosure(goal.bound or Fraction(0), goal.bound or Fraction(0))
        told = BoxArithmetic(rules.scale).compare(goal.sign, printed, bound)
        return Reaching.ALL if told is True else Reaching.NONE if told is False else Reaching.SOME
    bands = outcome.bands
    if bands is None:
        return Reaching.NONE
    wanted = goal.number_in(rules)
    if not _is_moved(rules.total) and bands.holds[wanted] is False:
        return Reaching.NONE
    return _of_number(bands.number, wanted)


def _of_number(number: Enclosure | None, wanted: int) -> Reaching:
    """Of which units a number is the one that is wanted."""
    if number is None or not number.low <= wanted <= number.high:
        return Reaching.NONE
    return Reaching.ALL if number.low == number.high and not number.may_lack else Reaching.SOME


def _is_moved(total: Node) -> bool:
    """Whether the rating may be another one than that of the band."""
    return bool(total.notches or total.no_better_than)


__all__ = ["BoxSearch", "Reaching"]

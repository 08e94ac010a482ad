"""Which changes of the rules can change a rating, and which cannot: by a unit, or by proof.

Each change that could is asked for a unit. Made alone in the old rules, and taken back alone from the new
ones, it gives some unit another rating, or it is proved that it gives none, whatever data say. What is proved
so of each change is proved of all of these together too. Everything else is undecided, and said to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import islice

from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.model import RuleSet
from ..meaning.settling import SECONDS, Budget, Steps, Trial, own_solvers, settle
from ..meaning.spaces import Shown, made_readable
from .hybrids import between
from .implied import Implied
from .implied_proofs import variant_pairs
from .rule_differences import Change, Differences
from .same_ratings import rate_alike
from .tried_pairs import MOST, Moved, TriedPair

READ = frozenset({"unit", "alias", "renamed", "input"})
"""The kinds of changes that change no rule, but what data are read."""


FIRST_TRIED = 48
"""So many units are tried of each change before anything is proved."""


class MadeHow(Enum):
    """How a change was made for a unit to get another rating."""

    MADE = "made"  # alone, in the old rules
    TAKEN_BACK = "taken back"  # alone, from the new rules
    TOGETHER = "together"  # with others, in the old rules


@dataclass(frozen=True)
class Sorted:
    """A change, and what was found of it: a unit that gets another rating, how the change was made for that,
    and `others` that were made with it. `is_idle_for_whole` where it is proved only of units that lack
    nothing, and of which data give no score that the rules make, that none gets another rating."""

    change: Change
    unit: Moved | None = None
    way: MadeHow | None = None
    others: tuple[Change, ...] = ()
    is_idle_for_whole: bool = False


@dataclass(frozen=True)
class Sorting:
    """The changes between two rule sets. Those of `can` change a rating, each with a unit; those of `read`
    change what data must look like; those of `cannot` change no rating; of the rest it is `undecided`."""

    can: tuple[Sorted, ...] = ()
    read: tuple[Change, ...] = ()
    cannot: tuple[Change, ...] = ()
    undecided: tuple[Sorted, ...] = ()
    with_proofs: bool = True

    def of(self, change: Change) -> str:
        """Under what a change stands: can, read, cannot or undecided."""
        if any(own.change is change for own in self.can):
            return "can"
        if any(own is change for own in self.read):
            return "read"
        return "cannot" if any(own is change for own in self.cannot) else "undecided"


@own_solvers()
def sorting(found: Differences, *, proofs: bool = True, seconds: float = SECONDS) -> Sorting:
    """The changes, sorted by what they can do; without `proofs` units are tried, and nothing is proved. All
    of it takes so many seconds of the processor at the most."""
    return _Sorter(found, Budget(seconds), proofs).sorted()


Side = tuple[MadeHow, RuleSet, RuleSet]
"""Two rule sets that differ in one change."""


@dataclass
class _Sorter:
    """Sorts the changes between two rule sets, in some time."""

    found: Differences
    budget: Budget
    with_proofs: bool

    def sorted(self) -> Sorting:
        """All of them."""
        changes, every = self.found.rating, range(len(self.found.rating))
        shown: dict[int, Sorted] = {}
        self._try(every, FIRST_TRIED, shown)
        idle: set[int] = set()
        whole: set[int] = set()
        if self.with_proofs:
            idle = self._idle(number for number in every if number not in shown)
            waiting = [number for number in every if number not in shown and number not in idle]
            for number, unit in self._asked(waiting):
                if unit is None:
                    whole.add(number)
                else:
                    shown[number] = unit
        self._try([number for number in every if number not in idle], MOST, shown)
        for number in every:
            if number not in shown and number not in idle and (unit := self._with_others(number)) is not None:
                shown[number] = unit
        unread = [change for change in self.found.other if change.kind not in READ]
        return Sorting(
            tuple(shown[number] for number in every if number in shown),
            tuple(change for change in self.found.other if change.kind in READ),
            (*(changes[number] for number in every if number in idle), *unread),
            tuple(
                Sorted(changes[number], is_idle_for_whole=number in whole)
                for number in every
                if number not in shown and number not in idle
            ),
            self.with_proofs,
        )

    # rule sets that differ in one change

    @cached_property
    def _all(self) -> frozenset[int]:
        return frozenset(range(len(self.found.rating)))

    def _sides(self, number: int) -> list[Side]:
        """The rule sets between which only a change lies: it is made in the old one, and taken back from the
        new one. None where it cannot be made without others."""
        if number not in self._known:
            names = self.found.names
            pairs = [
                (MadeHow.MADE, names - {number}, names | {number}),
                (MadeHow.TAKEN_BACK, self._all - {number}, self._all),
            ]
            if number in names:
                pairs = [(MadeHow.MADE, frozenset(), names)]
            elif pairs[0][1:] == pairs[1][1:]:
                del pairs[1]
            made = [(way, self._between(one), self._between(other)) for way, one, other in pairs]
            self._known[number] = [
                (way, one, other) for way, one, other in made if one is not None and other is not None
            ]
            self._is_whole[number] = len(self._known[number]) == len(pairs)
        return self._known[number]

    @cached_property
    def _known(self) -> dict[int, list[Side]]:
        return {}

    @cached_property
    def _is_whole(self) -> dict[int, bool]:
        return {}

    def _between(self, taken: frozenset[int]) -> RuleSet | None:
        if taken not in self._made:
            self._made[taken] = between(self.found, taken)
        return self._made[taken]

    @cached_property
    def _made(self) -> dict[frozenset[int], RuleSet | None]:
        return {}

    # units

    def _try(self, numbers: Iterable[int], most: int, shown: dict[int, Sorted]) -> None:
        """Tries so many units on each side of some changes, those that were not tried yet."""
        for number in numbers:
            if number not in shown and (unit := self._tried(number, most)) is not None:
                shown[number] = unit

    def _tried(self, number: int, most: int) -> Sorted | None:
        """A unit that shows what a change does, of some that are tried."""
        change = self.found.rating[number]
        for way, one, other in self._sides(number):
            if (number, way) not in self._units:
                self._units[number, way] = TriedPair(one, other).units()
            for unit in islice(self._units[number, way], most):
                if self.budget.left <= 0:
                    return None
                if unit.is_moved and (number not in self.found.names or self._is_renamed(change, unit)):
                    return Sorted(change, unit, way)
        return None

    @cached_property
    def _units(self) -> dict[tuple[int, MadeHow], Iterator[Moved]]:
        return {}

    def _is_renamed(self, change: Change, unit: Moved) -> bool:
        """Whether the rating of a unit has the name that a change gives it."""
        return any(facet[1] == unit.new.result.rating for facet in change.facets)

    def _with_others(self, number: int) -> Sorted | None:
        """A unit that shows what a change does that cannot be made alone: with the first other one with which
        it can."""
        if self._sides(number):
            return None
        names, changes = self.found.names, self.found.rating
        for other in sorted(self._all - names - {number}):
            made = self._between(names | {number, other})
            without = self._between(names | {other}) or self._between(names)
            if made is None or without is None:
                continue
            unit = next((each for each in TriedPair(without, made).units() if each.is_moved), None)
            if unit is not None:
                return Sorted(changes[number], unit, MadeHow.TOGETHER, (changes[other],))
        return None

    # proofs

    def _idle(self, numbers: Iterable[int]) -> set[int]:
        """The changes that change no rating, whatever data say: by themselves, and all of them together."""
        alone = [
            number
            for number in numbers
            if number not in self.found.names
            and self._sides(number)
            and self._is_whole[number]
            and all(self._are_alike(one, other) for _, one, other in self._sides(number))
        ]
        every, names = frozenset(alone), self.found.names
        pairs = [(names, names | every), (self._all - every, self._all)]
        if len(every) > 1 and not all(
            self._are_alike(self._between(one), self._between(other)) for one, other in pairs
        ):
            return set()
        return set(every)

    def _are_alike(self, one: RuleSet | None, other: RuleSet | None) -> bool:
        if one is None or other is None:
            return False
        return rate_alike(one, other, self.budget.part(_SHARE))

    def _asked(self, numbers: Sequence[int]) -> Iterator[tuple[int, Sorted | None]]:
        """Each of some changes for which the solver finds a unit, with that; with None those of which it is
        proved that there is none that lacks nothing."""
        trials: dict[int, list[tuple[MadeHow, Trial[Shown]]]] = {}
        for number in numbers:
            sides = self._sides(number) if number not in self.found.names else []
            asked = [(way, _otherwise(one, other)) for way, one, other in sides]
            trials[number] = [(way, trial) for way, (own, _) in asked for trial in own]
            if not all(is_whole for _, (_, is_whole) in asked):
                self._is_whole[number] = False
        settle([trial for own in trials.values() for _, trial in own], self.budget)
        for number, own in trials.items():
            moved = next(((way, trial.results[0]) for way, trial in own if trial.results), None)
            if moved is not None:
                way, shown = moved
                (witnesses,) = made_readable([shown], self.budget.part(_SHARE))
                yield number, Sorted(self.found.rating[number], Moved(*witnesses), way)
            elif own and self._is_whole[number] and all(trial.is_decided for _, trial in own):
                yield number, None


_SHARE = 0.2
"""So much of the time that is left may go to one question."""


def _otherwise(one: RuleSet, other: RuleSet) -> tuple[Sequence[Trial[Shown]], bool]:
    """The searches for a unit that two rule sets rate otherwise, variant by variant, and whether they look at
    all that data can say: not at what only one of them can read. None where the logic of the proofs does not
    reach them."""
    if not one.bands or not other.bands:
        return (), False
    try:
        asked = [Implied(*pair, (one, other)) for pair in variant_pairs(one, other)]
        trials = [Trial("another rating", _asked_for(implied)) for implied in asked]
    except BeyondProof:
        return (), False
    return trials, not any(implied.shared.narrowed for implied in asked)


def _asked_for(implied: Implied) -> Steps[Shown]:
    shown = yield implied.another_rating()
    if shown is not None:
        yield shown


__all__ = ["READ", "MadeHow", "Sorted", "Sorting", "sorting"]

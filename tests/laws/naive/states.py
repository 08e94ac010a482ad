"""What becomes of a node: one step after the other, in the fixed order.

raw value or `of` read, rounded, held against its range; applies; refuse; way; missing; plus; at_least; at_most;
round; printed; bands; notches; no_better_than. Up to `round` each step takes and gives a `Standing`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from . import numbers
from .expressions import read
from .first import KNOWN, MISSING, REFUSED, UNDECIDED
from .reading import Item, conditions
from .telling import NOT_APPLICABLE, Cannot, Facts, Teller, Told, worst
from .ways import Answered, Subject, outcome_of


@dataclass(frozen=True)
class Standing:
    """A node as it stands after a step. `subjects` are its raw value, or those of each respondent; a given
    score is `given`; nothing more is done with what is `settled`."""

    state: str
    value: Fraction | None = None
    subjects: tuple[Subject, ...] = ()
    given: bool = False
    settled: bool = False

    @property
    def subject(self) -> Fraction | str | Cannot | None:
        """The one raw value; None where there is none, or many."""
        only = self.subjects[0] if len(self.subjects) == 1 else None
        return None if isinstance(only, Answered) else only

    @property
    def counts(self) -> bool:
        """Whether there is a number of its own to add to."""
        return self.state == KNOWN and self.value is not None and not self.given


def standing_of(facts: Facts, item: Item, read: Standing) -> Standing:
    """The node with its carried score, from what was read for it."""
    now = read
    for step in (applies, refuse, way, missing, plus, at_least, at_most, round_):
        now = step(facts, item, now)
    return now


def applies(facts: Facts, item: Item, now: Standing) -> Standing:
    """Where it does not hold the node is not applicable, whatever was read for it."""
    written = conditions(item.written.get("applies"))
    if not written:
        return replace(now, settled=now.state != KNOWN)
    told = Teller(facts, item, Told(value=_seen(now))).holds(written)
    if told is False:
        return Standing(NOT_APPLICABLE, settled=True)
    if now.state != KNOWN:
        return replace(now, settled=True)
    if isinstance(told, Cannot):
        return Standing(told.state, settled=True)
    return now


def _seen(now: Standing) -> Fraction | str | Cannot | None:
    return Cannot(now.state) if now.state != KNOWN else now.subject


def refuse(facts: Facts, item: Item, now: Standing) -> Standing:
    """What contradicts itself is refused; what cannot be told refuses nothing."""
    if now.settled:
        return now
    teller = Teller(facts, item, Told(value=now.subject))
    for entry in _entries(item.written.get("refuse")):
        if teller.holds(conditions(entry["when"])) is True:
            return Standing(REFUSED, settled=True)
    return now


def way(facts: Facts, item: Item, now: Standing) -> Standing:
    """The way is taken; of respondents, for each answer, and then the mean."""
    if now.settled or now.given:
        return now
    outcomes = [outcome_of(facts, item, subject) for subject in now.subjects or (None,)]
    states = {outcome.state for outcome in outcomes}
    for state in (REFUSED, UNDECIDED):
        if state in states:
            return replace(now, state=state)
    if KNOWN not in states:
        return replace(now, state=MISSING if MISSING in states else NOT_APPLICABLE)
    values = [outcome.value for outcome in outcomes if outcome.state == KNOWN and outcome.value is not None]
    return replace(now, value=sum(values, Fraction(0)) / len(values) if values else None)


def missing(facts: Facts, item: Item, now: Standing) -> Standing:
    """A number, or `not_applicable`, stands for the outcome of a way that is missing."""
    if now.settled or now.state != MISSING or item.own_missing is None:
        return now
    if item.own_missing == "not_applicable":
        return replace(now, state=NOT_APPLICABLE)
    assert isinstance(item.own_missing, Fraction)
    return replace(now, state=KNOWN, value=item.own_missing)


def plus(facts: Facts, item: Item, now: Standing) -> Standing:
    """All that hold are added."""
    return _changed(facts, item, now, "plus", lambda value, numbers_: value + sum(numbers_, Fraction(0)))


def at_least(facts: Facts, item: Item, now: Standing) -> Standing:
    """The score is no less than any that holds."""
    return _changed(facts, item, now, "at_least", lambda value, numbers_: max(value, *numbers_, value))


def at_most(facts: Facts, item: Item, now: Standing) -> Standing:
    """The score is no more than any that holds."""
    return _changed(facts, item, now, "at_most", lambda value, numbers_: min(value, *numbers_, value))


def _changed(
    facts: Facts, item: Item, now: Standing, key: str, changed: Callable[[Fraction, list[Fraction]], Fraction]
) -> Standing:
    if not now.counts or item.written.get(key) is None:
        return now
    assert now.value is not None
    found = holding(facts, item, key, Told(now.subject, (now.value, printed_of(facts, item, now.value))))
    if isinstance(found, Cannot):
        return replace(now, state=found.state, value=None)
    return replace(now, value=changed(now.value, found))


def holding(facts: Facts, item: Item, key: str, told: Told) -> list[Fraction] | Cannot:
    """The numbers of `plus`, limits and notches whose conditions hold; they see the score as it stands before
    the step."""
    teller = Teller(facts, item, told)
    found: list[Fraction] = []
    untold: list[str] = []
    for entry in _entries(item.written.get(key)):
        condition = teller.holds(conditions(entry.get("when"))) if isinstance(entry, Mapping) else True
        if condition is False:
            continue
        number = (
            condition
            if isinstance(condition, Cannot)
            else teller.number(entry["score"] if isinstance(entry, Mapping) else entry)
        )
        if isinstance(number, Cannot):
            untold.append(UNDECIDED if number.state == NOT_APPLICABLE else number.state)
        else:
            found.append(number)
    return Cannot(worst(untold)) if untold else found


def _entries(written: Any) -> list[Any]:
    if written is None:
        return []
    return written if isinstance(written, list) else [written]


def round_(facts: Facts, item: Item, now: Standing) -> Standing:
    """From here on the score is carried rounded."""
    if not now.counts or item.written.get("round") is None:
        return now
    assert now.value is not None
    return replace(now, value=printed_of(facts, item, now.value))


def printed_of(facts: Facts, item: Item, value: Fraction) -> Fraction:
    """A score as it is printed: as `round` says, else with the decimals that hold here."""
    rounding = facts.book.measure.rounding
    written = item.written.get("round")
    if isinstance(written, Mapping):
        rounding = written.get("rounding", rounding)
        if written.get("to") is not None:
            return numbers.to_step(value, numbers.exact(written["to"]), rounding)
        return numbers.to_decimals(value, int(written["decimals"]), rounding)
    return numbers.to_decimals(value, item.decimals if written is None else int(written), rounding)


# Ratings


@dataclass(frozen=True)
class Rated:
    """A node's rating, or the state that says why it has none. `state` is that of the node itself."""

    rating: str | Cannot
    state: str = KNOWN


def rated_of(facts: Facts, item: Item, now: Standing) -> Rated:
    """The rating of a node whose score stands."""
    if now.state != KNOWN:
        return Rated(Cannot(now.state), now.state)
    lacking = _lacking(facts, item)
    rating = Cannot(lacking) if lacking else bands(facts, item, now)
    moved = notches(facts, item, now, rating)
    if moved.state != KNOWN or isinstance(moved.rating, Cannot):
        return moved
    return no_better_than(facts, item, now, moved)


def _lacking(facts: Facts, item: Item) -> str | None:
    """The worst state of what the bands and the limits of the rating name, unless all is known or not
    applicable."""
    teller = Teller(facts, item)
    written = [condition for band in item.bands for condition in conditions(band.get("when"))]
    for limits in (item.written.get("no_better_than") or {}).values():
        written += [condition for entry in _entries(limits) for condition in _limit(entry)]
    states = []
    for thing in _named(teller, written):
        if isinstance(thing, Item):
            there = facts.is_there(thing)
            state = facts.standing(thing).state
            if isinstance(there, Cannot):
                states.append(there.state)
            elif not there:
                states.append(MISSING if state == KNOWN else state)
        else:
            fact = facts.fact(thing)
            states.append(fact.state if isinstance(fact, Cannot) else KNOWN)
    found = worst([*states, KNOWN])
    return found if found in (REFUSED, UNDECIDED, MISSING) else None


def _named(teller: Teller, written: list[Any]) -> list[Any]:
    return [thing for condition in written for thing in teller.named(read(condition))]


def _limit(entry: Any) -> tuple[Any, ...]:
    return conditions(entry["when"] if isinstance(entry, Mapping) else entry)


def _told(facts: Facts, item: Item, now: Standing) -> Told:
    if now.value is None:
        return Told(now.subject)
    return Told(now.subject, (now.value, printed_of(facts, item, now.value)))


def bands(facts: Facts, item: Item, now: Standing) -> str | Cannot:
    """The first band that holds (or the only one); one above it that cannot be told stops the search."""
    teller = Teller(facts, item, _told(facts, item, now))
    found = []
    for band in item.bands:
        ends = _within(band, None if now.value is None else printed_of(facts, item, now.value))
        told = ends and teller.holds(conditions(band.get("when")))
        if isinstance(told, Cannot):
            return told
        if told:
            found.append(str(band["rating"]))
            if not facts.book.unique:
                break
    return found[0] if len(found) == 1 else Cannot(UNDECIDED)


def _within(band: Mapping[str, Any], printed: Fraction | None) -> bool:
    tests = {
        "from": lambda order: order >= 0,
        "above": lambda order: order > 0,
        "to": lambda order: order <= 0,
        "below": lambda order: order < 0,
    }
    for end, test in tests.items():
        if band.get(end) is not None:
            assert printed is not None
            if not test(numbers.compared(printed, numbers.exact(band[end]))):
                return False
    return True


def notches(facts: Facts, item: Item, now: Standing, rating: str | Cannot) -> Rated:
    """The rating moved by so many places, never past the ends."""
    if item.written.get("notches") is None:
        return Rated(rating)
    found = holding(facts, item, "notches", _told(facts, item, now))
    if isinstance(found, Cannot):
        return Rated(found, found.state)
    places = sum(found, Fraction(0))
    if places.denominator != 1:
        return Rated(Cannot(UNDECIDED), UNDECIDED)
    if isinstance(rating, Cannot):
        return Rated(rating)
    order = [str(band["rating"]) for band in item.bands]
    at = min(max(order.index(rating) - int(places), 0), len(order) - 1)
    return Rated(order[at])


def no_better_than(facts: Facts, item: Item, now: Standing, rated: Rated) -> Rated:
    """The rating, or the worst of the limits that hold; one that cannot be told leaves no rating."""
    teller = Teller(facts, item, _told(facts, item, now))
    order = [str(band["rating"]) for band in item.bands]
    assert isinstance(rated.rating, str)
    places = [order.index(rated.rating)]
    untold = []
    for rating, limits in (item.written.get("no_better_than") or {}).items():
        told = [teller.holds(_limit(entry)) for entry in _entries(limits)]
        if True in told:
            places.append(order.index(str(rating)))
        else:
            untold += [each.state for each in told if isinstance(each, Cannot)]
    if untold:
        return replace(rated, rating=Cannot(worst(untold)))
    return replace(rated, rating=order[max(places)])

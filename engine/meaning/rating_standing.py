"""Which of two ratings is the better one: within a rule set, and between an older and a newer one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from .model import RuleSet

Standing = Literal["up", "down", "level", "same", "other"]
"""From one rating to another: better, worse, one that stands for it, itself; or nothing says which is
better."""

_BACK: Mapping[Standing, Standing] = {"up": "down", "down": "up"}


def scheme_of(rules: RuleSet) -> str:
    """By what name a rule set is named in `corresponds`: its own, without the drafts that lie over it."""
    return rules.id.partition("+")[0]


def called_now(old: RuleSet, new: RuleSet) -> Mapping[str, str]:
    """By rating of the old rule set that has another name in the new one: that name, as it is declared
    (`was:`)."""
    if old.lineage is None or new.lineage is None:
        return {}
    key = old.lineage.shared_with(new.lineage)
    names: dict[str, tuple[str, ...]] = {band.rating: (band.rating,) for band in old.bands}
    if key is not None:
        names = {rating: old.lineage.called("ratings", rating, key) for rating in names}
    found: dict[str, str] = {}
    for band in new.bands:
        was = set(new.lineage.called("ratings", band.rating, key))
        for own, before in names.items():
            if own != band.rating and was & set(before):
                found[own] = band.rating
    return found


@dataclass(frozen=True)
class Standings:
    """The ratings of an old and a new rule set.

    Within a rule set the bands stand best first. Between two, what `corresponds` of one of them says counts;
    where it says nothing, ratings of one name are one, those that are declared to have been called otherwise
    too, and of two others only what follows from the order of
    the bands: the old B is better than the new F where B is better than F in one of them, and nothing in the
    other says the opposite."""

    old: RuleSet
    new: RuleSet

    @property
    def has_order(self) -> bool:
        """Whether scores of both are such that one can be better than another."""
        return all(rules.scale.better != "none" for rules in (self.old, self.new))

    @property
    def is_declared(self) -> bool:
        """Whether one of the rule sets says what ratings of the other stand for."""
        return bool(self._forth or self._back)

    @property
    def is_forth(self) -> bool:
        """Whether it is the new rule set that says so of the old one."""
        return bool(self._forth)

    @cached_property
    def _ladders(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ratings of both, best first."""
        old, new = (tuple(dict.fromkeys(band.rating for band in own.bands)) for own in (self.old, self.new))
        return old, new

    @cached_property
    def _now(self) -> Mapping[str, str]:
        return called_now(self.old, self.new)

    @property
    def _forth(self) -> Mapping[str, tuple[str, ...]]:
        return self.new.corresponds.get(scheme_of(self.old), {})

    @property
    def _back(self) -> Mapping[str, tuple[str, ...]]:
        return self.old.corresponds.get(scheme_of(self.new), {})

    def of(self, before: str, after: str) -> Standing:
        """Where one goes from a rating of the old rule set to one of the new one."""
        if not self.has_order:
            return "same" if before == after else "other"
        if before in self._forth:
            return _placed(self._forth[before], after, self._ladders[1], is_same=before == after)
        if after in self._back:
            found = _placed(self._back[after], before, self._ladders[0], is_same=before == after)
            return _BACK.get(found, found)
        if before == after:
            return "same"
        before = self._now.get(before, before)
        if before == after:
            return "level"
        is_up, is_down = before in self._worse.get(after, ()), after in self._worse.get(before, ())
        return "other" if is_up == is_down else "up" if is_up else "down"

    @property
    def is_whole(self) -> bool:
        """Whether of every two ratings, one of each, it is known where one goes."""
        olds, news = self._ladders
        return all(self.of(old, new) != "other" for old in olds for new in news)

    @property
    def is_known(self) -> bool:
        """Whether of some two ratings, one of each, one is the better."""
        olds, news = self._ladders
        return any(self.of(old, new) in ("up", "down") for old in olds for new in news)

    @cached_property
    def _worse(self) -> Mapping[str, frozenset[str]]:
        """By rating: those that are worse by the order of one of the two, or follow from both."""
        below: dict[str, set[str]] = {}
        old, new = self._ladders
        for ladder in (tuple(dict.fromkeys(self._now.get(rating, rating) for rating in old)), new):
            for rating in ladder:
                below.setdefault(rating, set())
            for better, worse in pairwise(ladder):
                below[better].add(worse)
        return {rating: frozenset(_reached(below, rating)) for rating in below}


def _placed(stands_for: tuple[str, ...], rating: str, ladder: tuple[str, ...], *, is_same: bool) -> Standing:
    """Where a rating stands beside those that stand for another one."""
    if rating in stands_for:
        return "same" if is_same else "level"
    place, known = ladder.index(rating), [ladder.index(own) for own in stands_for]
    return "up" if place < min(known) else "down" if place > max(known) else "other"


def _reached(below: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for rating in below[waiting.pop()] - found:
            found.add(rating)
            waiting.append(rating)
    return found


__all__ = ["Standing", "Standings", "scheme_of"]

"""Which change of the rules did it: each unit that moved is put down to a change, or to a combination of
changes.

Where ratings have other names, that comes first: a unit whose rating only is called otherwise is put down to
that, and of the others it is asked what moved them under the new names. One change did it where made alone it
is enough for the new rating and taken back alone for the old one; else where one of the two is so. Where no
change by itself is enough either way, the smallest set of changes is taken for which both are so (where there
are very many changes, one of which none can be left out). Read from the new rules to the old ones the causes
are the same, but for names: there other bands become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import polars as pl

from ..meaning.keeping import kept_with
from ..meaning.model import RuleSet
from .hybrids import between
from .ratings import UNIT, Data, RatedSheet
from .rule_differences import Differences

Numbers: TypeAlias = "frozenset[int]"
"""Changes, by their numbers in `Differences.rating`."""

CHUNK = 40  # rule sets that are rated in one pass
MOST_SETS = 300  # combinations that are tried
_OF_BANDS = frozenset({"boundary", "bands", "condition"})


@dataclass(frozen=True)
class Attribution:
    """The cause of each move. `causes` are the sets of changes that were found, the most frequent first;
    `of_unit` has the columns `unit` and `cause`, a number in `causes`. `alone` says for each change how many
    units get another rating when it alone is made, and how many get another one when it alone is taken back;
    None where it cannot be made by itself."""

    causes: tuple[Numbers, ...]
    of_unit: pl.DataFrame
    alone: tuple[tuple[int | None, int | None], ...]


class Attributor:
    """Rates units by the rule sets between two others."""

    def __init__(self, differences: Differences, data: Data) -> None:
        self.differences = differences
        self.data = data
        self.count = len(differences.rating)
        self.all: Numbers = frozenset(range(self.count))

    @property
    def asked(self) -> tuple[int, ...]:
        """The changes that are made and taken back; names of ratings are always the new ones there."""
        return tuple(number for number in range(self.count) if number not in self.differences.names)

    def made(self, numbers: Iterable[int]) -> Numbers:
        """What is taken where these changes are made in the old rules."""
        return self.differences.names | frozenset(numbers)

    def singles(self) -> list[Numbers]:
        """What is asked of every unit: each change alone made, and each alone taken back."""
        if len(self.asked) < 2:
            return []
        made = (self.made([change]) for change in self.asked)
        back = (self.all - {change} for change in self.asked)
        return list(dict.fromkeys([*made, *back]))

    @property
    def between_them(self) -> Mapping[Numbers, RuleSet | None]:
        """The rule sets of `singles`, made once for two rule sets; None for one that there cannot be."""
        return kept_with(
            self.differences,
            "between",
            (),
            lambda: {numbers: between(self.differences, numbers) for numbers in self.singles()},
        )

    def attribution(
        self, old: RatedSheet, new: RatedSheet, rated: dict[Numbers, pl.Series | None]
    ) -> Attribution:
        """The causes, from the ratings by the rule sets of `singles` (None for one that there cannot be)."""
        units, places = old.frame[UNIT], self.differences.places
        first, after = old.frame["rating"], new.frame["rating"]
        before = first.replace(dict(places.takes)) if places.takes else first
        rated = {**rated, self.differences.names: before, self.all: after}
        moved = first.ne_missing(after)
        cause: list[Numbers | None] = [None] * len(units)
        by_name = dict(self._by_name(first, before, after))
        for row, number in by_name.items():
            cause[row] = frozenset([number])
        waiting = [row for row in moved.arg_true().to_list() if row not in by_name]
        for enough, change in self._enough(rated, before, after):
            for row in waiting:
                if enough[row]:
                    cause[row] = frozenset([change])
            waiting = [row for row in waiting if cause[row] is None]
        for row, numbers in self._combined(units, rated, waiting):
            cause[row] = numbers
        counted: dict[Numbers, int] = {}
        for own in cause:
            if own is not None:
                counted[own] = counted.get(own, 0) + 1
        causes = tuple(sorted(counted, key=lambda numbers: (-counted[numbers], sorted(numbers))))
        numbers_of = {own: number for number, own in enumerate(causes)}
        rows = moved.arg_true().to_list()
        of_unit = pl.DataFrame(
            {
                UNIT: units.gather(rows),
                "cause": [numbers_of[own] for row in rows if (own := cause[row]) is not None],
            },
            schema_overrides={"cause": pl.Int32},
        )
        renamed = Counter(by_name.values())
        alone = (
            (renamed[change], None)
            if change in self.differences.names
            else self._alone(rated, change, before, after)
            for change in range(self.count)
        )
        return Attribution(causes, of_unit, tuple(alone))

    def _by_name(self, first: pl.Series, before: pl.Series, after: pl.Series) -> Iterator[tuple[int, int]]:
        """The rows of which the rating only has another name, each with the change that gives it."""
        names = {
            str(facet[1]): number
            for number in self.differences.names
            for facet in self.differences.rating[number].facets
        }
        rows = (first.ne_missing(after) & before.eq_missing(after)).arg_true()
        for row, rating in zip(rows.to_list(), after.gather(rows).to_list(), strict=True):
            yield row, names[rating]

    def _enough(
        self, rated: Mapping[Numbers, pl.Series | None], before: pl.Series, after: pl.Series
    ) -> Iterator[tuple[Sequence[bool], int]]:
        """For which units a change is enough: first where it is so both ways, then where it is so one way;
        changes of bands before others."""
        if len(self.asked) == 1:
            yield [True] * len(before), self.asked[0]
            return
        changes = self.differences.rating
        nearest = sorted(
            self.asked, key=lambda change: (changes[change].kind not in _OF_BANDS, changes[change].id)
        )
        ways = {
            change: (
                None if (made := rated.get(self.made([change]))) is None else made.eq_missing(after),
                None if (back := rated.get(self.all - {change})) is None else back.eq_missing(before),
            )
            for change in nearest
        }
        for change, (made, back) in ways.items():
            if made is not None and back is not None:
                yield (made & back).to_list(), change
        for change, (made, back) in ways.items():
            for enough in (made, back):
                if enough is not None:
                    yield enough.to_list(), change

    def _alone(
        self, rated: dict[Numbers, pl.Series | None], change: int, before: pl.Series, after: pl.Series
    ) -> tuple[int | None, int | None]:
        """How many units get another rating when one change alone is made, and when it alone is taken
        back."""
        made, back = rated.get(self.made([change])), rated.get(self.all - {change})
        return (
            None if made is None else int(made.ne_missing(before).sum()),
            None if back is None else int(back.ne_missing(after).sum()),
        )

    def _combined(
        self, units: pl.Series, rated: Mapping[Numbers, pl.Series | None], rows: Sequence[int]
    ) -> Iterator[tuple[int, Numbers]]:
        """The combinations that no single change is: the smaller ones first, as long as these are not too
        many; of what is left, all changes without those that need not be there."""
        before, after = rated[self.differences.names], rated[self.all]
        assert before is not None
        assert after is not None
        order = sorted(self.asked, key=lambda number: self.differences.rating[number].id)
        waiting, tried = list(rows), 0
        for size in range(2, len(order)):
            sets = [frozenset(chosen) for chosen in combinations(order, size)]
            tried += len(sets)
            if not waiting or tried > MOST_SETS:
                break
            made = self._known([self.made(numbers) for numbers in sets], rated, units, waiting)
            undone = self._known([self.all - numbers for numbers in sets], rated, units, waiting)
            left = []
            for place, row in enumerate(waiting):
                cause = next(
                    (
                        numbers
                        for numbers in sets
                        if _is(made[self.made(numbers)], place, after[row])
                        and _is(undone[self.all - numbers], place, before[row])
                    ),
                    None,
                )
                if cause is None:
                    left.append(row)
                else:
                    yield row, cause
            waiting = left
        if waiting and tried > MOST_SETS:
            yield from self._reduced(units, rated, waiting, order)
        else:
            yield from ((row, frozenset(order)) for row in waiting)

    def _reduced(
        self,
        units: pl.Series,
        rated: Mapping[Numbers, pl.Series | None],
        rows: Sequence[int],
        order: Sequence[int],
    ) -> Iterator[tuple[int, Numbers]]:
        """From all changes those are left out, one after the other, that need not be there."""
        before, after = rated[self.differences.names], rated[self.all]
        assert before is not None
        assert after is not None
        groups: dict[Numbers, list[int]] = {frozenset(order): list(rows)}
        for change in order:
            split: dict[Numbers, list[int]] = {}
            for numbers, own in groups.items():
                fewer = numbers - {change}
                ratings = (
                    self._known([self.made(fewer), self.all - fewer], rated, units, own)
                    if fewer and fewer != numbers
                    else {}
                )
                for place, row in enumerate(own):
                    suffices = (
                        bool(ratings)
                        and _is(ratings[self.made(fewer)], place, after[row])
                        and _is(ratings[self.all - fewer], place, before[row])
                    )
                    split.setdefault(fewer if suffices else numbers, []).append(row)
            groups = split
        for numbers, own in groups.items():
            yield from ((row, numbers) for row in own)

    def _known(
        self,
        wanted: Sequence[Numbers],
        rated: Mapping[Numbers, pl.Series | None],
        units: pl.Series,
        rows: Sequence[int],
    ) -> dict[Numbers, list[str | None] | None]:
        """The ratings of some units by the rule sets between; None for one that there cannot be."""
        ratings = {
            numbers: None if (known := rated[numbers]) is None else known.gather(list(rows))
            for numbers in wanted
            if numbers in rated
        }
        ratings |= self._ratings(
            [numbers for numbers in wanted if numbers not in ratings], units.gather(list(rows))
        )
        return {
            numbers: None if (column := ratings.get(numbers)) is None else column.to_list()
            for numbers in wanted
        }

    def _ratings(self, wanted: Sequence[Numbers], units: pl.Series) -> dict[Numbers, pl.Series | None]:
        """The ratings of some units by the rule sets between; without one that there cannot be."""
        ratings: dict[Numbers, pl.Series | None] = {}
        rules = {
            numbers: made
            for numbers in dict.fromkeys(wanted)
            if (made := between(self.differences, numbers)) is not None
        }
        listed = list(rules)
        for start in range(0, len(listed), CHUNK):
            chunk = listed[start : start + CHUNK]
            sheets = self.data.rated([rules[numbers] for numbers in chunk], units)
            for numbers, sheet in zip(chunk, sheets, strict=True):
                ratings[numbers] = sheet.frame["rating"]
        return ratings


def _is(ratings: Sequence[str | None] | None, place: int, rating: str | None) -> bool:
    return ratings is not None and ratings[place] == rating


__all__ = ["Attribution", "Attributor", "Numbers"]

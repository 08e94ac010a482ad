"""Which change of the rules did it: each unit that moved is put down to a change, or to a combination of
changes.

A set of changes is the cause of a move when making them in the old rules is enough for the new rating, and
taking them back in the new rules is enough for the old one; the smallest such set is taken (where there are
very many changes, one of which none can be left out). Read from the new rules to the old ones the causes are
the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import polars as pl

from .hybrids import between
from .ratings import UNIT, Data, RatedSheet
from .rule_differences import Differences

Numbers: TypeAlias = "frozenset[int]"
"""Changes, by their numbers in `Differences.rating`."""

CHUNK = 40  # rule sets that are rated in one pass
MOST_SETS = 300  # combinations that are tried


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

    def singles(self) -> list[Numbers]:
        """What is asked of every unit: each change alone made, and each alone taken back."""
        if self.count < 2:
            return []
        return list(
            dict.fromkeys(
                [
                    *(frozenset([change]) for change in range(self.count)),
                    *(self.all - {change} for change in range(self.count)),
                ]
            )
        )

    def attribution(
        self, old: RatedSheet, new: RatedSheet, rated: dict[Numbers, pl.Series | None]
    ) -> Attribution:
        """The causes, from the ratings by the rule sets of `singles` (None for one that there cannot be)."""
        units = old.frame[UNIT]
        before, after = old.frame["rating"], new.frame["rating"]
        rated = {**rated, frozenset(): before, self.all: after}
        moved = before.ne_missing(after)
        cause: list[Numbers | None] = [None] * len(units)
        waiting = moved.arg_true().to_list()
        if self.count == 1:
            for row in waiting:
                cause[row] = self.all
            waiting = []
        for change in range(self.count):
            made, back = rated.get(frozenset([change])), rated.get(self.all - {change})
            if made is None or back is None:
                continue
            enough = (made.eq_missing(after) & back.eq_missing(before)).to_list()
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
        rows = moved.arg_true().to_list()
        of_unit = pl.DataFrame(
            {
                UNIT: units.gather(rows),
                "cause": [causes.index(own) for row in rows if (own := cause[row]) is not None],
            },
            schema_overrides={"cause": pl.Int32},
        )
        return Attribution(
            causes, of_unit, tuple(self._alone(rated, change, before, after) for change in range(self.count))
        )

    def _alone(
        self, rated: dict[Numbers, pl.Series | None], change: int, before: pl.Series, after: pl.Series
    ) -> tuple[int | None, int | None]:
        """How many units get another rating when one change alone is made, and when it alone is taken
        back."""
        made, back = rated.get(frozenset([change])), rated.get(self.all - {change})
        return (
            None if made is None else int(made.ne_missing(before).sum()),
            None if back is None else int(back.ne_missing(after).sum()),
        )

    def _combined(
        self, units: pl.Series, rated: Mapping[Numbers, pl.Series | None], rows: Sequence[int]
    ) -> Iterator[tuple[int, Numbers]]:
        """The combinations that no single change is: the smaller ones first, as long as these are not too
        many; of what is left, all changes without those that need not be there."""
        before, after = rated[frozenset()], rated[self.all]
        assert before is not None
        assert after is not None
        order = sorted(range(self.count), key=lambda number: self.differences.rating[number].id)
        waiting, tried = list(rows), 0
        for size in range(2, self.count):
            sets = [frozenset(chosen) for chosen in combinations(order, size)]
            tried += len(sets)
            if not waiting or tried > MOST_SETS:
                break
            made = self._known(sets, rated, units, waiting)
            undone = self._known([self.all - numbers for numbers in sets], rated, units, waiting)
            left = []
            for place, row in enumerate(waiting):
                cause = next(
                    (
                        numbers
                        for numbers in sets
                        if _is(made[numbers], place, after[row])
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
            yield from ((row, self.all) for row in waiting)

    def _reduced(
        self,
        units: pl.Series,
        rated: Mapping[Numbers, pl.Series | None],
        rows: Sequence[int],
        order: Sequence[int],
    ) -> Iterator[tuple[int, Numbers]]:
        """From all changes those are left out, one after the other, that need not be there."""
        before, after = rated[frozenset()], rated[self.all]
        assert before is not None
        assert after is not None
        groups: dict[Numbers, list[int]] = {self.all: list(rows)}
        for change in order:
            split: dict[Numbers, list[int]] = {}
            for numbers, own in groups.items():
                fewer = numbers - {change}
                ratings = (
                    self._known([fewer, self.all - fewer], rated, units, own)
                    if fewer and fewer != numbers
                    else {}
                )
                for place, row in enumerate(own):
                    suffices = (
                        bool(ratings)
                        and _is(ratings[fewer], place, after[row])
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

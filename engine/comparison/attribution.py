"""Which change of the rules did it: each unit that moved is put down to a change, or to a combination of changes.

A set of changes is the cause of a move when making them in the old rules is enough for the new rating, and taking them back
in the new rules is enough for the old one; the smallest such set is taken. Read from the new rules to the old ones the causes
are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import polars as pl

from .changes import Differences
from .hybrids import between
from .ratings import UNIT, Data, Sheet

Numbers: TypeAlias = "frozenset[int]"
"""Changes, by their numbers in `Differences.rating`."""

CHUNK = 40  # rule sets that are rated in one pass


@dataclass(frozen=True)
class Attribution:
    """The cause of each move. `causes` are the sets of changes that were found, the most frequent first; `of_unit` has the
    columns `unit` and `cause`, a number in `causes`. `alone` says for each change how many units get another rating when it
    alone is made, and how many get another one when it alone is taken back; None where it cannot be made by itself."""

    causes: tuple[Numbers, ...]
    of_unit: pl.DataFrame
    alone: tuple[tuple[int | None, int | None], ...]


class Attributor:
    """Rates units by the rule sets between two others."""

    def __init__(self, found: Differences, data: Data) -> None:
        self.found = found
        self.data = data
        self.count = len(found.rating)
        self.all: Numbers = frozenset(range(self.count))

    def singles(self) -> list[Numbers]:
        """What is asked of every unit: each change alone made, and each alone taken back."""
        if self.count < 2:
            return []
        return list(dict.fromkeys([*(frozenset([each]) for each in range(self.count)), *(self.all - {each} for each in range(self.count))]))

    def attribution(self, old: Sheet, new: Sheet, rated: dict[Numbers, pl.Series | None]) -> Attribution:
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
        for each in cause:
            if each is not None:
                counted[each] = counted.get(each, 0) + 1
        causes = tuple(sorted(counted, key=lambda numbers: (-counted[numbers], sorted(numbers))))
        rows = moved.arg_true().to_list()
        of_unit = pl.DataFrame(
            {UNIT: units.gather(rows), "cause": [causes.index(each) for row in rows if (each := cause[row]) is not None]},
            schema_overrides={"cause": pl.Int32},
        )
        return Attribution(causes, of_unit, tuple(self._alone(rated, change, before, after) for change in range(self.count)))

    def _alone(self, rated: dict[Numbers, pl.Series | None], change: int, before: pl.Series, after: pl.Series) -> tuple[int | None, int | None]:
        made, back = rated.get(frozenset([change])), rated.get(self.all - {change})
        return (None if made is None else int(made.ne_missing(before).sum()), None if back is None else int(back.ne_missing(after).sum()))

    def _combined(self, units: pl.Series, rated: Mapping[Numbers, pl.Series | None], rows: Sequence[int]) -> Iterator[tuple[int, Numbers]]:
        """The combinations that no single change is: from all changes those are left out, one after the other, that need not
        be there."""
        groups: dict[Numbers, list[int]] = {self.all: list(rows)} if rows else {}
        order = sorted(range(self.count), key=lambda number: self.found.rating[number].id)
        for change in order:
            asked = {numbers - {change} for numbers in groups if change in numbers and len(numbers) > 1}
            wanted = [*asked, *(self.all - each for each in asked)]
            selected = sorted(row for numbers, found in groups.items() if numbers - {change} in asked for row in found)
            if not selected:
                continue
            place = {row: at for at, row in enumerate(selected)}
            ratings = {
                numbers: None if known is None else known.gather(selected)
                for numbers in wanted
                if (known := rated.get(numbers)) is not None or numbers in rated
            }
            ratings |= self._ratings([numbers for numbers in wanted if numbers not in ratings], units.gather(selected))
            before, after = (rated[each] for each in (frozenset[int](), self.all))
            assert before is not None
            assert after is not None
            split: dict[Numbers, list[int]] = {}
            for numbers, found in groups.items():
                fewer = numbers - {change}
                made, back = (ratings.get(fewer), ratings.get(self.all - fewer)) if fewer in asked else (None, None)
                for row in found:
                    suffices = made is not None and back is not None and made[place[row]] == after[row] and back[place[row]] == before[row]
                    split.setdefault(fewer if suffices else numbers, []).append(row)
            groups = split
        for numbers, found in groups.items():
            yield from ((row, numbers) for row in found)

    def _ratings(self, wanted: Sequence[Numbers], units: pl.Series) -> dict[Numbers, pl.Series | None]:
        found: dict[Numbers, pl.Series | None] = {}
        rules = {numbers: made for numbers in dict.fromkeys(wanted) if (made := between(self.found, numbers)) is not None}
        listed = list(rules)
        for start in range(0, len(listed), CHUNK):
            chunk = listed[start : start + CHUNK]
            for numbers, sheet in zip(chunk, self.data.rated([rules[each] for each in chunk], units), strict=True):
                found[numbers] = sheet.frame["rating"]
        return found


__all__ = ["Attribution", "Attributor", "Numbers"]

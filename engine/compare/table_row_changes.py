"""What two tables of points say otherwise: rows that moved, came or went, or give another score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..book.rule_lines import row_text, scores_text
from ..meaning.scoring import PointsTable, Row
from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text
from .aligned import Pairs, in_turn
from .rule_differences import Atom, Difference, Facet

ALL = "all"
"""The facet of a table as a whole."""

ELSE = "else"
"""The facet of the score below the first step of a ladder."""


def is_apart(old: PointsTable, new: PointsTable) -> bool:
    """Whether the rows of two tables can be taken from either, one by one."""
    return old.is_ladder == new.is_ladder and len(old.rows) == len(new.rows)


@dataclass(frozen=True)
class Tables:
    """A table of points in two rule sets, and with how many decimals its bounds are shown in each."""

    old: PointsTable
    new: PointsTable
    decimals: tuple[int | None, int | None]

    def atoms(self, facet: Facet, what: Text) -> Iterator[Atom]:
        """Each row that differs; where a bound between rows moves, these together; where rows came or went,
        all that differ."""
        if not is_apart(self.old, self.new):
            told = list(self._ladder(what))
            told += [self._row(what, *rows) for rows in self._rows() if not _same(*rows)]
            if told:
                yield Atom("points", tuple(told), frozenset([(*facet, ALL)]))
            return
        for run in self._runs():
            told = [self._row(what, self.old.rows[number], self.new.rows[number]) for number in run]
            yield Atom("points", tuple(told), frozenset((*facet, number) for number in run))
        if told := list(self._ladder(what)):
            yield Atom("points", tuple(told), frozenset([(*facet, ELSE)]))

    def _rows(self) -> Pairs[Row]:
        alike = [_same, _same_values, _same_score, lambda _, __: True]
        return in_turn(self.old.rows, self.new.rows, alike)

    def _runs(self) -> Iterator[Sequence[int]]:
        """The numbers of rows that differ, with those in one list between which a bound moves."""
        run: list[int] = []
        for number, (one, other) in enumerate(zip(self.old.rows, self.new.rows, strict=True)):
            if _same(one, other):
                continue
            before = run[-1] if run else None
            if before is not None and before == number - 1 and self._bound(number):
                run.append(number)
                continue
            if run:
                yield run
            run = [number]
        if run:
            yield run

    def _bound(self, number: int) -> bool:
        """Whether the bound between a row and the one before it moves on both of its sides."""
        lows = [table.rows[number].low for table in (self.old, self.new)]
        highs = [table.rows[number - 1].high for table in (self.old, self.new)]
        return lows[0] != lows[1] and highs[0] != highs[1]

    def _ladder(self, what: Text) -> Iterator[Difference]:
        """That one of the two is a ladder, or what is given below its first step."""
        kinds = [say("steps") if table.is_ladder else say("ranges") for table in (self.old, self.new)]
        places = self.old.position, self.new.position
        if self.old.is_ladder != self.new.is_ladder:
            yield Difference(what, kinds[0], kinds[1], *places)
        below = [table.otherwise or Fraction(0) for table in (self.old, self.new)]
        if self.old.is_ladder and self.new.is_ladder and below[0] != below[1]:
            old, new = (f"else: {decimal_text(score)}" for score in below)
            yield Difference(what, old, new, *places)

    def _row(self, what: Text, one: Row | None, other: Row | None) -> Difference:
        sides = zip((self.old, self.new), (one, other), self.decimals, strict=True)
        old, new = (
            None if row is None else f"{row_text(row, table, decimals)}: {scores_text(row)}"
            for table, row, decimals in sides
        )
        places = (
            table.position if row is None or not row.position.line else row.position
            for table, row in zip((self.old, self.new), (one, other), strict=True)
        )
        return Difference(what, old, new, *places)


def _same(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return False
    return _same_values(one, other) and one.high == other.high and _same_score(one, other)


def _same_values(one: Row, other: Row) -> bool:
    return (one.low, one.high, one.above) == (other.low, other.high, other.above)


def _same_score(one: Row, other: Row) -> bool:
    return scores_text(one) == scores_text(other)


__all__ = ["ALL", "ELSE", "Tables", "is_apart"]

"""What is found in reference tables, in any arithmetic: a row is chosen by halves, so that a table of many
rows takes no long chain of choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Generic, TypeVar

from .arithmetic import Arithmetic, Number, Truth
from .combining import either
from .names import Outcome
from .reference import ReferenceTable, TableKey
from .scope import choices_of
from .states import Value
from .word_options import Choice

if TYPE_CHECKING:
    from .plan import Plan

Key = TypeVar("Key")
Rows = Sequence[int]
"""The numbers of rows of a table."""

_ONE = Fraction(1)


def looked_up(
    plan: Plan,
    a: Arithmetic[Number, Truth],
    outcome: Outcome[Number, Truth],
    name: str,
    word_of: Callable[[Choice], Value[Number, Truth]],
) -> Value[Number, Truth]:
    """What stands in the column `name` (growth.m) of the row found: undecided where there is no such row,
    missing where a key or the cell is. `word_of` says the number of a word with its states."""
    if name not in outcome.columns:
        table = plan.rules.table_columns[name]
        given = [_given(plan, outcome, key, word_of) for key in table.keys]
        column = table.columns[name.removeprefix(f"{table.id}.")]
        outcome.columns[name] = _Lookup(plan, a, table, given).found(name, column)
    return outcome.columns[name]


def _given(
    plan: Plan,
    outcome: Outcome[Number, Truth],
    key: TableKey,
    word_of: Callable[[Choice], Value[Number, Truth]],
) -> Value[Number, Truth]:
    """By what a row is looked for: a printed score, or the number of a word."""
    if key.kind is not None:
        return word_of(_choice(plan, key))
    value = outcome.nodes[key.path]
    return Value(outcome.printed[key.path], value.refused, value.undecided, value.inapplicable)


def _choice(plan: Plan, key: TableKey) -> Choice:
    return next(choice for choice in choices_of(plan.rules, key.path) if choice.kind == key.kind)


class _Lookup(Generic[Number, Truth]):
    """One table with what its rows are looked for by."""

    def __init__(
        self,
        plan: Plan,
        a: Arithmetic[Number, Truth],
        table: ReferenceTable,
        given: Sequence[Value[Number, Truth]],
    ) -> None:
        self.a, self.table, self.given = a, table, given
        self.rows, self.known = plan.rows_in_numbers[table.id], plan.rows_alike
        self.cells: Sequence[Fraction | None] = ()

    def found(self, name: str, cells: Sequence[Fraction | None]) -> Value[Number, Truth]:
        """What stands in some cells, one a row."""
        a = self.a
        refused, undecided, out = (
            either(a, *(getattr(value, kind) for value in self.given))
            for kind in ("refused", "undecided", "inapplicable")
        )
        sought = [value.number for value in self.given if value.number is not None]
        if len(sought) < len(self.given) or not cells:
            return Value(None, refused, undecided, out)
        rows = range(len(cells))
        self.cells = cells
        number = a.named(f"value:{name}", self._of(rows, 0, sought))
        row = number
        if None in cells:
            self.cells = [_ONE] * len(cells)
            row = self._of(rows, 0, sought)
        lacks = a.both([a.known(sought, len(sought)), a.opposite(a.known([row], 1))])
        if not a.never(lacks):
            undecided = either(a, undecided, a.named_truth(f"value:{name} undecided", lacks))
        return Value(number, refused, undecided, out)

    def _of(self, rows: Rows, depth: int, sought: Sequence[Number]) -> Number:
        """What stands in one of some rows that are alike in the keys before this depth."""
        a = self.a
        if depth == len(self.given):
            cell = self.cells[rows[0]]
            return a.nothing() if cell is None else a.number(cell)
        own, how = sought[depth], self.table.keys[depth].how
        groups = self._grouped(rows, depth)
        values = list(groups)
        if how == "between":
            return self._between(own, [(value, self.cells[groups[value][0]]) for value in values])
        if how == "steps":
            found = self._halved(
                own, values, lambda place: self._of(groups[values[place]], depth + 1, sought)
            )
            return a.only_if(a.compare(">=", own, a.number(values[0])), found)
        return self._halved(
            own,
            values,
            lambda place: a.only_if(
                self._is(own, values[place]), self._of(groups[values[place]], depth + 1, sought)
            ),
        )

    def _grouped(self, rows: Rows, depth: int) -> Mapping[Fraction, Sequence[int]]:
        """Rows that are alike in the keys before a depth, by what they have for the key there, in its order;
        worked out once for each plan."""
        key = (self.table.id, depth, rows[0])
        if key not in self.known:
            groups: dict[Fraction, list[int]] = {}
            for row in sorted(rows, key=lambda row: self.rows[row][depth]):
                groups.setdefault(self.rows[row][depth], []).append(row)
            self.known[key] = groups
        return self.known[key]

    def _halved(self, own: Number, values: Sequence[Fraction], part: Callable[[int], Number]) -> Number:
        """The part, by its place, of the last of some values that is not above; where it is plain on which
        side of a value that is, the parts of the other side are not worked out."""

        def between(first: int, end: int) -> Number:
            if end - first == 1:
                return part(first)
            middle = (first + end) // 2
            is_below = self.a.compare("<", own, self.a.number(values[middle]))
            if is_below is True or is_below is False:
                return between(first, middle) if is_below else between(middle, end)
            return self.a.choose(is_below, between(first, middle), between(middle, end))

        return between(0, len(values))

    def _is(self, own: Number, value: Fraction) -> Truth:
        return self.a.compare("==", own, self.a.number(value))

    # straight lines

    def _between(self, own: Number, points: Sequence[tuple[Fraction, Fraction | None]]) -> Number:
        """What lies between two points, and within the first and the last."""
        a, (first, last) = self.a, (points[0], points[-1])
        if len(points) == 1:
            return self._point(own, first)

        def line(place: int) -> Number:
            one, other = points[place], points[place + 1]
            return self._line(own, one, other, is_last=other is last)

        inside = [a.compare(">=", own, a.number(first[0])), a.compare("<=", own, a.number(last[0]))]
        found = self._halved(own, [value for value, _ in points[:-1]], line)
        return a.only_if(a.both(inside), found)

    def _point(self, own: Number, point: tuple[Fraction, Fraction | None]) -> Number:
        value, cell = point
        return self.a.nothing() if cell is None else self.a.only_if(self._is(own, value), self.a.number(cell))

    def _line(
        self,
        own: Number,
        one: tuple[Fraction, Fraction | None],
        other: tuple[Fraction, Fraction | None],
        *,
        is_last: bool,
    ) -> Number:
        """What lies on the line from one point to the other; where the cell of one is empty, that of the
        other at its own place alone."""
        a, (low, begin), (high, end) = self.a, one, other
        if begin is None or end is None:
            ends = [self._point(own, point) for point in ((one, other) if is_last else (one,))]
            return ends[0] if len(ends) == 1 else a.first_known(ends)
        if begin == end:
            return a.number(begin)
        risen = a.subtract(a.within(own, low, high), a.number(low))
        return a.add(a.number(begin), a.multiply(risen, a.number((end - begin) / (high - low))))


def in_numbers(plan: Plan, table: ReferenceTable) -> Sequence[Sequence[Fraction]]:
    """The rows of a table with numbers for words."""
    numbers = [None if key.kind is None else _choice(plan, key) for key in table.keys]
    return [
        [
            Fraction(value if choice is None else choice.number_of(str(value)) or 0)
            for value, choice in zip(row, numbers, strict=True)
        ]
        for row in table.rows
    ]


__all__ = ["in_numbers", "looked_up"]

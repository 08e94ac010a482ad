"""Reference tables: what stands in a column of the row that is found for some values.

A table is what `tables` says of it, with its rows beside (`rows`): a mapping of texts for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .numbers import exact, is_empty

Rows = list[Mapping[str, str]]


@dataclass(frozen=True)
class Tables:
    """The tables of a rule set: by id how rows are found, and the rows."""

    written: Mapping[str, Mapping[str, Any]]

    def column(self, name: str) -> tuple[str, str] | None:
        """The table and the column that a name stands for."""
        table, _, column = name.partition(".")
        return (table, column) if table in self.written and column else None

    def found_by(self, name: str) -> Iterable[str]:
        """What rows are found by, of the table whose column a name is."""
        table, _, _ = name.partition(".")
        return [str(key) for key in self.written[table]["by"]]

    def look_up(self, name: str, given: Mapping[str, Fraction | str]) -> Fraction | None:
        """What stands there: None where the cell is empty. Raises LookupError where there is no such row."""
        table, _, column = name.partition(".")
        rows: Rows = list(self.written[table]["rows"])
        for key, how in self.written[table]["by"].items():
            value = given[key]
            if how == "exactly":
                rows = [row for row in rows if _is(row[key], value)]
            elif how == "steps":
                assert isinstance(value, Fraction)
                passed = [exact(row[key]) for row in rows if exact(row[key]) <= value]
                rows = [row for row in rows if passed and exact(row[key]) == max(passed)]
            else:
                assert isinstance(value, Fraction)
                return _between(rows, key, column, value)
        (row,) = rows or _no_row()
        return _cell(row, column)


def _between(rows: Rows, key: str, column: str, value: Fraction) -> Fraction | None:
    below = [row for row in rows if exact(row[key]) <= value]
    above = [row for row in rows if exact(row[key]) >= value]
    if not below or not above:
        raise LookupError
    low, high = max(below, key=lambda row: exact(row[key])), min(above, key=lambda row: exact(row[key]))
    first, last = _cell(low, column), _cell(high, column)
    if low is high or first is None or last is None:
        return first if low is high else None
    way = (value - exact(low[key])) / (exact(high[key]) - exact(low[key]))
    return first + way * (last - first)


def _no_row() -> Rows:
    raise LookupError


def _cell(row: Mapping[str, str], column: str) -> Fraction | None:
    return None if is_empty(row[column]) else exact(row[column])


def _is(cell: str, value: Fraction | str) -> bool:
    return cell == value if isinstance(value, str) else exact(cell) == value


__all__ = ["Tables"]

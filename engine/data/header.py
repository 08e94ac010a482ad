"""The first row of a table, which names its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .sheet import Sheet

MOST_ABOVE = 20  # rows in which the names of columns are looked for


def names_of_header(header: Sequence[str], at: Callable[[int], Position]) -> list[str]:
    """The columns' names; one without a name is called by its number. Raises KenError when two have one
    name."""
    names = [name.strip().lstrip("\ufeff") or f"({number})" for number, name in enumerate(header, 1)]
    forms = [compared(name) for name in names]
    twice = [form for form, count in Counter(forms).items() if count > 1]
    faults = []
    for name in twice:
        first, second = [number for number, other in enumerate(forms) if other == name][:2]
        message = say(
            "the columns {first} and {second} are both called “{name}”",
            first=first + 1,
            second=second + 1,
            name=name,
        )
        faults.append(Diagnostic("column-twice", message, at(second), say("rename or delete one of them")))
    if faults:
        raise KenError(faults)
    return names


def without_empty(sheet: Sheet) -> Sheet:
    """Without the columns that have neither a name nor a value, which spreadsheets leave behind."""
    empty = [
        column
        for column, name in sheet.names.items()
        if name.startswith("(") and name.endswith(")") and _is_empty(sheet.frame[column])
    ]
    kept = {column: name for column, name in sheet.names.items() if column not in empty}
    return replace(sheet, names=kept, cells=sheet.frame.drop(empty)) if empty else sheet


def header_below(faults: Sequence[Diagnostic], sheet: Sheet, wanted: Sequence[str]) -> list[Diagnostic]:
    """Faults of the columns of a table; where one is that none is called as `wanted`, and one of its first
    rows has such a name, the hint says so."""
    forms = [compared(name) for name in wanted]
    head = sheet.cells.lazy().head(MOST_ABOVE).collect() if faults else pl.DataFrame()
    for row, cells in enumerate(head.iter_rows()):
        texts = [compared(cell) if isinstance(cell, str) else None for cell in cells]
        column = next((head.columns[texts.index(form)] for form in forms if form in texts), None)
        if column is not None:
            place = str(sheet.locate(row, column))
            hint = say(
                "the columns seem to be named in a row further down, at {place}: delete the rows above it",
                place=place,
            )
            return [replace(own, hint=hint) if own.code == "no-key" else own for own in faults]
    return list(faults)


def _is_empty(cells: pl.Series) -> bool:
    """Whether no cell has anything but blanks in it."""
    if cells.dtype == pl.String:
        return bool((cells.str.strip_chars() == "").fill_null(value=True).all())
    return cells.null_count() == len(cells)


__all__ = ["header_below", "names_of_header", "without_empty"]

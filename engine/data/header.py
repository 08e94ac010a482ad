"""The first row of a table, which names its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .blanks import is_blank
from .sheet import Sheet

CODE = "header-again"
LEAST_COLUMNS = 2  # of a table that stands beside another one
MOST_ABOVE = 20  # rows in which the names of columns are looked for


def nameless(number: int) -> str:
    """What a column without a name is called, by its number from 1."""
    return f"({number})"


def names_of_header(header: Sequence[str], at: Callable[[int], Position]) -> list[str]:
    """The columns' names; one without a name is called by its number. Raises KenError when two have one
    name."""
    names = [name.strip().lstrip("\ufeff") or nameless(number) for number, name in enumerate(header, 1)]
    forms = [compared(name) for name in names]
    if told := _side_by_side(names, forms, at):
        raise KenError([told])
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


def _side_by_side(
    names: Sequence[str], forms: Sequence[str], at: Callable[[int], Position]
) -> Diagnostic | None:
    """That the columns of a table, two or more, are named again in the same order beside it."""
    second = next((number for number in range(1, len(forms)) if forms[number] == forms[0]), None)
    if second is None:
        return None
    again = [form for form in forms[second:] if not form.startswith("(")]
    if len(again) < LEAST_COLUMNS or again != list(forms[: len(again)]):
        return None
    message = say(
        "two tables stand side by side: the columns from {second} on have the names of those from 1 on "
        "({names})",
        second=second + 1,
        names=list(names[: len(again)]),
    )
    hint = say("cut the rows of the second table, without its header, and paste them below the first")
    return Diagnostic("column-twice", message, at(second), hint)


def again(position: Position) -> Diagnostic:
    """That a row names the columns once more."""
    message = say("this row names the columns, as the first one does: it stands there once more")
    return Diagnostic(CODE, message, position, say("delete the row"))


def another_table(position: Position, names: Sequence[str]) -> Diagnostic:
    """That a row names other columns."""
    message = say("another table begins in this row: it names the columns {columns}", columns=list(names))
    hint = say(
        "move it into a file of its own, and name both files in a manifest; or put its columns beside those "
        "of the first table"
    )
    return Diagnostic(CODE, message, position, hint)


def without_empty(sheet: Sheet) -> Sheet:
    """Without the columns that have neither a name nor a value, which spreadsheets leave behind."""
    empty = [
        column
        for column, name in sheet.names.items()
        if name.startswith("(") and name.endswith(")") and is_blank(sheet.frame[column]).all()
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


__all__ = ["again", "another_table", "header_below", "nameless", "names_of_header", "without_empty"]

"""Units that several columns name together: an agency and a year."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.hints import nearest_or
from .alike_columns import compared_column
from .manifest import KEY_SIGN, Part
from .most_told import first_told
from .sheet import Sheet

JOINED = "key"
MOST = 20  # cells that are told


def with_joined_key(sheet: Sheet, part: Part) -> Sheet:
    """A table with one more column, that of the units: what stands in all columns of the key, and nothing
    where one of these is empty. Raises KenError where a column is not there, or a cell has the sign
    that stands between."""
    columns, faults = list[str](), list[Diagnostic]()
    for name in part.keys:
        column = sheet.column(name)
        if column is None:
            names = list(sheet.names.values())
            message = say(
                "there is no column “{wanted}”; the columns are {columns}", wanted=name, columns=names
            )
            hint = nearest_or(name, names, say("mend it in key: of the manifest"))
            faults.append(Diagnostic("no-key", message, part.at.get("key", sheet.locate(None, "")), hint))
        else:
            columns.append(column)
    if faults:
        raise KenError([*sheet.notes, *faults])
    cells = [compared_column(sheet.frame[column]) for column in columns]
    if told := [fault for own in cells for fault in _with_sign(sheet, own)]:
        raise KenError([*sheet.notes, *first_told(told, usual=MOST)])
    joined = pl.select(pl.concat_str(cells, separator=KEY_SIGN).alias(JOINED)).to_series()
    empty = {column: own.is_null() for column, own in zip(columns, cells, strict=True)}

    def locate(row: int | None, column: str) -> Position:
        if column == JOINED:
            is_here = (own for own in columns if row is not None and empty[own][row])
            column = next(is_here, columns[0])
        return sheet.locate(row, column)

    return replace(
        sheet,
        names={JOINED: part.key or "", **sheet.names},
        cells=sheet.frame.with_columns(joined),
        locate=locate,
        plain=None,
    )


def _with_sign(sheet: Sheet, cells: pl.Series) -> list[Diagnostic]:
    """Cells that have the sign which stands between the names: two units could come to one."""
    found = cells.str.contains(KEY_SIGN, literal=True).fill_null(value=False).arg_true()
    hint = say("write it without the sign, or with - in its place")
    return [
        Diagnostic(
            "ambiguous",
            say(
                "“{name}” has the sign that joins the names of key:, “{sign}”", name=cells[row], sign=KEY_SIGN
            ),
            sheet.locate(row, cells.name),
            hint,
        )
        for row in found
    ]


__all__ = ["with_joined_key"]
